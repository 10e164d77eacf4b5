"""The chart of an alert: its metric around it, with what was usual as a band."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.alerts.queries.judging import HISTORY_DAYS, marks_for, watch_of
from qunluo.insight.metrics.queries import Ask, definition, measure
from qunluo.insight.metrics.queries.judging import band
from qunluo.insight.metrics.queries.pictures import metric_chart
from qunluo.kernel.ui.charts import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.alerts.models import Alert
    from qunluo.insight.metrics.queries import By, Series
    from qunluo.kernel.ui.charts import Chart
    from qunluo.kernel.viewer import Viewer

    Bands = list[tuple[float, float] | None]

SEE_FIGURES = "metrics.see"
BEFORE = {"day": timedelta(days=35), "week": timedelta(days=105)}
AFTER = {"day": timedelta(days=14), "week": timedelta(days=42)}


def chart_of(viewer: Viewer, row: Alert) -> Chart | None:
    """None: its viewer may not see figures. The last periods may lie in what is not over yet."""
    if not viewer.may(SEE_FIGURES, row.space_id):
        return None
    by: By = row.by  # type: ignore[assignment]
    first = row.first - timedelta(days=HISTORY_DAYS[row.by])
    ask = Ask(by, first, row.last + AFTER[row.by], row.space_id)
    series = measure(viewer, row.metric_id, ask)
    bands = _bands(viewer, row, series)
    shown = [
        place
        for place, point in enumerate(series.points)
        if point.period.start >= row.first - BEFORE[row.by]
    ]
    points = tuple(series.points[place] for place in shown)
    starts = [point.period.start for point in points]
    words = _("Alert: unusually high") if row.direction == "up" else _("Alert: unusually low")
    marked = (Note(starts.index(row.first), words),) if row.first in starts else ()
    chart = metric_chart(replace(series, points=points), definition(row.metric_id).name, marked)
    own = tuple(bands[place] for place in shown)
    told = own[len(own) - len(chart.labels) :]
    return replace(chart, band=told if any(told) else ())


def _bands(viewer: Viewer, row: Alert, series: Series) -> Bands:
    """By what was usual when it was told; a limit or a level is one line for all places."""
    marks = marks_for(viewer, series)
    at = next((n for n, mark in enumerate(marks) if mark.start == row.first), None)
    if row.rule.method != "unusual":
        return _flat(row, marks)
    if at is None:
        return [None] * len(marks)
    return band(marks, at, watch_of(row.rule, series.unit))


def _flat(row: Alert, marks: Sequence[object]) -> Bands:
    if row.low is None or row.high is None:
        return [None] * len(marks)
    return [(row.low, row.high)] * len(marks)
