"""Values that stand out: Rosner's generalized ESD, and the seasonal hybrid of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isnan, lgamma, log, log1p, sqrt
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAD_TO_SIGMA = 1.4826
STEPS = 200


@dataclass(frozen=True)
class Esd:
    """`statistic`, `critical`: R and lambda of each round. `indices`: outliers, most extreme first."""

    statistic: tuple[float, ...]
    critical: tuple[float, ...]
    indices: tuple[int, ...]


def generalized_esd(
    values: Sequence[float], most: int, alpha: float = 0.05, *, is_robust: bool = False
) -> Esd:
    """Rosner (1983): as many outliers as the *last* round whose statistic exceeds its bound.

    Stopping at the first that does not would let outliers hide each other. `is_robust`: median
    and MAD instead of mean and standard deviation.
    """
    left = list(enumerate(values))
    statistic, critical, taken = list[float](), list[float](), list[int]()
    for number in range(1, most + 1):
        found = _furthest([value for _index, value in left], is_robust=is_robust)
        if found is None:
            break
        place, far = found
        statistic.append(far)
        critical.append(bound(len(values), number, alpha))
        taken.append(left.pop(place)[0])
    last = max((n for n in range(len(taken)) if statistic[n] > critical[n]), default=-1)
    return Esd(tuple(statistic), tuple(critical), tuple(taken[: last + 1]))


def _furthest(values: Sequence[float], *, is_robust: bool) -> tuple[int, float] | None:
    """(place, distance in spreads) of the value that is furthest out; None: all are the same."""
    centre = median(values) if is_robust else fmean(values)
    away = [abs(value - centre) for value in values]
    spread = MAD_TO_SIGMA * median(away) if is_robust else stdev(values)
    if not spread:
        return None
    place = max(range(len(away)), key=away.__getitem__)
    return place, away[place] / spread


def bound(n: int, number: int, alpha: float) -> float:
    """Rosner's lambda for round `number`, counted from 1."""
    freedom = n - number - 1
    t = student(1 - alpha / (2 * (n - number + 1)), freedom)
    return t * (n - number) / sqrt((freedom + t * t) * (n - number + 1))


def seasonal_esd(
    values: Sequence[float],
    period: int,
    *,
    max_share: float = 0.1,
    alpha: float = 0.05,
    seasonal: Callable[[Sequence[float], int], Sequence[float]],
) -> list[int]:
    """Indices of outliers of a series without its season and its median, in order of time.

    Raises ValueError for missing values and for fewer than two whole periods.
    """
    if any(value is None or isnan(value) for value in values):
        raise ValueError("the series has missing values")
    if len(values) < 2 * period:
        raise ValueError("the series has fewer than two periods")
    season = seasonal(values, period) if period > 1 else [0.0] * len(values)
    centre = median(values)
    rest = [value - own - centre for value, own in zip(values, season, strict=True)]
    most = min(int(max_share * len(values)), len(values) - 2)
    return sorted(generalized_esd(rest, most, alpha, is_robust=True).indices)


def student(share: float, freedom: float) -> float:
    """The quantile of Student's t, by halving; for shares of at least one half."""
    low, high = 0.0, 1.0
    while _student_share(high, freedom) < share:
        high *= 2
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _student_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _student_share(t: float, freedom: float) -> float:
    return 1 - _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by Lentz's continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1 / (1 + step * d), 1 + step / c
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found
