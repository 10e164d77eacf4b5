"""A series as plain values: the one shape that the shell and the API speak."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from qunluo.insight.metrics.queries.catalogue import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.measures.reading import Cell
    from qunluo.insight.metrics.engine.outside import LeftOut
    from qunluo.insight.metrics.queries.asking import Point, Series


@dataclass(frozen=True)
class PartSheet:
    """`key`: an age band (`7_to_30_days`) or an interval of a cohort (`1` is the next period)."""

    key: str
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str | None


@dataclass(frozen=True)
class PointSheet:
    """[`start`, `end`) as local days. `reason` is null when the status is complete.

    `excluded`: owners and administrators, `excluded_bots`: bots who did what it counts.
    """

    start: str
    end: str
    value: float | None
    status: str
    reason: str | None
    numerator: float | None
    denominator: float | None
    n: int | None
    excluded: int | None
    excluded_bots: int | None
    low: float | None
    high: float | None
    query_hash: str
    parts: list[PartSheet]


@dataclass(frozen=True)
class SeriesSheet:
    """`name` by language. `average`: of cohort metrics, the weighted curve."""

    metric: str
    version: int
    kinds_version: int
    name: Mapping[str, str]
    unit: str
    community: str
    space: str | None
    by: str
    timezone: str
    week_start: int
    watermark: int
    covers_until: str | None
    query_hash: str
    points: list[PointSheet]
    average: list[PartSheet]


@dataclass(frozen=True)
class MetricSheet:
    """A definition in both languages."""

    id: str
    version: int
    kinds_version: int
    family: str
    unit: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    population: Mapping[str, str]
    formula: str
    kinds: list[str]
    activities: list[str]
    by: list[str]
    by_space: bool
    better: int


def series_sheet(
    series: Series,
    community: str,
    space: str | None = None,
    *,
    outside: Sequence[LeftOut] = (),
) -> SeriesSheet:
    """`community` and `space` are slugs. `outside`: who was left out of each point, if asked for."""
    return SeriesSheet(
        metric=series.metric_id,
        version=series.version,
        kinds_version=series.kinds_version,
        name=next(sheet.name for sheet in metric_sheets() if sheet.id == series.metric_id),
        unit=series.unit,
        community=community,
        space=space,
        by=series.by,
        timezone=series.timezone,
        week_start=series.week_start,
        watermark=series.watermark,
        covers_until=series.covers_until.isoformat() if series.covers_until else None,
        query_hash=series.query_hash,
        points=[_point(*pair) for pair in zip_longest(series.points, outside)],
        average=[_part(cell) for cell in series.average],
    )


def metric_sheets() -> list[MetricSheet]:
    """Every definition in both languages, in the order of the registry."""
    chinese, english = in_language("zh-hans"), in_language("en")
    return [
        MetricSheet(
            id=one.id,
            version=one.version,
            kinds_version=one.kinds_version,
            family=one.family,
            unit=one.unit,
            name={"zh-hans": other.name, "en": one.name},
            definition={"zh-hans": other.definition, "en": one.definition},
            population={"zh-hans": other.population, "en": one.population},
            formula=one.formula,
            kinds=list(one.kinds),
            activities=list(one.activities),
            by=list(one.bys),
            by_space=one.by_space,
            better=one.better,
        )
        for one, other in zip(english, chinese, strict=True)
    ]


def _point(point: Point, outside: LeftOut | None) -> PointSheet:
    low, high = point.interval or (None, None)
    return PointSheet(
        start=point.period.start.isoformat(),
        end=point.period.end.isoformat(),
        value=point.value,
        status=point.status,
        reason=point.reason or None,
        numerator=point.numerator,
        denominator=point.denominator,
        n=point.n,
        excluded=point.excluded if outside is None else outside.staff,
        excluded_bots=None if outside is None else outside.bots,
        low=low,
        high=high,
        query_hash=point.query_hash,
        parts=[_part(cell) for cell in point.cells],
    )


def _part(cell: Cell) -> PartSheet:
    return PartSheet(cell.key, cell.value, cell.numerator, cell.denominator, cell.reason or None)
