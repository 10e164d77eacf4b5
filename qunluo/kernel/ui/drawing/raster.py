"""SVG to PNG with typst, which sets documents anyway."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.ui.fonts import typst_fonts

SHEET = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.drawn), format: "svg")'  # fmt: skip
TWICE = 144 * 96 / 72  # two device pixels for each CSS pixel of 1/96 inch


def png_of(svg: str) -> bytes:
    """The drawing at twice its size in pixels, for documents that cannot hold SVG."""
    import typst  # noqa: PLC0415 - heavy, and only where a document is made

    compiler: Any = typst.Compiler(
        SHEET.encode(), font_paths=typst_fonts(), sys_inputs={"drawn": svg}
    )
    return bytes(compiler.compile(format="png", ppi=TWICE))
