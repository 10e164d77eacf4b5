"""A series taken apart into season, trend and rest: STL (Cleveland and others 1990), as R does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Values = list[float]


@dataclass(frozen=True)
class Parts:
    """`weights`: how much each value was believed in the end; 1 unless robust."""

    season: Values
    trend: Values
    rest: Values
    weights: Values


@dataclass(frozen=True)
class Smoothing:
    """A local regression: over how many neighbours, of which degree, at every how many-th point."""

    window: int
    degree: int
    jump: int = field(default=0)

    @property
    def step(self) -> int:
        return self.jump or ceil(self.window / 10)


def decompose(
    values: Sequence[float],
    period: int,
    *,
    seasonal: Smoothing,
    trend: Smoothing,
    low_pass: Smoothing,
    is_robust: bool = False,
) -> Parts:
    """Two inner rounds, or with `is_robust` one inner in each of fifteen outer ones."""
    n, told = len(values), [float(value) for value in values]
    season, slow, weights = [0.0] * n, [0.0] * n, [1.0] * n
    for _outer in range(15 if is_robust else 1):
        for _inner in range(1 if is_robust else 2):
            plain = [y - t for y, t in zip(told, slow, strict=True)]
            cycle = _cycles(plain, period, seasonal, weights)
            low = _smooth(_averaged(cycle, period), low_pass)
            season = [one - two for one, two in zip(cycle[period : period + n], low, strict=True)]
            bare = [y - s for y, s in zip(told, season, strict=True)]
            slow = _smooth(bare, trend, weights)
        if is_robust:
            weights = _believed([y - s - t for y, s, t in zip(told, season, slow, strict=True)])
    rest = [y - s - t for y, s, t in zip(told, season, slow, strict=True)]
    return Parts(season, slow, rest, weights)


def periodic(values: Sequence[float], period: int) -> Values:
    """The robust season that never changes: R's `s.window = "periodic"`."""
    n = len(values)
    odd_period = period + 1 - period % 2
    wide = ceil(1.5 * period / (1 - 1.5 / (10 * n + 1)))
    parts = decompose(
        values,
        period,
        seasonal=Smoothing(10 * n + 1, 0),
        trend=Smoothing(wide + 1 - wide % 2, 1),
        low_pass=Smoothing(odd_period, 1),
        is_robust=True,
    )
    means = [fmean(parts.season[place::period]) for place in range(period)]
    return [means[place % period] for place in range(n)]


def _believed(rest: Values) -> Values:
    """Bisquare weights by six times the median distance."""
    away = [abs(value) for value in rest]
    edge = 6 * median(away)
    return [
        1.0 if one <= 0.001 * edge else (1 - (one / edge) ** 2) ** 2 if one <= 0.999 * edge else 0.0
        for one in away
    ]


def _moving(values: Values, length: int) -> Values:
    total = sum(values[:length])
    found = [total / length]
    for n in range(length, len(values)):
        total += values[n] - values[n - length]
        found.append(total / length)
    return found


def _averaged(values: Values, period: int) -> Values:
    return _moving(_moving(_moving(values, period), period), 3)


def _cycles(values: Values, period: int, how: Smoothing, weights: Values) -> Values:
    """Each place of the cycle smoothed over the cycles, one cycle longer at both ends."""
    found = [0.0] * (len(values) + 2 * period)
    for place in range(period):
        own, believed = values[place::period], weights[place::period]
        inner = _smooth(own, how, believed)
        count = len(own)
        near, far = min(how.window, count), max(0, count - how.window)
        before = _at(own, how, -1, (0, near - 1), believed)
        after = _at(own, how, count, (far, count - 1), believed)
        ends = [inner[0] if before is None else before, inner[-1] if after is None else after]
        found[place::period] = [ends[0], *inner, ends[1]]
    return found


def _smooth(values: Values, how: Smoothing, weights: Values | None = None) -> Values:
    """Local regression at every `step`-th point, straight lines between them."""
    n = len(values)
    if n < 2:
        return list(values)
    step = min(how.step, n - 1)
    places = [*range(0, n, step)]
    if places[-1] != n - 1:
        places.append(n - 1)
    found = list(values)
    for place in places:
        fitted = _at(values, how, place, _around(place, n, how.window), weights)
        found[place] = values[place] if fitted is None else fitted
    for left, right in pairwise(places):
        slope = (found[right] - found[left]) / (right - left)
        for place in range(left + 1, right):
            found[place] = found[left] + slope * (place - left)
    return found


def _around(place: int, n: int, window: int) -> tuple[int, int]:
    """First and last of the neighbours, as many as the window holds."""
    if window >= n:
        return 0, n - 1
    left = min(max(0, place - (window + 1) // 2 + 1), n - window)
    return left, left + window - 1


def _at(
    values: Values, how: Smoothing, place: int, among: tuple[int, int], weights: Values | None
) -> float | None:
    """The regression's value at a place; None where no neighbour has weight."""
    n, (left, right) = len(values), among
    reach = float(max(place - left, right - place))
    if how.window > n:
        reach += (how.window - n) // 2
    told = []
    for one in range(left, right + 1):
        away = abs(one - place)
        weight = 0.0 if away > 0.999 * reach else 1.0
        if weight and away > 0.001 * reach:
            weight = (1 - (away / reach) ** 3) ** 3
        told.append(weight * (weights[one] if weights else 1.0))
    whole = sum(told)
    if whole <= 0:
        return None
    told = [weight / whole for weight in told]
    if reach > 0 and how.degree > 0:
        told = _tilted(told, left, place, n)
    return sum(weight * values[left + k] for k, weight in enumerate(told))


def _tilted(told: Values, left: int, place: int, n: int) -> Values:
    """Weights of a mean turned into those of a straight line."""
    centre = sum(weight * (left + k) for k, weight in enumerate(told))
    spread = sum(weight * (left + k - centre) ** 2 for k, weight in enumerate(told))
    if spread**0.5 <= 0.001 * (n - 1):
        return told
    slope = (place - centre) / spread
    return [weight * (slope * (left + k - centre) + 1) for k, weight in enumerate(told)]
