"""Bars from left to right, one label each down the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.ui.charts import PALETTE
from qunluo.kernel.ui.drawing.canvas import INK, QUIET, width_of
from qunluo.kernel.ui.drawing.scales import scale_of
from qunluo.kernel.ui.drawing.upright import tick_text

if TYPE_CHECKING:
    from qunluo.kernel.ui.charts import Chart
    from qunluo.kernel.ui.drawing.canvas import Canvas

ROW, EDGE = 26, 8


def height_of(spec: Chart) -> int:
    return ROW * max(1, len(spec.labels)) + 2 * EDGE


def draw(canvas: Canvas, spec: Chart) -> None:
    """The first series; its values are written at the bars' ends."""
    values = spec.series[0].values
    colour = PALETTE["light"][spec.colours()[0]]
    scale = scale_of([value for value in values if value is not None])
    left = (
        min(max((width_of(label) for label in spec.labels), default=0.0), canvas.width * 0.4)
        + 2 * EDGE
    )
    room = canvas.width - left - 60
    for row, (label, value) in enumerate(zip(spec.labels, values, strict=True)):
        y = EDGE + ROW * row
        canvas.text(left - EDGE, y + 16, label, anchor="end", colour=INK)
        if value is not None:
            wide = max(0.0, scale.share(value) - scale.share(0.0)) * room
            canvas.box(left, y + 4, wide, ROW - 9, colour)
            canvas.text(left + wide + 6, y + 16, tick_text(value, spec), colour=QUIET)
