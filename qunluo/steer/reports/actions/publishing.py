"""Sign, publish, reopen: the steps after the check. What is published is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.duties import actions as duties
from qunluo.steer.reports import queries
from qunluo.steer.reports.actions.lateness import DUTY
from qunluo.steer.reports.activities import (
    ReportCorrected,
    ReportPublished,
    ReportReopened,
    ReportSigned,
)
from qunluo.steer.reports.models import Report
from qunluo.steer.reports.rules import MAKE, PUBLISH, READ_BY_MEMBERS, SIGN

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def sign_report(actor: Viewer, report_id: int) -> None:
    """Stand for a checked report that somebody else made and wrote in.

    Refuses `not_permitted`, `missing`, `reports.not_checked`, `reports.own_report`.
    """
    actor.require(SIGN)
    member_id = actor.require_member_id()
    report = _held(actor, report_id)
    if report.state != "checked":
        raise Refusal(
            "reports.not_checked",
            _("Only a checked report can be signed. Have it checked, and mend what fails."),
        )
    if member_id in _authors(report):
        raise Forbidden(
            "reports.own_report",
            _("You made this report or wrote in it, so somebody else has to sign it."),
        )
    report.state, report.signed_by_id, report.signed_at = "signed", member_id, clock.now()
    report.save(update_fields=["state", "signed_by", "signed_at"])
    record(ReportSigned(object_id=report.pk, **_told(actor)))


def _authors(report: Report) -> set[int | None]:
    return {report.made_by_id, *report.judgements.values_list("author_id", flat=True)}


@action
def reopen_report(actor: Viewer, report_id: int) -> None:
    """Take a signed or checked report back to the desk; its signature is void.

    Refuses `not_permitted`, `missing`, `reports.published`.
    """
    if not actor.may(SIGN):
        actor.require(MAKE)
    report = _held(actor, report_id)
    _refuse_published(report)
    report.state, report.signed_by, report.signed_at = "draft", None, None
    report.save(update_fields=["state", "signed_by", "signed_at"])
    record(ReportReopened(object_id=report.pk, **_told(actor)))


@action
def publish_report(actor: Viewer, report_id: int) -> None:
    """Let members read a signed report, sealed by its digest; a correction replaces its edition.

    Refuses `not_permitted`, `missing`, `reports.published`, `reports.not_signed`,
    `reports.not_complete`, `reports.period_published`.
    """
    actor.require(PUBLISH)
    report = _held(actor, report_id)
    _refuse_published(report)
    if report.state != "signed":
        raise Refusal(
            "reports.not_signed",
            _("Nobody has signed this report yet. It is checked first, then signed by another."),
        )
    if not report.is_complete:
        raise Refusal(
            "reports.not_complete",
            _("The period is not over. Make the report again when it is, and publish that one."),
        )
    _refuse_second(report)
    if report.corrects is not None:
        _correct(actor, report.corrects, report)
    report.state, report.published_by_id = "published", actor.member_id
    report.published_at, report.digest = clock.now(), queries.digest_of(report)
    report.save(update_fields=["state", "published_by", "published_at", "digest", "changes"])
    told = ReportPublished(object_id=report.pk, **{**_told(actor), "audience": "members"})
    record(told)


def _refuse_second(report: Report) -> None:
    same = Report.objects.filter(
        community=report.community_id,
        span=report.span,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        state="published",
    )
    if report.corrects_id is not None:
        same = same.exclude(pk=report.corrects_id)
    if same.exists():
        raise Refusal(
            "reports.period_published",
            _(
                "A report of this period is published already. Open that one and correct it, so "
                "that readers see what changed."
            ),
        )


def _correct(actor: Viewer, before: Report, after: Report) -> None:
    after.changes = queries.changes_between(before, after)
    before.state = "corrected"
    duties.cancel(actor, DUTY, before.pk)
    before.save(update_fields=["state"])
    told = {**_told(actor), "audience": "members"}
    record(ReportCorrected(object_id=before.pk, by_report=after.pk, **told))


def _held(actor: Viewer, report_id: int) -> Report:
    """The report, kept from others until this step is done."""
    found = queries.report_for(actor, report_id)
    return Report.objects.select_for_update().get(pk=found.pk)


def _refuse_published(report: Report) -> None:
    if report.state in READ_BY_MEMBERS:
        raise Refusal(
            "reports.published",
            _("This report is published and stays as it is. A correction is a new edition of it."),
        )


def _told(actor: Viewer) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "actor_key": actor.actor_key,
        "audience": "staff",
    }
