"""What a measure is asked, and what it answers for each period."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from qunluo.insight.metrics.engine.certainty import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.coverage import Coverage
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period


@dataclass(frozen=True)
class Inquiry:
    history: History
    coverage: Coverage
    periods: Sequence[Period]


@dataclass(frozen=True)
class Cell:
    """One part of a reading: an age band, an interval of a cohort. `value` None: see `reason`."""

    key: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Reading:
    """`value` None means there is nothing to say, for `reason`; 0 is a counted nothing.

    `n`: how many people or things the value rests on. `excluded`: how many staff were left out.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    excluded: int | None = None
    cells: tuple[Cell, ...] = ()
    reason: str = ""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval when the reading is a share of whole things."""
        if self.numerator is None or not self.denominator or self.numerator > self.denominator:
            return None
        return wilson(self.numerator, self.denominator)


def packed_readings(found: Sequence[Reading]) -> list[dict[str, Any]]:
    """As plain values, for a file."""
    return [asdict(reading) for reading in found]


def unpacked_readings(told: Sequence[dict[str, Any]]) -> list[Reading]:
    return [
        Reading(**{**one, "cells": tuple(Cell(**cell) for cell in one["cells"])}) for one in told
    ]


Measure = "Callable[[Inquiry], list[Reading]]"


@dataclass(frozen=True)
class Behind:
    """What made a number: people (history's numbers) with a count each, or ids of lines."""

    kind: Literal["people", "lines"]
    people: tuple[tuple[int, int], ...] = ()
    line_ids: tuple[int, ...] = ()


def share(
    numerator: float, denominator: float, *, reason: str, excluded: int | None = None
) -> Reading:
    """A share; None with the reason when there is nothing to divide by."""
    if not denominator:
        return Reading(None, numerator, denominator, 0, excluded, reason=reason)
    return Reading(numerator / denominator, numerator, denominator, round(denominator), excluded)
