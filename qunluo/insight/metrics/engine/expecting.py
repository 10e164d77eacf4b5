"""What was to be expected of a period: the mean of earlier ones like it, moved along their trend.

Everything is a mean with equal weights times one factor, so that what is expected of the parts adds
up to what is expected of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.certainty import Z
from qunluo.insight.metrics.engine.outliers import MAD_TO_SIGMA

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 3
FEWEST_FOR_TREND = 6
FAR = 3.5
MOST_TREND = 1.5
SILENT_CHANCE = 7.0
"""Where seven lines are usual, none at all has a chance below one in a thousand (Poisson)."""


@dataclass(frozen=True)
class Expectation:
    """`places`: which of the earlier values are used; `trend`: the factor their mean is taken by."""

    value: float
    places: tuple[int, ...]
    trend: float

    @property
    def weight(self) -> float:
        """What each used period counts."""
        return self.trend / len(self.places)


def expected(values: Sequence[float | None]) -> Expectation | None:
    """From earlier values, the oldest first; None: fewer than three of them can be used."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    used = _usual(known)
    if len(used) < FEWEST:
        return None
    mean = fmean(value for _place, value in used)
    trend = _trend(used, len(values), mean)
    return Expectation(mean * trend, tuple(place for place, _value in used), trend)


def _usual(known: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Without what stands out itself: a past outage says nothing of what is usual."""
    if len(known) <= FEWEST:
        return list(known)
    centre = median(value for _place, value in known)
    apart = MAD_TO_SIGMA * median(abs(value - centre) for _place, value in known)
    edge = FAR * max(apart, sqrt(max(abs(centre), 1.0)))
    return [one for one in known if abs(one[1] - centre) <= edge]


def _trend(used: Sequence[tuple[int, float]], at: int, mean: float) -> float:
    """The line of Theil and Sen at `at`, by the mean; 1 unless the values clearly rise or fall."""
    if len(used) < FEWEST_FOR_TREND or mean <= 0:
        return 1.0
    pairs = [(b - a, y - x) for n, (a, x) in enumerate(used) for b, y in used[n + 1 :]]
    score = sum((y > 0) - (y < 0) for _away, y in pairs)
    count = len(used)
    if abs(score) - 1 <= Z * sqrt(count * (count - 1) * (2 * count + 5) / 18):  # Mann and Kendall
        return 1.0
    slope = median(y / away for away, y in pairs)
    middle = median(value - slope * place for place, value in used)
    return min(MOST_TREND, max(1 / MOST_TREND, (middle + slope * at) / mean))


def is_silent(usual: float, lines: int) -> bool:
    """Whether nothing at all on a day is more than chance, where so many lines are usual."""
    return not lines and usual >= SILENT_CHANCE
