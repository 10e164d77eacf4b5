"""Check a report again: every fact is measured anew at its watermark and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportChecked
from qunluo.steer.reports.models import Report, ReportCheck
from qunluo.steer.reports.queries.showing import fact_of
from qunluo.steer.reports.rules import READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def check_report(actor: Viewer, report_id: int) -> tuple[str, ...]:
    """Measure every fact again; returns the keys of those that differ (none: all hold).

    Refuses `not_permitted`, `missing`.
    """
    actor.require(READ)
    report = queries.report_for(actor, report_id)
    kept = [fact_of(row) for row in report.facts.order_by("number")]
    differing = tuple(fact.key for fact in kept if queries.measured_again(actor, fact) != fact)
    _keep(actor, report, len(kept), differing)
    return differing


@action
def _keep(actor: Viewer, report: Report, fact_count: int, differing: tuple[str, ...]) -> None:
    ReportCheck.objects.create(
        report=report,
        checked_at=clock.now(),
        checked_by_id=actor.member_id,
        fact_count=fact_count,
        differing=list(differing),
    )
    record(
        ReportChecked(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            audience="staff",
            fact_count=fact_count,
            differing_count=len(differing),
        )
    )
