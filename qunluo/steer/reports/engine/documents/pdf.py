"""Set a paper as PDF with typst; strings reach the template as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qunluo.steer.reports.engine.documents.paper import Paper

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(paper: Paper, book: Any) -> bytes:
    """The PDF's bytes, tagged for screen readers; `book` (typst.Fonts) needs a Chinese font."""
    import typst  # noqa: PLC0415 - heavy, and only where a document is made

    told = json.dumps(asdict(paper), ensure_ascii=False)
    compiler: Any = typst.Compiler(
        TEMPLATE.read_bytes(), font_paths=book, sys_inputs={"paper": told}
    )
    return bytes(compiler.compile(format="pdf"))
