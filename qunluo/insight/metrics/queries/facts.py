"""Facts: single numbers with everything needed to make them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from qunluo.insight.metrics.queries.asking import Ask, Point, Series, measure_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.insight.metrics.engine.periods import By
    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Fact:
    """Plain values only, so that a table can hold it. `period_start`, `asked_until`: ISO days.

    `parts`: (key, value) of the cells. Two equal facts are the same answer to the same question.
    """

    metric_id: str
    version: int
    kinds_version: int
    unit: str
    community_id: int
    space_id: int | None
    by: str
    period_start: str
    period_end: str
    asked_until: str
    timezone: str
    week_start: int
    status: str
    reason: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    excluded: int | None
    low: float | None
    high: float | None
    parts: tuple[tuple[str, float | None], ...]
    watermark: int
    query_hash: str


def facts(viewer: Viewer, metric_ids: Iterable[str], ask: Ask) -> list[Fact]:
    """One fact per metric and period, in that order. Refuses as `measure` does."""
    return [
        fact_of(series, point, ask)
        for series in measure_many(viewer, metric_ids, ask).values()
        for point in series.points
    ]


def recompute(viewer: Viewer, fact: Fact) -> Fact:
    """The same question at the same watermark.

    Differs only if the definition's version does, or the community was purged.
    """
    ask = Ask(
        by=cast("By", fact.by),
        first=date.fromisoformat(fact.period_start),
        last=date.fromisoformat(fact.asked_until),
        space_id=fact.space_id,
        until_segment=fact.watermark,
    )
    return facts(viewer, [fact.metric_id], ask)[0]


def fact_of(series: Series, point: Point, ask: Ask) -> Fact:
    """A point of a series as a fact. A cohort's reaches as far as was asked for."""
    low, high = point.interval or (None, None)
    return Fact(
        metric_id=series.metric_id,
        version=series.version,
        kinds_version=series.kinds_version,
        unit=series.unit,
        community_id=series.community_id,
        space_id=series.space_id,
        by=series.by,
        period_start=point.period.start.isoformat(),
        period_end=point.period.end.isoformat(),
        asked_until=(
            ask.last if series.is_cohort or ask.by == "span" else point.period.start
        ).isoformat(),
        timezone=series.timezone,
        week_start=series.week_start,
        status=point.status,
        reason=point.reason,
        value=point.value,
        numerator=point.numerator,
        denominator=point.denominator,
        n=point.n,
        excluded=point.excluded,
        low=low,
        high=high,
        parts=tuple((cell.key, cell.value) for cell in point.cells),
        watermark=series.watermark,
        query_hash=point.query_hash,
    )
