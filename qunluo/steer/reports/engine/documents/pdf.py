"""Set a paper as PDF with typst; strings reach the template as data, never as markup."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.steer.reports.engine.documents.paper import Paper

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(paper: Paper, *, font_folders: Sequence[Path] = ()) -> bytes:
    """The PDF's bytes; needs a CJK font on the machine or in `font_folders` for Chinese text."""
    import typst  # noqa: PLC0415 - heavy, and only where a document is made

    with tempfile.TemporaryDirectory(prefix="qunluo-report-") as name:
        folder = Path(name)
        copyfile(TEMPLATE, folder / "report.typ")
        (folder / "paper.json").write_text(json.dumps(_laid_out(paper, folder)), encoding="utf-8")
        made = typst.compile(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=[str(path) for path in font_folders],
            format="pdf",
        )
    return bytes(made)


def _laid_out(paper: Paper, folder: Path) -> dict[str, Any]:
    told = asdict(paper)
    drawn = 0
    for chapter in told["chapters"]:
        for figure in chapter["figures"]:
            drawn += 1
            (folder / f"figure{drawn}.svg").write_bytes(figure.pop("svg"))
            figure.pop("png")
            figure["file"] = f"figure{drawn}.svg"
    for annex in told["annexes"]:
        annex["columns"] = [f"{width}fr" for width in annex.pop("widths")]
    return told
