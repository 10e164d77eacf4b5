"""Lines and bars over labels along x, with a legend above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.ui.charts import PALETTE
from qunluo.kernel.ui.display import number
from qunluo.kernel.ui.drawing.canvas import LINE, QUIET, SIZE, Canvas, width_of
from qunluo.kernel.ui.drawing.scales import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.ui.charts import Chart, Series

LEGEND_ROW, FOOT, EDGE, GAP = 22, 28, 8, 18
BAR = 0.72
BAND, NOTE = "#e9eeec", "#a3aca7"
NOTE_ROW, MOST_SIGNS = 18, 24


class Frame:
    """The rectangle that values are drawn in."""

    def __init__(self, canvas: Canvas, spec: Chart, scale: Scale, top: float) -> None:
        ticks = [tick_text(value, spec) for value in scale.ticks]
        self.left = max(width_of(text) for text in ticks) + EDGE + 4
        self.right = canvas.width - EDGE
        self.top, self.bottom = top + EDGE, canvas.height - FOOT
        self.scale = scale
        self.step = (self.right - self.left) / max(1, len(spec.labels))

    def x(self, place: float) -> float:
        """The middle of a label's place."""
        return self.left + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)


def draw(canvas: Canvas, spec: Chart) -> None:
    colours = [PALETTE["light"][place] for place in spec.colours()]
    top = _legend(canvas, spec, colours) + (NOTE_ROW if spec.notes else 0)
    scale = scale_of(_values(spec), whole=not spec.digits and not spec.is_share,
                     is_share=spec.is_share)  # fmt: skip
    frame = Frame(canvas, spec, scale, top)
    _axes(canvas, frame, spec)
    _notes(canvas, frame, spec)
    _band(canvas, frame, spec)
    if spec.kind == "stacked":
        _stacked(canvas, frame, spec, colours)
    elif spec.kind == "bar":
        _bars(canvas, frame, spec, colours)
    else:
        for series, colour in zip(spec.series, colours, strict=True):
            _line(canvas, frame, series, colour, is_so_far=spec.is_so_far)


def tick_text(value: float, spec: Chart) -> str:
    if spec.is_share:
        return f"{value * 100:.0f}%"
    return number(value, 0 if value == round(value) else 1)


def _values(spec: Chart) -> list[float]:
    """All values, or the tops and feet of the stacks."""
    if spec.kind != "stacked":
        edges = [edge for pair in spec.band if pair for edge in pair]
        return [
            *edges,
            *(value for one in spec.series for value in one.values if value is not None),
        ]
    columns = list(zip(*(one.values for one in spec.series), strict=True))
    tops = [sum(value for value in column if value and value > 0) for column in columns]
    feet = [sum(value for value in column if value and value < 0) for column in columns]
    return [*tops, *feet]


def _legend(canvas: Canvas, spec: Chart, colours: Sequence[str]) -> float:
    """Names in rows above; returns where the drawing may begin. One series needs no name."""
    if len(spec.series) < 2:
        return 0.0
    x, y = float(EDGE), float(SIZE)
    for series, colour in zip(spec.series, colours, strict=True):
        wide = 16 + width_of(str(series.label)) + GAP
        if x > EDGE and x + wide > canvas.width:
            x, y = float(EDGE), y + LEGEND_ROW
        canvas.box(x, y - 9, 10, 10, colour)
        canvas.text(x + 16, y, str(series.label))
        x += wide
    return y + 6


def _axes(canvas: Canvas, frame: Frame, spec: Chart) -> None:
    for value in frame.scale.ticks:
        is_zero = value == 0
        y = frame.y(value)
        canvas.line(frame.left, y, frame.right, y, colour=QUIET if is_zero else LINE)
        canvas.text(frame.left - 6, y + 4, tick_text(value, spec), anchor="end")
    widest = max((width_of(label) for label in spec.labels), default=0) + 14
    every = max(1, -(-int(widest) // max(1, int(frame.step))))
    # Counted from the last place, which is the one the reader came for.
    for place in range(len(spec.labels) - 1, -1, -every):
        x = min(frame.x(place), canvas.width - width_of(spec.labels[place]) / 2)
        canvas.text(x, canvas.height - 8, spec.labels[place], anchor="middle")


def _notes(canvas: Canvas, frame: Frame, spec: Chart) -> None:
    """A line where something is noted, and its words above where they find room."""
    free = 0.0
    for note in sorted(spec.notes, key=lambda one: one.at):
        x = frame.x(note.at)
        canvas.line(x, frame.top - 4, x, frame.bottom, colour=NOTE, thick=1)
        text = note.text if len(note.text) <= MOST_SIGNS else note.text[: MOST_SIGNS - 1] + "…"
        wide = width_of(text)
        left = min(max(frame.left, x - wide / 2), frame.right - wide)
        if left >= free:
            canvas.text(left, frame.top - 8, text)
            free = left + wide + GAP / 2


def _band(canvas: Canvas, frame: Frame, spec: Chart) -> None:
    """What is usual, behind the line; broken where nothing is known."""
    run: list[tuple[float, float, float]] = []
    for place, pair in enumerate([*spec.band, None]):
        if pair is not None:
            run.append((frame.x(place), frame.y(pair[0]), frame.y(pair[1])))
        elif run:
            below, above = [(x, low) for x, low, _high in run], [(x, high) for x, _l, high in run]
            canvas.area([*above, *below[::-1]], BAND)
            run = []


def _line(canvas: Canvas, frame: Frame, series: Series, colour: str, *, is_so_far: bool) -> None:
    """Broken where there is no data; an unfinished last place stands open and unconnected."""
    last = len(series.values) - 1
    run: list[tuple[float, float]] = []
    runs = [run]
    for place, value in enumerate(series.values):
        if value is None or (is_so_far and place == last):
            run = []
            runs.append(run)
        if value is not None:
            run.append((frame.x(place), frame.y(value)))
    for points in runs:
        if len(points) > 1:
            canvas.path(points, colour, dashed=series.is_comparison)
    for place, value in enumerate(series.values):
        if value is not None:
            is_open = is_so_far and place == last
            canvas.dot(frame.x(place), frame.y(value), colour, is_open=is_open)


def _bars(canvas: Canvas, frame: Frame, spec: Chart, colours: Sequence[str]) -> None:
    wide = frame.step * BAR / max(1, len(spec.series))
    for number_, (series, colour) in enumerate(zip(spec.series, colours, strict=True)):
        for place, value in enumerate(series.values):
            if value is not None:
                left = frame.x(place) - frame.step * BAR / 2 + wide * number_
                _bar(canvas, frame, (left, wide), (0.0, value), colour)


def _stacked(canvas: Canvas, frame: Frame, spec: Chart, colours: Sequence[str]) -> None:
    above, below = [0.0] * len(spec.labels), [0.0] * len(spec.labels)
    wide = frame.step * BAR
    for series, colour in zip(spec.series, colours, strict=True):
        for place, value in enumerate(series.values):
            if not value:
                continue
            pile = above if value > 0 else below
            ends = (pile[place], pile[place] + value)
            pile[place] += value
            _bar(canvas, frame, (frame.x(place) - wide / 2, wide), ends, colour)


def _bar(
    canvas: Canvas,
    frame: Frame,
    across: tuple[float, float],
    ends: tuple[float, float],
    colour: str,
) -> None:
    low, high = frame.y(min(ends)), frame.y(max(ends))
    canvas.box(across[0], high, across[1], low - high, colour)
