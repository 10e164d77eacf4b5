"""Charts drawn on the server for documents, from the same specification as on the page.

matplotlib is imported when a chart is drawn, never at start-up.
"""

from __future__ import annotations

import io
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from qunluo.kernel.ui.charts import PALETTE, Chart, Series
from qunluo.kernel.ui.fonts import font_folders

if TYPE_CHECKING:
    from collections.abc import Callable

FAMILIES = ("Noto Sans SC", "DejaVu Sans")  # the first comes with the set-up
INK, QUIET, LINE = "#1d2b26", "#5a6660", "#d9dedb"
# pyplot's state and its fonts are one for the process.
_lock = Lock()


def draw_svg(spec: Chart, *, width: int = 680, language: str = "zh-hans") -> str:
    """The chart as SVG with its text as outlines; `width` in CSS pixels."""
    return _drawn(spec, width, "svg").decode()


def draw_png(spec: Chart, *, width: int = 680, language: str = "zh-hans") -> bytes:
    """The chart as PNG at twice the width, for documents that cannot hold SVG."""
    return _drawn(spec, width, "png")


def _drawn(spec: Chart, width: int, form: str) -> bytes:
    import matplotlib as mpl  # noqa: PLC0415 - heavy, see the module's docstring

    mpl.use("Agg")
    from matplotlib.figure import Figure  # noqa: PLC0415

    with _lock, mpl.rc_context(cast("Any", _look())):
        _know_fonts()
        figure = Figure(figsize=(width / 100, width / 100 * 0.42), layout="constrained")
        axes = figure.add_subplot()
        DRAWN.get(spec.kind, _lines)(axes, spec)
        _frame(axes, spec)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=200, metadata={"Date": None} if form == "svg" else {})
    return out.getvalue()


def _look() -> dict[str, Any]:
    return {
        "font.family": list(FAMILIES),
        "font.size": 8.5,
        "svg.fonttype": "path",
        "svg.hashsalt": "qunluo",
        "axes.unicode_minus": False,
        "axes.edgecolor": LINE,
        "text.color": INK,
        "axes.labelcolor": QUIET,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
    }


_known: set[str] = set()


def _know_fonts() -> None:
    from matplotlib import font_manager  # noqa: PLC0415

    for path in (path for folder in font_folders() for path in folder.glob("*Sans*.otf")):
        if str(path) not in _known:
            font_manager.fontManager.addfont(str(path))
            _known.add(str(path))


def _colours(spec: Chart) -> list[str]:
    """The page's colours on white; a series keeps its own."""
    return [PALETTE["light"][place] for place in spec.colours()]


def _numbers(series: Series) -> list[float]:
    return [float("nan") if value is None else value for value in series.values]


def _lines(axes: Any, spec: Chart) -> None:
    for series, colour in zip(spec.series, _colours(spec), strict=True):
        style = "--" if series.is_comparison else "-"
        values = _numbers(series)
        whole = values[:-1] if spec.is_so_far else values
        axes.plot(range(len(whole)), whole, style, color=colour, marker="o", markersize=2.6,
                  linewidth=1.6, label=series.label)  # fmt: skip
        if spec.is_so_far:
            axes.plot(len(values) - 1, values[-1], "o", markerfacecolor="white", color=colour)


def _bars(axes: Any, spec: Chart) -> None:
    width = 0.8 / max(1, len(spec.series))
    for number, series in enumerate(spec.series):
        places = [place - 0.4 + width * (number + 0.5) for place in range(len(spec.labels))]
        colour = _colours(spec)[number]
        axes.bar(places, _numbers(series), width, color=colour, label=series.label)


def _stacked(axes: Any, spec: Chart) -> None:
    above, below = [0.0] * len(spec.labels), [0.0] * len(spec.labels)
    for series, colour in zip(spec.series, _colours(spec), strict=True):
        values = [value or 0.0 for value in series.values]
        bottom = [above[i] if value >= 0 else below[i] for i, value in enumerate(values)]
        axes.bar(range(len(values)), values, 0.72, bottom=bottom, color=colour, label=series.label)
        for i, value in enumerate(values):
            if value >= 0:
                above[i] += value
            else:
                below[i] += value
    axes.axhline(0, color=QUIET, linewidth=0.6)


def _across(axes: Any, spec: Chart) -> None:
    series = spec.series[0]
    places = range(len(spec.labels))
    axes.barh(places, _numbers(series), color=_colours(spec)[0], label=series.label)
    axes.set_yticks(places, spec.labels)
    axes.invert_yaxis()


DRAWN: dict[str, Callable[[Any, Chart], None]] = {
    "line": _lines,
    "area": _lines,
    "survival": _lines,
    "bar": _bars,
    "stacked": _stacked,
    "across": _across,
}


def _frame(axes: Any, spec: Chart) -> None:
    from matplotlib.ticker import MaxNLocator, PercentFormatter  # noqa: PLC0415

    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x" if spec.kind == "across" else "y", color=LINE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    if spec.kind != "across":
        step = max(1, round(len(spec.labels) / 7))
        shown = range((len(spec.labels) - 1) % step, len(spec.labels), step)
        axes.set_xticks(list(shown), [spec.labels[place] for place in shown])
        if spec.is_share:
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        else:
            axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=spec.digits == 0))
    if len(spec.series) > 1:
        axes.legend(frameon=False, ncols=4, loc="lower left", bbox_to_anchor=(0, 1.0))
