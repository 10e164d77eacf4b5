"""Check a report again: facts are measured anew, the finished text is read word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.actions.lateness import keep_late
from qunluo.steer.reports.activities import ReportChecked
from qunluo.steer.reports.models import Report, ReportCheck, ReportSentence
from qunluo.steer.reports.rules import OPEN_STATES, READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def check_report(actor: Viewer, report_id: int) -> tuple[str, ...]:
    """Measure every fact again; returns the keys of those that differ (none: all hold).

    An open report whose facts hold and whose text states nothing else is `checked` then. Where the
    newest watermark gives another number, the fact is kept as outdated. Refuses `not_permitted`,
    `missing`.
    """
    actor.require(READ)
    report = queries.report_for(actor, report_id)
    found = queries.proof_of(actor, report)
    _keep(actor, report.pk, found)
    keep_late(report.pk, found.outdated, queries.newest_segment(report))
    return found.differing


@action
def _keep(actor: Viewer, report_id: int, found: queries.Proof) -> None:
    report = Report.objects.select_for_update().get(pk=report_id)
    ReportCheck.objects.create(
        report=report,
        checked_at=clock.now(),
        checked_by_id=actor.member_id,
        fact_count=found.fact_count,
        differing=list(found.differing),
        findings=[finding.kept() for finding in found.findings],
        outdated=dict(found.outdated),
    )
    if report.state in OPEN_STATES:
        _settle(report, found)
    record(
        ReportChecked(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            fact_count=found.fact_count,
            differing_count=len(found.differing),
            finding_count=len(found.findings),
            outdated_count=len(found.outdated),
        )
    )


def _settle(report: Report, found: queries.Proof) -> None:
    """What was found to hold is kept word for word in both languages."""
    report.state = "checked" if found.holds else "draft"
    report.save(update_fields=["state"])
    rows = list(report.sentences.all())
    for row in rows:
        row.finished = found.texts[row.position] if found.holds else None
    ReportSentence.objects.bulk_update(rows, ["finished"], batch_size=200)
