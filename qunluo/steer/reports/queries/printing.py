"""A report sheet as paper, and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from qunluo.kernel.ui import charts, display, drawing, fonts
from qunluo.steer.reports.engine.documents.docx import docx
from qunluo.steer.reports.engine.documents.paper import Annex, Chapter, Figure, Line, Paper
from qunluo.steer.reports.engine.documents.pdf import pdf
from qunluo.steer.reports.engine.documents.xlsx import xlsx
from qunluo.steer.reports.queries.showing import report_sheet

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.queries.showing import (
        ChartSheet,
        FactSheet,
        ReportSheet,
        SectionSheet,
        SentenceSheet,
    )

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document(viewer: Viewer, report_id: int, form: str) -> bytes:
    """The report as `pdf`, `docx` or `xlsx` in the active language. Refuses like `report_for`."""
    sheet = report_sheet(viewer, report_id)
    if form == "xlsx":
        return _workbook(sheet)
    paper = paper_of(sheet, viewer)
    if form == "docx":
        return docx(paper)
    return pdf(paper, font_folders=fonts.font_folders())


def paper_of(sheet: ReportSheet, viewer: Viewer) -> Paper:
    """What is printed: the sentences with their fact marks, the charts, the annexes."""
    meta = [
        gettext("Made on %(day)s, read up to segment %(watermark)s, time zone %(timezone)s")
        % {
            "day": display.moment(sheet.line.made_at, viewer.timezone),
            "watermark": sheet.watermark,
            "timezone": sheet.timezone,
        }
    ]
    if sheet.source:
        meta.append(gettext("Source of the records: %(source)s") % {"source": sheet.source})
    return Paper(
        title=gettext("Output report of %(community)s") % {"community": sheet.community},
        subtitle=sheet.line.period,
        meta=tuple(meta),
        chapters=tuple(_chapter(section) for section in sheet.sections),
        annexes=(_facts_annex(sheet), _definitions_annex(sheet), _rule_annex()),
        footer=f"{sheet.community} · {sheet.line.period}",
        language=get_language() or "zh-hans",
    )


def chart_of(sheet: ChartSheet) -> charts.Chart:
    """The chart's specification, the same for the page and for paper."""
    return charts.Chart(
        kind="stacked" if sheet.kind == "stacked" else "line",
        labels=sheet.labels,
        series=tuple(
            charts.Series(key=metric.rpartition(".")[2], label=name, values=values)
            for metric, name, values in sheet.series
        ),
        is_share=sheet.is_share,
        is_so_far=sheet.is_so_far,
    )


def marks(said: SentenceSheet) -> str:
    return "".join(f"[F{fact.number}]" for fact in said.facts)


def _chapter(section: SectionSheet) -> Chapter:
    return Chapter(
        part=section.part,
        title=section.title,
        lines=tuple(Line(said.text, marks(said), said.tone) for said in section.sentences),
        figures=tuple(_figure(drawn) for drawn in section.charts),
    )


def _figure(sheet: ChartSheet) -> Figure:
    spec, language = chart_of(sheet), get_language() or "zh-hans"
    return Figure(
        caption=sheet.title,
        svg=drawing.draw_svg(spec, width=680, language=language).encode(),
        png=drawing.draw_png(spec, width=680, language=language),
    )


def _facts_annex(sheet: ReportSheet) -> Annex:
    head = (
        gettext("Fact"),
        gettext("Figure"),
        gettext("Period"),
        gettext("Value"),
        gettext("Numerator / denominator"),
        gettext("Definition version"),
    )
    return Annex(
        gettext("Annex 1: facts"),
        head,
        tuple(_fact_row(fact) for fact in sheet.facts),
        (2, 7, 4, 8, 4, 3),
    )


def _fact_row(fact: FactSheet) -> tuple[str, ...]:
    parts = ""
    if fact.denominator is not None and fact.numerator is not None:
        parts = f"{display.number(fact.numerator)} / {display.number(fact.denominator)}"
    value = fact.figure if not fact.reason else f"{fact.figure} ({fact.reason})"
    return (f"F{fact.number}", fact.name, fact.period, value, parts, f"v{fact.version}")


def _definitions_annex(sheet: ReportSheet) -> Annex:
    known: dict[str, tuple[str, ...]] = {}
    for fact in sheet.facts:
        known.setdefault(fact.metric, (fact.metric, fact.name, fact.definition, fact.formula))
    head = (gettext("Metric id"), gettext("Name"), gettext("Definition"), gettext("Formula"))
    return Annex(gettext("Annex 2: definitions"), head, tuple(known.values()), (6, 4, 10, 8))


def _rule_annex() -> Annex:
    rows = (
        (
            gettext("Counts"),
            gettext("Higher or lower when the difference is at least 5 and at least 1.96·√(a+b)."),
        ),
        (
            gettext("Shares"),
            gettext(
                "Higher or lower when Newcombe's 95 % interval of the difference leaves out 0 and "
                "both rest on at least 20 cases."
            ),
        ),
        (
            gettext("Highlights and shortcomings"),
            gettext(
                "A clear change for the better or worse, or a figure beyond its mark: answered "
                "within a day under one half or from four fifths, half of all contributions by "
                "three people or fewer."
            ),
        ),
    )
    return Annex(gettext("Annex 3: rules"), (gettext("Kind"), gettext("Rule")), rows, (2, 9))


def _workbook(sheet: ReportSheet) -> bytes:
    fact_head = ("F", "metric", "name", "version", "period", "value", "numerator", "denominator",
                 "n", "low", "high", "status", "watermark", "query_hash")  # fmt: skip
    fact_rows = [
        (f"F{f.number}", f.metric, f.name, f.version, f.period, f.value, f.numerator,
         f.denominator, f.n, f.low, f.high, f.status, f.watermark, f.query_hash)
        for f in sheet.facts
    ]  # fmt: skip
    said_rows = [
        (section.title, said.text, marks(said), said.tone, said.rule)
        for section in sheet.sections
        for said in section.sentences
    ]
    return xlsx(
        [
            ("facts", fact_head, fact_rows),
            ("sentences", ("section", "sentence", "facts", "tone", "rule"), said_rows),
        ]
    )
