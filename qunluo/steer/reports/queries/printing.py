"""A report sheet as paper, and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.translation import get_language, gettext

from qunluo.kernel.ui import charts, display, drawing, fonts
from qunluo.steer.reports.engine.documents.docx import docx
from qunluo.steer.reports.engine.documents.paper import (
    Annex,
    Chapter,
    Figure,
    Grid,
    Line,
    Paper,
    Tile,
)
from qunluo.steer.reports.engine.documents.pdf import pdf
from qunluo.steer.reports.engine.documents.xlsx import xlsx
from qunluo.steer.reports.queries.bundles import bundle
from qunluo.steer.reports.queries.showing import report_sheet, shared_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.queries.sharing import Shared
    from qunluo.steer.reports.queries.sheets import (
        ChartSheet,
        FactSheet,
        JudgementSheet,
        ReportSheet,
        SectionSheet,
        SentenceSheet,
    )
    from qunluo.steer.reports.queries.sheets import Tile as TileSheet

CONTENT_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document(viewer: Viewer, report_id: int, form: str) -> bytes:
    """The report as `pdf`, `docx` or `xlsx` in the active language, or as the `json` of `bundle`.

    Refuses like `report_for` and `bundle`.
    """
    if form == "json":
        return bundle(viewer, report_id)
    return documents(viewer, report_id, [form])[form]


def shared_pdf(link: Shared) -> bytes:
    """The PDF behind an open link."""
    return pdf(paper_of(shared_sheet(link), link.viewer), fonts.typst_fonts())


def documents(viewer: Viewer, report_id: int, forms: Sequence[str]) -> dict[str, bytes]:
    """Several files of one report at once; it is read and its charts are drawn only once."""
    sheet = report_sheet(viewer, report_id)
    paper = paper_of(sheet, viewer)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf(paper, fonts.typst_fonts()),
        "docx": lambda: docx(paper, drawing.png_of),
        "xlsx": lambda: _workbook(sheet),
        "json": lambda: bundle(viewer, report_id),
    }
    return {form: makers[form]() for form in forms}


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
    foot = sheet.footing
    if foot.signer:
        meta.append(gettext("Signed by %(name)s") % {"name": foot.signer})
    if foot.digest:
        meta.append(gettext("Edition %(number)s, seal %(seal)s") % {
            "number": sheet.line.edition, "seal": foot.digest[:16],
        })  # fmt: skip
    if foot.correction:
        meta.append(gettext("Corrects an earlier edition: %(why)s") % {"why": foot.correction})
    first, *rest = [_chapter(section, sheet) for section in sheet.sections]
    return Paper(
        title=sheet.community,
        kind=gettext("Report on the community's work"),
        subtitle=sheet.line.period,
        meta=tuple(meta),
        tiles=tuple(Tile(tile.name, tile.figure, tile.note, marks(tile)) for tile in sheet.tiles),
        first=first,
        contents=gettext("Contents"),
        chapters=tuple(rest),
        annexes=(_facts_annex(sheet), _definitions_annex(sheet), _rule_annex()),
        footer=f"{sheet.community} · {sheet.line.period}",
        language=get_language() or "zh-hans",
    )


def chart_of(sheet: ChartSheet) -> charts.Chart:
    """The chart's specification, the same for the page and for paper."""
    return charts.Chart(
        kind=cast("charts.Kind", sheet.kind),
        corner=gettext("Began in") if sheet.kind == "cohort" else "",
        labels=sheet.labels,
        series=tuple(
            charts.Series(key=metric.rpartition(".")[2], label=name, values=values)
            for metric, name, values in sheet.series
        ),
        is_share=sheet.is_share,
        is_so_far=sheet.is_so_far,
    )


def marks(said: SentenceSheet | TileSheet) -> str:
    return "".join(f"[F{fact.number}]" for fact in said.facts)


def _chapter(section: SectionSheet, sheet: ReportSheet) -> Chapter:
    return Chapter(
        part=section.part,
        title=section.title,
        lines=(
            *(Line(said.text, marks(said), said.tone, said.label) for said in section.sentences),
            *(_judged(one) for one in section.judgements),
        ),
        figures=tuple(_figure(drawn) for drawn in section.charts),
        grid=_grid_of(section.key, sheet),
    )


def _judged(one: JudgementSheet) -> Line:
    """A person's own words, marked as such with the name."""
    label = gettext("Judgement by %(name)s") % {"name": one.author}
    told = "".join(f"[F{fact.number}]" for _text, fact in one.parts if fact is not None)
    return Line(one.text, told, "plain", label)


def _grid_of(section: str, sheet: ReportSheet) -> Grid | None:
    if section == "improvements" and sheet.suggestions:
        return _asked(sheet)
    return _grid(sheet) if section == "trends" else None


def _asked(sheet: ReportSheet) -> Grid:
    """The suggestions with whose they are, by when, and which figure will show it."""
    head = (
        gettext("Suggestion"),
        gettext("Figure that shows it"),
        gettext("Expected"),
        gettext("Whose"),
        gettext("Due by"),
    )
    rows = tuple(
        (one.play, one.name, one.expected, one.owner or gettext("nobody yet"),
         display.day(one.due_on))
        for one in sheet.suggestions
    )  # fmt: skip
    return Grid(head, rows, tuple("plain" for _row in rows), is_text=True)


def _grid(sheet: ReportSheet) -> Grid:
    head = (gettext("Figure"), *sheet.table.columns, gettext("Against the period before"))
    rows = [
        (row.name, *(_cell(fact) for fact in (row.now, row.before, row.year_ago)), row.verdict)
        for row in sheet.table.rows
    ]
    return Grid(head, tuple(rows), tuple(row.tone for row in sheet.table.rows))


def _cell(fact: FactSheet | None) -> str:
    return "–" if fact is None else fact.figure


def _figure(sheet: ChartSheet) -> Figure:
    return Figure(caption=sheet.title, svg=drawing.draw_svg(chart_of(sheet)))


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
    return Annex(gettext("Annex 2: definitions"), head, tuple(known.values()), (9, 5, 11, 8))


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
                "three people or fewer, a goal reached or missed. Where a goal or a mark was missed, "
                "no more highlights are told than shortcomings."
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
