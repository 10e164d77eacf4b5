"""Ask for a metric, get a series: the one way to a number."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.engine import lake, shelves
from qunluo.insight.metrics.engine.measures.loyalty import average
from qunluo.insight.metrics.engine.measures.reading import (
    Cell,
    Inquiry,
    Reading,
    packed_readings,
    unpacked_readings,
)
from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.sources import coverage_for, history_at, watermark
from qunluo.insight.metrics.rules import SEE, is_too_small
from qunluo.kernel.refusal import Invalid, missing
from qunluo.kernel.stream.kinds import KINDS_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from qunluo.insight.metrics.engine.coverage import Coverage, Status
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import By, Calendar, Period
    from qunluo.insight.metrics.engine.registry.metric import Metric
    from qunluo.insight.metrics.queries.sources import Watermark
    from qunluo.kernel.viewer import Viewer

MOST_PERIODS = 1500
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True)
class Ask:
    """Which periods: all that touch [first, last], both days included; in one space or all."""

    by: By
    first: date
    last: date
    space_id: int | None = None
    until_segment: int | None = None


@dataclass(frozen=True)
class Point:
    """One period's number; see the package's docstring. `cells`: its parts, such as age bands."""

    period: Period
    status: Status
    reason: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    excluded: int | None = None
    interval: tuple[float, float] | None = None
    cells: tuple[Cell, ...] = ()
    query_hash: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it may be compared."""
        return self.status == "complete" and self.value is not None


@dataclass(frozen=True)
class Series:
    """`average`: of cohort metrics, the weighted curve over all rows (numerator / denominator)."""

    metric_id: str
    version: int
    kinds_version: int
    unit: str
    is_cohort: bool
    community_id: int
    space_id: int | None
    by: By
    timezone: str
    week_start: int
    watermark: int
    covers_until: datetime | None
    query_hash: str
    points: tuple[Point, ...]
    average: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class _Question:
    """An ask, resolved: shared by all metrics asked at once."""

    viewer: Viewer
    community_id: int
    ask: Ask
    mark: Watermark
    history: History
    coverage: Coverage | None

    def named(self, metric: Metric, periods: Sequence[Period]) -> str:
        """The hash of the metric, its version, and everything it was asked with."""
        # A cohort's row reaches as far as was asked for, so its question holds the range's end.
        told = {
            "metric": metric.id,
            "version": metric.version,
            "kinds": KINDS_VERSION,
            "schema": lake.SCHEMA_VERSION,
            "community": self.community_id,
            "space": self.ask.space_id,
            "by": self.ask.by,
            "first": periods[0].start.isoformat(),
            "last": periods[-1].start.isoformat(),
            "until": self.ask.last.isoformat() if _reaches(metric, self.ask) else "",
            "timezone": self.history.source.timezone,
            "week_start": self.history.source.week_start,
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def measure(viewer: Viewer, metric_id: str, ask: Ask) -> Series:
    """The metric's series in the viewer's community.

    Refuses with `not_permitted`, `missing` (no community), `metrics.no_such_metric`,
    `metrics.no_such_watermark`, `metrics.bad_range`, `metrics.too_many_periods`.
    """
    return measure_many(viewer, [metric_id], ask)[metric_id]


def measure_many(viewer: Viewer, metric_ids: Iterable[str], ask: Ask) -> dict[str, Series]:
    """Several metrics asked the same, by id; refuses as `measure` does. Five queries in all."""
    if viewer.community_id is None:
        raise missing()
    if not viewer.may(SEE, ask.space_id):
        viewer.require(SEE, ask.space_id)
    metrics = [metric_of(metric_id) for metric_id in metric_ids]
    mark = watermark(viewer.community_id, ask.until_segment)
    history = history_at(viewer.community_id, mark, ask.space_id)
    periods = periods_of(history.calendar, ask)
    coverage = coverage_for(viewer.community_id, mark)
    question = _Question(viewer, viewer.community_id, ask, mark, history, coverage)
    return {metric.id: _series(question, metric, periods) for metric in metrics}


def _series(question: _Question, metric: Metric, periods: Sequence[Period]) -> Series:
    points = _points(question, metric, periods)
    return Series(
        metric_id=metric.id,
        version=metric.version,
        kinds_version=KINDS_VERSION,
        unit=metric.unit,
        is_cohort=metric.is_cohort,
        community_id=question.community_id,
        space_id=question.ask.space_id,
        by=question.ask.by,
        timezone=question.history.source.timezone,
        week_start=question.history.source.week_start,
        watermark=question.mark.number,
        covers_until=question.mark.covers_until,
        query_hash=question.named(metric, periods),
        points=tuple(points),
        average=average([point.cells for point in points]) if metric.is_cohort else (),
    )


def periods_of(calendar: Calendar, ask: Ask) -> list[Period]:
    """The asked periods; refuses with `metrics.bad_range`, `metrics.too_many_periods`."""
    if not EARLIEST <= ask.first <= ask.last <= LATEST:
        raise Invalid(
            "metrics.bad_range",
            _("Ask from an earlier to a later day, between the years 1970 and 2200."),
        )
    periods = calendar.periods(ask.by, ask.first, ask.last)
    if len(periods) > MOST_PERIODS:
        raise Invalid(
            "metrics.too_many_periods",
            _("These are too many periods at once. Ask for fewer, or for longer ones."),
        )
    return periods


def _points(question: _Question, metric: Metric, periods: Sequence[Period]) -> list[Point]:
    if refused := _refused(metric, question.ask):
        return [Point(period, "not_observable", refused, None) for period in periods]
    coverage = question.coverage
    if coverage is None:
        return [Point(period, "no_data", "no_records", None) for period in periods]
    readings = _readings(metric, Inquiry(question.history, coverage, periods))
    points = []
    for period, reading in zip(periods, readings, strict=True):
        point = _point(metric, period, reading, coverage)
        point = replace(point, query_hash=question.named(metric, [period]))
        points.append(_veiled(question, metric, point))
    return points


def _reaches(metric: Metric, ask: Ask) -> bool:
    """Whether the number depends on how far was asked, not on its period's first day alone."""
    return metric.is_cohort or ask.by == "span"


def _refused(metric: Metric, ask: Ask) -> str:
    if ask.by not in metric.bys and (ask.by != "span" or "day" not in metric.bys):
        return "not_by_period"
    return "not_by_space" if ask.space_id is not None and not metric.by_space else ""


def _point(metric: Metric, period: Period, reading: Reading, coverage: Coverage) -> Point:
    status, reason = coverage.stand(period, visits=metric.needs_visits, maturity=metric.maturity)
    if status not in {"complete", "partial"}:
        return Point(period, status, reason, None)
    if reading.value is None:
        reason = reading.reason
        status = "not_observable" if reason == "not_yet" else "no_data"
    return Point(
        period,
        status,
        reason,
        reading.value,
        reading.numerator,
        reading.denominator,
        reading.n,
        reading.excluded,
        reading.interval,
        reading.cells,
    )


def _veiled(question: _Question, metric: Metric, point: Point) -> Point:
    """Small groups of a space are not for everybody (the whole community is no small group)."""
    in_space = question.ask.space_id is not None and metric.population != "all"
    if not in_space or not is_too_small(question.viewer, point.n):
        return point
    return Point(point.period, "suppressed", "small_group", None, query_hash=point.query_hash)


_known: OrderedDict[tuple[object, ...], list[Reading]] = OrderedDict()
_lock = Lock()
MOST_KNOWN = 600


def _readings(metric: Metric, inquiry: Inquiry) -> list[Reading]:
    """Found once per history and periods: at one watermark the answer never changes."""
    ends = (inquiry.periods[0].start, inquiry.periods[-1].end, inquiry.periods[0].by)
    key = (metric.id, metric.version, inquiry.history.source.digest, inquiry.coverage, *ends)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    asked = ("readings", metric.id, metric.version, inquiry.coverage, *ends)
    found = shelves.readings(metric, inquiry) if inquiry.history.is_large else None
    if found is None:
        told = inquiry.history.answered(asked, lambda: packed_readings(metric.measure(inquiry)))
        found = unpacked_readings(told)
    with _lock:
        _known[key] = found
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return found
