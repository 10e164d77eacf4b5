"""What many members' attempts come to: counts, times, a trend, how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from statistics import fmean, median
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.funnels.attempts import Attempt, best

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.periods import Period

Walks = "Mapping[str, list[Attempt]]"
SAME_BIN_SECONDS = 60


def bests(walks: Mapping[str, list[Attempt]]) -> dict[str, Attempt]:
    """Each member's best attempt; those without one are left out."""
    found = {actor: best(tries) for actor, tries in walks.items()}
    return {actor: one for actor, one in found.items() if one is not None}


def reached(walks: Mapping[str, list[Attempt]], step: int) -> list[str]:
    """Members who got at least to the step (from 1), by key."""
    return sorted(actor for actor, one in bests(walks).items() if one.depth >= step)


def counts(walks: Mapping[str, list[Attempt]], steps: int) -> list[int]:
    depths = [one.depth for one in bests(walks).values()]
    return [sum(depth >= step for depth in depths) for step in range(1, steps + 1)]


def seconds_between(walks: Mapping[str, list[Attempt]], one: int, other: int) -> list[float]:
    """From step to step, of those who got to the later one; shortest first."""
    return sorted(
        (told.moments[other - 1] - told.moments[one - 1]).total_seconds()
        for told in bests(walks).values()
        if told.depth >= other
    )


def times(
    walks: Mapping[str, list[Attempt]], steps: int
) -> tuple[list[float | None], list[float | None]]:
    """(mean, median) seconds from the step before to each step; None: nobody got there."""
    means: list[float | None] = [None]
    medians: list[float | None] = [None]
    for step in range(2, steps + 1):
        took = seconds_between(walks, step - 1, step)
        means.append(fmean(took) if took else None)
        medians.append(median(took) if took else None)
    return means, medians


@dataclass(frozen=True)
class Trend:
    """Members by the period in which they entered; one may enter once in each period."""

    entered: int
    converted: int

    @property
    def rate(self) -> float | None:
        """None when nobody entered: that is no rate, not 0."""
        return self.converted / self.entered if self.entered else None


def trend(
    walks: Mapping[str, list[Attempt]],
    periods: Sequence[Period],
    *,
    from_step: int = 1,
    to_step: int,
) -> list[Trend]:
    """How many of those who entered in a period got to `from_step`, and to `to_step`."""
    found = []
    for period in periods:
        depths = []
        for tries in walks.values():
            own = [one for one in tries if period.starts_at <= one.entered_at < period.ends_at]
            one = best(own)
            if one is not None:
                depths.append(one.depth)
        entered = sum(depth >= from_step for depth in depths)
        found.append(Trend(entered, sum(depth >= to_step for depth in depths)))
    return found


def bins(seconds: Sequence[float], count: int | None = None) -> list[tuple[float, int]]:
    """(lower edge, how many) of the times; by default the cube root of n intervals of whole seconds.

    The last edge is where the longest time lies; equal times make one bin and an empty one.
    """
    if not seconds:
        return []
    low, high = min(seconds), max(seconds)
    intervals = count or ceil(round(len(seconds) ** (1 / 3), 9))
    width = ceil((high - low) / intervals) or SAME_BIN_SECONDS
    edges = [low + n * width for n in range(intervals + 1)]
    return [(edge, sum(edge <= one < edge + width for one in seconds)) for edge in edges]
