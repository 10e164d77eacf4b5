"""A made report in the reader's language: every text is set here from template, slots and facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.steer.reports import rules
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.outline import CURVES, PARTS, PARTS_OF, SECTIONS, charted_by
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot
from qunluo.steer.reports.models import Report
from qunluo.steer.reports.queries.desk import (
    Told,
    footing_of,
    judgements_of,
    last_check,
    suggestions_of,
)
from qunluo.steer.reports.queries.keys import key_table, tiles
from qunluo.steer.reports.queries.labels import fact_meaning, fact_name, part_name
from qunluo.steer.reports.queries.naming import named_in
from qunluo.steer.reports.queries.sheets import (
    ChartSheet,
    FactSheet,
    JudgementSheet,
    ReportLine,
    ReportSheet,
    SectionSheet,
    SentenceSheet,
)
from qunluo.steer.reports.queries.wording import (
    end_of,
    figure,
    period_label,
    sentence_label,
    sentence_text,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.models import ReportChart, ReportFact, ReportSentence
    from qunluo.steer.reports.queries.sharing import Shared


STEPS_TITLE = N_("From the period before to this one")


def readable(viewer: Viewer) -> QuerySet[Report]:
    """The community's reports the viewer may open: all with `reports.read`, else published ones."""
    found = Report.objects.filter(community=viewer.community_id)
    if viewer.may(rules.READ):
        return found
    if viewer.is_member:
        return found.filter(state__in=rules.READ_BY_MEMBERS)
    raise missing()


def reports_for(viewer: Viewer) -> list[ReportLine]:
    """Newest period first; of one period the newest making first. One query."""
    return [line_of(row) for row in readable(viewer).order_by("-starts_on", "-pk")[:100]]


def report_for(viewer: Viewer, report_id: int) -> Report:
    return one_or_missing(readable(viewer).filter(pk=report_id))


def title_of(viewer: Viewer, report_id: int) -> str:
    """What a file of the report is called, in the active language."""
    told = {"community": communities.place(viewer).name}
    told["period"] = line_of(report_for(viewer, report_id)).period
    return gettext("Output report of %(community)s, %(period)s") % told


def line_of(row: Report) -> ReportLine:
    return ReportLine(
        id=row.pk,
        span=row.span,
        period=period_label(row.span, row.starts_on, end=row.ends_on),
        starts_on=row.starts_on,
        state=row.state,
        is_complete=row.is_complete,
        made_at=row.made_at,
        edition=row.edition,
        outdated=row.outdated_count,
    )


def facts_of(row: Report) -> FactTable:
    """A report's facts, in the order of their numbers."""
    return FactTable({fact.key: fact_of(fact) for fact in row.facts.order_by("number")})


def slug_of_report(report_id: int) -> str | None:
    """The community a report belongs to; None where there is none."""
    found = Report.objects.filter(pk=report_id).values_list("community__slug", flat=True)
    return found.first()


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
    """The whole report in the active language; ten queries besides the definitions."""
    return sheet_of(viewer, report_for(viewer, report_id))


def shared_sheet(link: Shared) -> ReportSheet:
    """The same report behind an open link, as a visitor sees it."""
    return sheet_of(link.viewer, Report.objects.get(pk=link.report_id))


def sheet_of(viewer: Viewer, row: Report) -> ReportSheet:
    """The sheet of a report the viewer may read."""
    rows = list(row.facts.order_by("number"))
    table = FactTable({fact.key: fact_of(fact) for fact in rows})
    sheets = {fact.key: _fact_sheet(fact, table) for fact in rows}
    check, findings = last_check(row)
    told = Told(row, table, sheets, check, findings, named_in(row.community_id, table))
    said = [(one, _sentence_sheet(one, told)) for one in row.sentences.order_by("position")]
    card = communities.place(viewer)
    return ReportSheet(
        line=line_of(row),
        community=card.name,
        timezone=row.timezone,
        watermark=row.watermark,
        source=" · ".join(filter(None, (card.source_name, card.source_licence))),
        tiles=tiles(table, sheets),
        table=key_table(table, sheets),
        sections=_sections(
            [(one.section, sheet) for one, sheet in said if one.left_out_by_id is None],
            _charts(row),
            judgements_of(viewer, told),
        ),
        facts=tuple(sheets.values()),
        check=check,
        suggestions=suggestions_of(viewer, told),
        footing=footing_of(viewer, told),
        outdated=row.outdated or {},
        left_out=tuple(sheet for one, sheet in said if one.left_out_by_id is not None),
    )


def _fact_sheet(row: ReportFact, table: FactTable) -> FactSheet:
    fact = table[row.key]
    definition, formula = fact_meaning(fact)
    start = date.fromisoformat(row.params["period_start"])
    return FactSheet(
        number=row.number,
        key=row.key,
        metric=row.metric,
        name=fact_name(fact),
        definition=definition,
        formula=formula,
        version=row.version,
        period=_period_of(row, start, fact),
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


def _period_of(row: ReportFact, start: date, fact: Fact) -> str:
    """The period in words; of the past periods a range is taken from, the first to the last."""
    label = period_label(row.params["by"], start, end=end_of(fact))
    if not str(row.params.get("function", "")).startswith("usual"):
        return label
    last = period_label(row.params["by"], date.fromisoformat(row.params["asked_until"]))
    return gettext("%(first)s to %(last)s") % {"first": label, "last": last}


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


def _sentence_sheet(row: ReportSentence, told: Told) -> SentenceSheet:
    sentence = sentence_of(row)
    kept = (row.finished or {}).get(get_language()) if told.row.state != "draft" else None
    found = told.findings_at("position", row.position)
    return SentenceSheet(
        label=sentence_label(sentence),
        position=row.position,
        text=told.with_names(kept or sentence_text(sentence, told.table)),
        facts=tuple(told.sheets[key] for key in sentence.facts if key in told.sheets),
        tone=row.tone,
        strength=row.strength,
        rule=row.rule,
        standing=told.standing(sentence.facts, found),
        findings=found,
    )


def _sections(
    said: list[tuple[str, SentenceSheet]],
    charts: dict[str, list[ChartSheet]],
    judged: dict[str, list[JudgementSheet]],
) -> tuple[SectionSheet, ...]:
    sections, parts = [], set()
    for section in SECTIONS:
        sentences = tuple(sheet for key, sheet in said if key == section.key)
        drawn = tuple(charts.get(section.key, ()))
        words = tuple(judged.get(section.key, ()))
        if not sentences and not drawn and not words:
            continue
        is_first = section.part and section.part not in parts
        part = gettext(PARTS[section.part]) if is_first else ""
        parts.add(section.part)
        title = gettext(section.title)
        sections.append(SectionSheet(section.key, part, title, sentences, drawn, words))
    return tuple(sections)


def _charts(row: Report) -> dict[str, list[ChartSheet]]:
    curves = {curve.key: curve for curve in CURVES}
    found: dict[str, list[ChartSheet]] = {}
    days = (row.ends_on - row.starts_on).days + 1 if row.ends_on else 0
    by = charted_by(row.span, days)
    for chart in row.charts.order_by("pk"):
        if chart.key not in curves:
            section, sheet = _parts_chart(chart, row)
            found.setdefault(section, []).append(sheet)
            continue
        curve = curves[chart.key]
        series = tuple(
            (metric, metrics.definition(metric).name, tuple(values))
            for metric, values in chart.series
        )
        labels = tuple(period_label(by, date.fromisoformat(day)) for day in chart.labels)
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


def _parts_chart(chart: ReportChart, row: Report) -> tuple[str, ChartSheet]:
    """The section and the chart of a figure's parts, or of the steps between two periods."""
    told = next((one for one in PARTS_OF if one.key == chart.key), None)
    title = told.title if told else STEPS_TITLE
    is_cohort = told is not None and told.kind == "cohort"
    series = tuple(
        (
            metric,
            period_label(row.span, date.fromisoformat(metric))
            if is_cohort
            else metrics.definition(metric).name,
            tuple(values),
        )
        for metric, values in chart.series
    )
    labels = (part if is_cohort else part_name(chart.key, part) for part in chart.labels)
    sheet = ChartSheet(
        key=chart.key,
        title=gettext(title),
        kind=told.kind if told else "waterfall",
        labels=tuple(labels),
        series=series,
        is_share=told is not None and told.unit == "share",
        is_so_far=chart.is_so_far,
    )
    return (told.section if told else "reasons"), sheet
