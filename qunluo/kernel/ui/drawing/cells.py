"""Cohort triangles and heat maps: a grid whose cells are darker where there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.ui.drawing.canvas import INK, LINE, PAPER, QUIET, width_of
from qunluo.kernel.ui.drawing.upright import tick_text

if TYPE_CHECKING:
    from qunluo.kernel.ui.charts import Chart
    from qunluo.kernel.ui.drawing.canvas import Canvas

ROW, EDGE = 24, 8
SHADES = (
    *("#f4f7f6", "#e2ede9", "#cfe2db", "#bbd6cd", "#a6cabe"),
    *("#8fbdae", "#74ad9b", "#137a64", "#0f6553", "#0b4d3f"),
)
DARK = 7


def height_of(spec: Chart) -> int:
    return ROW * (len(spec.series) + 1) + 2 * EDGE


def draw(canvas: Canvas, spec: Chart) -> None:
    """A row per series; what cannot be seen yet is left white."""
    left = (
        min(max((width_of(one.label) for one in spec.series), default=0.0), canvas.width * 0.35)
        + 2 * EDGE
    )
    sized = 60.0 if spec.size_label else 0.0
    room = (canvas.width - left - sized - EDGE) / max(1, len(spec.labels))
    for n, label in enumerate(spec.labels):
        canvas.text(left + sized + room * (n + 0.5), EDGE + 16, label, anchor="middle")
    for row, one in enumerate(spec.series, 1):
        y = EDGE + ROW * row
        canvas.text(left - EDGE, y + 16, one.label, anchor="end", colour=INK)
        if one.size is not None:
            canvas.text(left + sized - EDGE, y + 16, f"{one.size:g}", anchor="end")
        for n, value in enumerate(one.values):
            x = left + sized + room * n
            if value is None:
                canvas.line(x + 4, y + ROW - 6, x + room - 6, y + 6, colour=LINE)
                continue
            shade = int(spec.heat(value))
            canvas.box(x, y, room - 2, ROW - 2, SHADES[shade])
            ink = PAPER if shade >= DARK else QUIET
            if room > width_of("100%"):
                canvas.text(
                    x + room / 2, y + 16, tick_text(value, spec), anchor="middle", colour=ink
                )
