"""Charts drawn on the server for documents, from the same specification as on the page.

Written as SVG by hand: a plotting library costs 60 MB and seconds of start-up for three kinds of
marks (ADR 0067). Text stays text, so the document's own fonts set it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.ui.drawing import across, cells, upright
from qunluo.kernel.ui.drawing.canvas import Canvas
from qunluo.kernel.ui.drawing.raster import png_of

if TYPE_CHECKING:
    from qunluo.kernel.ui.charts import Chart

__all__ = ["draw_svg", "png_of"]

PROPORTION = 0.42


def draw_svg(spec: Chart, *, width: int = 680) -> str:
    """The chart as SVG; `width` in CSS pixels."""
    if spec.kind == "across":
        canvas = Canvas(width, across.height_of(spec))
        across.draw(canvas, spec)
    elif not spec.is_drawn:
        canvas = Canvas(width, cells.height_of(spec))
        cells.draw(canvas, spec)
    else:
        canvas = Canvas(width, round(width * PROPORTION))
        upright.draw(canvas, spec)
    return canvas.svg()
