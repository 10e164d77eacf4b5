"""Make a report: measure first, then keep everything in one short transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import ReportMade
from qunluo.steer.reports.models import (
    Report,
    ReportChart,
    ReportFact,
    ReportSentence,
    ReportSuggestion,
)

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer


def make_report(actor: Viewer, span: str, day: date, *, last: date | None = None) -> int:
    """Make the report of the period (`week`, `month`, `quarter`, `year`) that holds the day; its id.

    A `span` goes from the day to `last`. A period may be reported again; the new report names the
    one before. Refuses like `queries.draft`.
    """
    # Measured outside the transaction: reading the lake takes longer than a writer may (ADR 0003).
    return keep(actor, queries.draft(actor, span, day, last=last))


def make_correction(actor: Viewer, report_id: int, reason: str) -> int:
    """Make the next edition of a published report, from the newest records; its id.

    Refuses as `queries.correctable` and `queries.draft`.
    """
    found = queries.correctable(actor, report_id, reason)
    made = queries.draft(actor, found.span, found.starts_on, last=found.ends_on)
    return keep(actor, made, corrects=found, reason=reason)


@action
def keep(
    actor: Viewer, made: queries.Draft, *, corrects: Report | None = None, reason: str = ""
) -> int:
    """Write a draft down; the report's id."""
    before = Report.objects.filter(
        community=actor.community_id,
        span=made.span,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
    ).order_by("-pk")
    report = Report.objects.create(
        community_id=made.community_id,
        span=made.span,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        edition=1 if corrects is None else corrects.edition + 1,
        corrects=corrects,
        correction=reason.strip(),
        is_complete=made.is_complete,
        watermark=made.watermark,
        timezone=made.timezone,
        made_at=clock.now(),
        made_by_id=actor.member_id,
        replaces=before.first(),
    )
    facts = [
        ReportFact(report=report, number=number, **{**asdict(fact), "params": dict(fact.params)})
        for number, fact in enumerate(made.facts, start=1)
    ]
    ReportFact.objects.bulk_create(facts)
    _keep_sentences(report, made)
    _keep_suggestions(actor, report, made)
    record(
        ReportMade(
            object_id=report.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            span=made.span,
            starts_on=made.starts_on.isoformat(),
            fact_count=len(facts),
        )
    )
    return report.pk


def _keep_sentences(report: Report, made: queries.Draft) -> None:
    ReportSentence.objects.bulk_create(
        ReportSentence(
            report=report,
            position=position,
            section=said.section,
            rule=said.rule,
            template=said.template,
            slots={name: asdict(slot) for name, slot in said.slots.items()},
            tone=said.tone,
            strength=said.strength,
        )
        for position, said in enumerate(made.sentences, start=1)
    )
    ReportChart.objects.bulk_create(
        ReportChart(
            report=report,
            key=curve.key,
            labels=list(curve.labels),
            series=[[metric, list(values)] for metric, values in curve.series],
            is_so_far=curve.is_so_far,
        )
        for curve in made.curves
    )


def _keep_suggestions(actor: Viewer, report: Report, made: queries.Draft) -> None:
    """Whoever makes the report answers for its suggestions until somebody else is named."""
    ReportSuggestion.objects.bulk_create(
        ReportSuggestion(
            report=report,
            number=number,
            use=one.use,
            metric=one.metric,
            play=one.play,
            low=one.low,
            high=one.high,
            owner_id=actor.member_id,
            due_on=made.due_on,
        )
        for number, one in enumerate(made.suggestions, start=1)
    )
