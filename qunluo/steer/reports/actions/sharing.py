"""Links by which somebody outside reads one published report for a while."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportShared, ShareRevoked
from qunluo.steer.reports.models import ReportShare, ReportShareVisit
from qunluo.steer.reports.rules import SHARE, SHARED_DAYS_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.kernel.viewer import Viewer


@action
def share_report(actor: Viewer, report_id: int, *, days: int, note: str = "") -> str:
    """Make a link to a published report; returns its token, which is kept nowhere.

    Refuses `not_permitted`, `missing`, `reports.share_unpublished`, `reports.share_days`.
    """
    actor.require(SHARE)
    report = queries.report_for(actor, report_id)
    if report.state != "published":
        raise Refusal(
            "reports.share_unpublished",
            _("Only a published report is shared. Publish it first, or share its newest edition."),
        )
    if not 1 <= days <= SHARED_DAYS_MOST:
        told = _("A link lasts from 1 to %(most)d days.") % {"most": SHARED_DAYS_MOST}
        raise Invalid("reports.share_days", told, fields={"days": told})
    token = secrets.token_urlsafe(24)
    now = clock.now()
    ReportShare.objects.create(
        report=report,
        token_digest=queries.token_digest(token),
        note=note.strip()[:120],
        made_by_id=actor.require_member_id(),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(ReportShared(object_id=report.pk, **_told(actor)))
    return token


@action
def revoke_share(actor: Viewer, report_id: int, share_id: int) -> None:
    """End a link at once; ending it twice is the same as once. Refuses `not_permitted`, `missing`."""
    actor.require(SHARE)
    report = queries.report_for(actor, report_id)
    share = one_or_missing(report.shares.filter(pk=share_id))
    if share.revoked_at is not None:
        return
    share.revoked_at = clock.now()
    share.save(update_fields=["revoked_at"])
    record(ShareRevoked(object_id=report.pk, **_told(actor)))


@action
def keep_visits(told: Iterable[Mapping[str, Any]]) -> None:
    """Write down that shared reports were opened; never by whom."""
    told = list(told)
    known = set(
        ReportShare.objects.filter(pk__in={one["share_id"] for one in told}).values_list(
            "pk", flat=True
        )
    )
    ReportShareVisit.objects.bulk_create(
        ReportShareVisit(share_id=one["share_id"], visited_at=one["visited_at"])
        for one in told
        if one["share_id"] in known
    )


def _told(actor: Viewer) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "actor_key": actor.actor_key,
        "audience": "staff",
    }
