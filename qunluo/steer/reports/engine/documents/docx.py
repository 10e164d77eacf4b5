"""Write a paper as DOCX with python-docx; East Asian text names its font."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.steer.reports.engine.documents.paper import Annex, Chapter, Paper

LATIN, CJK = "Inter", "Noto Sans SC"


def docx(paper: Paper) -> bytes:
    """The DOCX file's bytes."""
    from docx import Document  # noqa: PLC0415 - only where a document is made

    document = Document()
    _set_fonts(document)
    document.core_properties.title = paper.title
    document.add_heading(paper.title, level=0)
    document.add_paragraph(paper.subtitle)
    for line in paper.meta:
        document.add_paragraph(line, style="Caption")
    for chapter in paper.chapters:
        _add_chapter(document, chapter)
    for annex in paper.annexes:
        _add_annex(document, annex)
    document.sections[0].footer.paragraphs[0].text = paper.footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_fonts(document: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption"):
        style = document.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), CJK)


def _add_chapter(document: Any, chapter: Chapter) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415

    if chapter.part:
        document.add_heading(chapter.part, level=1)
    document.add_heading(chapter.title, level=2)
    for line in chapter.lines:
        paragraph = document.add_paragraph(line.text)
        mark = paragraph.add_run(f" {line.marks}" if line.marks else "")
        mark.font.size = Pt(7)
    for figure in chapter.figures:
        document.add_picture(io.BytesIO(figure.png), width=Cm(15.5))
        document.add_paragraph(figure.caption, style="Caption")


def _add_annex(document: Any, annex: Annex) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    document.add_heading(annex.title, level=2)
    table = document.add_table(rows=1, cols=len(annex.head), style="Light List Accent 3")
    for cell, text in zip(table.rows[0].cells, annex.head, strict=True):
        cell.text = text
    for row in annex.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
        for run in paragraph.runs:
            run.font.size = Pt(7)
