"""The nightly look at late records: which figures of a report would be others today."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel.action import action
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.duties import actions as duties
from qunluo.steer.reports import queries
from qunluo.steer.reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_ONCE = 50
DUTY = "reports.outdated"
WATCHED = ("draft", "checked", "signed", "published")
log = logging.getLogger(__name__)


def mark_late() -> int:
    """Look at the reports that were not looked at for longest; returns how many were.

    At most fifty a night, each in a transaction of its own; one whose records have not grown costs
    a comparison. Nothing of a report's text or facts changes.
    """
    waiting = (
        Report.objects.filter(state__in=WATCHED, is_complete=True)
        .select_related("community")
        .order_by(F("seen_segment").asc(nulls_first=True), "-pk")
    )
    seen = 0
    for report in waiting.iterator(chunk_size=AT_ONCE):
        if seen == AT_ONCE:
            break
        try:
            seen += _look(report)
        except Exception:
            # One report that cannot be measured keeps no other from being looked at.
            log.exception("report %s could not be measured again", report.pk)
    return seen


def _look(report: Report) -> int:
    newest = queries.newest_segment(report)
    if report.seen_segment == newest and not queries.has_moving_parts(report):
        return 0
    found = queries.outdated_in(queries.reporter_in(report.community.slug), report)
    keep_late(report.pk, found, newest)
    return 1


@action
def keep_late(report_id: int, found: Mapping[str, float | None], newest: int) -> None:
    """Note which figures are outdated; a published report that has some is work for its makers."""
    report = Report.objects.select_for_update().get(pk=report_id)
    report.outdated, report.outdated_count, report.seen_segment = dict(found), len(found), newest
    report.save(update_fields=["outdated", "outdated_count", "seen_segment"])
    if found and report.state == "published":
        duties.open_duty(SYSTEM, DUTY, report.pk, community_id=report.community_id)
    else:
        duties.cancel(SYSTEM, DUTY, report.pk)
