"""Write a paper as DOCX with python-docx; East Asian text names its font."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.steer.reports.engine.documents.paper import Annex, Chapter, Grid, Line, Paper, Tile

LATIN, CJK = "Arial", "Noto Sans SC"
INK, QUIET, MOSS, RUST = "1D2B26", "5A6660", "137A5B", "B3541E"
WORDS = {"highlight": MOSS, "shortcoming": RUST}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SIZES = {"Normal": 10.5, "Title": 24, "Heading 1": 15, "Heading 2": 11.5, "Caption": 9}


def docx(paper: Paper, png_of: Callable[[str], bytes]) -> bytes:
    """The DOCX file's bytes; `png_of` turns a chart's SVG into what Word can show."""
    from docx import Document  # noqa: PLC0415 - only where a document is made

    document: Any = Document()
    _set_page(document)
    _set_fonts(document)
    title = f"{paper.title} {paper.kind} {paper.subtitle}"
    document.core_properties.title = UNPRINTABLE.sub("", title)
    document.core_properties.author = ""
    _add_title(document, paper)
    _add_chapter(document, paper.first, png_of)
    document.add_heading(paper.contents, level=2)
    _field(document.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', _listed(paper))
    document.add_page_break()
    for chapter in paper.chapters:
        _add_chapter(document, chapter, png_of)
    document.add_page_break()
    for annex in paper.annexes:
        _add_annex(document, annex)
    _add_footer(document, paper.footer)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Any) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)


def _set_fonts(document: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name = LATIN
        style.font.size = Pt(size)
        style.font.bold = name == "Title"
        colour = {"Heading 1": MOSS, "Caption": QUIET}.get(name, INK)
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CJK)
        fonts.set(qn("w:ascii"), LATIN)
        fonts.set(qn("w:hAnsi"), LATIN)


def _add_title(document: Any, paper: Paper) -> None:
    _coloured(document.add_paragraph(), paper.kind, 11, MOSS)
    document.add_paragraph(UNPRINTABLE.sub("", paper.title), style="Title")
    _coloured(document.add_paragraph(), paper.subtitle, 14, INK)
    for line in paper.meta:
        document.add_paragraph(line, style="Caption")
    table = document.add_table(rows=1, cols=len(paper.tiles))
    for cell, tile in zip(table.rows[0].cells, paper.tiles, strict=True):
        _add_tile(cell, tile)


def _add_tile(cell: Any, tile: Tile) -> None:
    _coloured(cell.paragraphs[0], f"{tile.name} {tile.marks}", 8.5, QUIET)
    _coloured(cell.add_paragraph(), tile.figure, 19, INK)
    _coloured(cell.add_paragraph(), tile.note, 8.5, QUIET)
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = 0


def _coloured(paragraph: Any, text: str, size: float, colour: str) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    run = paragraph.add_run(UNPRINTABLE.sub("", text))
    run.font.size = Pt(size)
    run.font.color.rgb = RGBColor.from_string(colour)


def _add_chapter(document: Any, chapter: Chapter, png_of: Callable[[str], bytes]) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    if chapter.part:
        document.add_heading(chapter.part, level=1)
    document.add_heading(chapter.title, level=2)
    if chapter.grid:
        _add_grid(document, chapter.grid)
    for line in chapter.lines:
        _add_line(document, line)
    for figure in chapter.figures:
        caption = document.add_paragraph(figure.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        document.add_picture(io.BytesIO(png_of(figure.svg)), width=Cm(16.4))


def _add_line(document: Any, line: Line) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    colour = WORDS.get(line.tone, INK)
    if line.label:
        _coloured(paragraph, f"{line.label}  ", 9, colour)
    _coloured(paragraph, line.text, SIZES["Normal"], INK if line.label else colour)
    if line.marks:
        _coloured(paragraph, f" {line.marks}", 7, QUIET)


def _add_grid(document: Any, grid: Grid) -> None:
    table = _table(document, grid.head, (3, *(2 for _ in grid.head[1:])), 9)
    for row, tone in zip(grid.rows, grid.tones, strict=True):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            is_last = place == len(row) - 1
            colour = WORDS.get(tone, INK) if is_last else INK
            _cell(cell, text, 9, colour, is_figure=place > 0 and not grid.is_text)
    document.add_paragraph()


def _add_annex(document: Any, annex: Annex) -> None:
    document.add_heading(annex.title, level=1)
    table = _table(document, annex.head, annex.widths, 7.5)
    for row in annex.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _cell(cell, text, 7.5, INK)


def _table(document: Any, head: Sequence[str], widths: Sequence[int], size: float) -> Any:
    """A table with hairlines between rows, whose head is printed again on each page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    table = document.add_table(rows=1, cols=len(head))
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "D9DEDB")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no borders
    again = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(again)  # noqa: SLF001
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(16.6 * width / sum(widths))
    for place, (cell, text) in enumerate(zip(table.rows[0].cells, head, strict=True)):
        _cell(cell, text, size, QUIET, is_figure=size > SMALL and place > 0)
    return table


SMALL = 8


def _cell(cell: Any, text: str, size: float, colour: str, *, is_figure: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if is_figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _coloured(paragraph, text, size, colour)


def _listed(paper: Paper) -> str:
    """What stands where the contents will be until a reader's program fills them in."""
    names = [chapter.part for chapter in paper.chapters if chapter.part]
    return " · ".join([*names, *(annex.title for annex in paper.annexes)])


def _add_footer(document: Any, text: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    _coloured(paragraph, f"{text}\t\t", 8, QUIET)
    _field(paragraph, "PAGE", "1")
    _coloured(paragraph, " / ", 8, QUIET)
    _field(paragraph, "NUMPAGES", "1")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that the reader's program works out, such as the page's number."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        if kind == "begin" and instruction.startswith("TOC"):
            element.set(qn("w:dirty"), "true")
        paragraph.add_run()._r.append(element)  # noqa: SLF001 - python-docx has no fields

    mark("begin")
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = instruction
    paragraph.add_run()._r.append(told)  # noqa: SLF001
    mark("separate")
    _coloured(paragraph, shown, 8, QUIET)
    mark("end")
