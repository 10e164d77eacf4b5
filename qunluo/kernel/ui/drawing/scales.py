"""Where values stand on an axis, and the round numbers written beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS = (1.0, 2.0, 5.0, 10.0)
MOST_TICKS = 6


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in equal steps; 0 is always on it."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * place, 10) for place in range(count + 1)]

    def share(self, value: float) -> float:
        """How far up the axis, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Iterable[float], *, whole: bool = False, is_share: bool = False) -> Scale:
    """A scale that holds the values and 0; `whole` keeps the steps to whole numbers."""
    seen = [*values, 0.0]
    low, high = min(seen), max(seen)
    if is_share and high <= 1.0:
        high = max(high, 0.1)
    if low == high:
        high = 1.0
    step = _round_step((high - low) / (MOST_TICKS - 1))
    if whole:
        step = max(1.0, step)
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * step for step in STEPS if size * step >= rough * 0.999)
