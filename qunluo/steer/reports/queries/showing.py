"""A made report in the reader's language: every text is set here from template, slots and facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.steer.reports import rules
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.outline import CURVES, PARTS, SECTIONS
from qunluo.steer.reports.engine.sentences import Sentence, Slot
from qunluo.steer.reports.models import Report
from qunluo.steer.reports.queries.keys import key_table, tiles
from qunluo.steer.reports.queries.sheets import (
    ChartSheet,
    CheckSheet,
    FactSheet,
    ReportLine,
    ReportSheet,
    SectionSheet,
    SentenceSheet,
)
from qunluo.steer.reports.queries.wording import figure, period_label, sentence_label, sentence_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.models import ReportFact, ReportSentence


def readable(viewer: Viewer) -> QuerySet[Report]:
    """The community's reports the viewer may open: all with `reports.read`, else published ones."""
    found = Report.objects.filter(community=viewer.community_id)
    if viewer.may(rules.READ):
        return found
    if viewer.is_member:
        return found.filter(state="published")
    raise missing()


def reports_for(viewer: Viewer) -> list[ReportLine]:
    """Newest period first; of one period the newest making first. One query."""
    return [line_of(row) for row in readable(viewer).order_by("-starts_on", "-pk")[:100]]


def report_for(viewer: Viewer, report_id: int) -> Report:
    return one_or_missing(readable(viewer).filter(pk=report_id))


def line_of(row: Report) -> ReportLine:
    return ReportLine(
        id=row.pk,
        span=row.span,
        period=period_label(row.span, row.starts_on),
        starts_on=row.starts_on,
        state=row.state,
        is_complete=row.is_complete,
        made_at=row.made_at,
    )


def fact_of(row: ReportFact) -> Fact:
    """The stored row as the engine's fact."""
    return Fact(
        key=row.key,
        metric=row.metric,
        version=row.version,
        params=row.params,
        value=row.value,
        unit=row.unit,
        status=row.status,  # type: ignore[arg-type]
        numerator=row.numerator,
        denominator=row.denominator,
        n=row.n,
        low=row.low,
        high=row.high,
        reason=row.reason,
        watermark=row.watermark,
        query_hash=row.query_hash,
    )


def report_sheet(viewer: Viewer, report_id: int) -> ReportSheet:
    """The whole report in the active language; five queries besides the definitions."""
    row = report_for(viewer, report_id)
    rows = list(row.facts.order_by("number"))
    table = FactTable({fact.key: fact_of(fact) for fact in rows})
    sheets = {fact.key: _fact_sheet(fact, table) for fact in rows}
    said = [_sentence_sheet(one, table, sheets) for one in row.sentences.order_by("position")]
    card = communities.place(viewer)
    return ReportSheet(
        line=line_of(row),
        community=card.name,
        timezone=row.timezone,
        watermark=row.watermark,
        source=" · ".join(filter(None, (card.source_name, card.source_licence))),
        tiles=tiles(table, sheets),
        table=key_table(table, sheets),
        sections=_sections(said, _charts(row)),
        facts=tuple(sheets.values()),
        check=_last_check(row),
    )


def _fact_sheet(row: ReportFact, table: FactTable) -> FactSheet:
    fact = table[row.key]
    meant = metrics.definition(row.metric)
    start = date.fromisoformat(row.params["period_start"])
    return FactSheet(
        number=row.number,
        key=row.key,
        metric=row.metric,
        name=meant.name,
        definition=meant.definition,
        formula=meant.formula,
        version=row.version,
        period=period_label(row.params["by"], start),
        figure=figure(fact, fact.value),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        n=row.n,
        low=row.low,
        high=row.high,
        status=row.status,
        reason=metrics.reason_text(row.reason),
        watermark=row.watermark,
        query_hash=row.query_hash,
    )


def sentence_of(row: ReportSentence) -> Sentence:
    """The stored row as the engine's sentence."""
    slots = {
        name: Slot(slot["function"], tuple(slot["facts"]), slot["text"])
        for name, slot in row.slots.items()
    }
    return Sentence(
        section=row.section,
        rule=row.rule,
        template=row.template,
        slots=slots,
        tone=row.tone,  # type: ignore[arg-type]
        strength=row.strength,  # type: ignore[arg-type]
    )


def _sentence_sheet(
    row: ReportSentence, table: FactTable, sheets: dict[str, FactSheet]
) -> tuple[str, SentenceSheet]:
    sentence = sentence_of(row)
    sheet = SentenceSheet(
        label=sentence_label(sentence),
        position=row.position,
        text=sentence_text(sentence, table),
        facts=tuple(sheets[key] for key in sentence.facts),
        tone=row.tone,
        strength=row.strength,
        rule=row.rule,
    )
    return row.section, sheet


def _sections(
    said: list[tuple[str, SentenceSheet]], charts: dict[str, list[ChartSheet]]
) -> tuple[SectionSheet, ...]:
    sections, parts = [], set()
    for section in SECTIONS:
        sentences = tuple(sheet for key, sheet in said if key == section.key)
        drawn = tuple(charts.get(section.key, ()))
        if not sentences and not drawn:
            continue
        is_first = section.part and section.part not in parts
        part = gettext(PARTS[section.part]) if is_first else ""
        parts.add(section.part)
        sections.append(SectionSheet(section.key, part, gettext(section.title), sentences, drawn))
    return tuple(sections)


def _charts(row: Report) -> dict[str, list[ChartSheet]]:
    curves = {curve.key: curve for curve in CURVES}
    found: dict[str, list[ChartSheet]] = {}
    for chart in row.charts.order_by("pk"):
        curve = curves[chart.key]
        series = tuple(
            (metric, metrics.definition(metric).name, tuple(values))
            for metric, values in chart.series
        )
        labels = tuple(period_label(row.span, date.fromisoformat(day)) for day in chart.labels)
        sheet = ChartSheet(
            key=chart.key,
            title=gettext(curve.title),
            kind=curve.kind,
            labels=labels,
            series=series,
            is_share=curve.is_share,
            is_so_far=chart.is_so_far,
        )
        found.setdefault(curve.section, []).append(sheet)
    return found


def _last_check(row: Report) -> CheckSheet | None:
    last = row.checks.order_by("-pk").first()
    if last is None:
        return None
    return CheckSheet(last.checked_at, last.fact_count, tuple(last.differing))
