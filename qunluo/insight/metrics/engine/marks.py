"""Periods to be judged, and how far chance alone moves them.

The period that is judged never takes part in what is expected of it, nor do periods with a known
reason, nor periods that are not whole: those are filled from the same place of other cycles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Method = Literal["unusual", "shift", "above", "below"]
Direction = Literal["up", "down", "both"]

CYCLE = {"day": 7, "week": 1}
WINDOW = {"day": 56, "week": 13}
FEWEST = {"day": 28, "week": 8}
"""Four weeks of days at least; of weeks, as many as a median and its spread need."""
RECENT = {"day": (7, 14, 21), "week": (2, 3, 4)}
SPLIT_COST = 1.2533
"""The standard error of a median is this much larger than that of a mean (sqrt(pi / 2))."""
FLOOR_SHARE = 0.1
MOST_SHARE = 0.1
NEAR = 0.5
SHIFT = 3 / 8


@dataclass(frozen=True)
class Mark:
    """One period. `value` None: not whole, or nothing to say. `rests_on`: people or things.

    `known`: what explains it beforehand (a holiday, a planned event); "" if nothing does.
    """

    start: date
    value: float | None
    rests_on: float = 0
    known: str = ""


@dataclass(frozen=True)
class Watch:
    """What to look for. `unit`: people, items, share, hours … `z`: how many spreads away.

    `change`: the least relative change; `least`: the least count (value or expectation for counts,
    what it rests on otherwise); `limit`: for `above` and `below`.
    """

    by: str
    method: Method
    unit: str
    direction: Direction = "both"
    z: float = 3.5
    change: float = 0.2
    least: float = 10
    limit: float | None = None

    @property
    def is_count(self) -> bool:
        return self.unit in {"people", "items"}


@dataclass(frozen=True)
class Finding:
    """`low`, `high`: between which it would not have stood out. `since`: where a shift begins."""

    start: date
    direction: Literal["up", "down"]
    value: float
    expected: float
    low: float
    high: float
    score: float
    since: date
    known: str = ""

    @property
    def change(self) -> float | None:
        """Relative to what was expected; None when nothing was."""
        return (self.value - self.expected) / self.expected if self.expected else None


def scaled(marks: Sequence[Mark], watch: Watch) -> list[Mark]:
    """Counts as 2 √(x + 3/8) (Anscombe 1948): there chance spreads alike at every height.

    Without it the long upper tail of small counts is taken for news, and a fall to nothing is not
    taken seriously enough.
    """
    if not watch.is_count:
        return list(marks)
    return [
        one if one.value is None else replace(one, value=2 * sqrt(max(0.0, one.value) + SHIFT))
        for one in marks
    ]


def back(value: float, watch: Watch) -> float:
    """From the scale of judging to the number itself."""
    return max(0.0, (value / 2) ** 2 - SHIFT) if watch.is_count else value


def chance_of(watch: Watch, expected: float, rests_on: float, clump: float = 1.0) -> float:
    """The spread of chance alone on the scale of judging: of counts it is the same everywhere."""
    return clump if watch.is_count else floor_of(watch, expected, rests_on)


def edges(expected: float, spread: float, watch: Watch) -> tuple[float, float]:
    """Between which values it would not have stood out, from what was expected on that scale."""
    told = back(expected, watch)
    top = 1.0 if watch.unit == "share" else float("inf")
    least = watch.change * abs(told)
    low = min(back(max(0.0, expected - watch.z * spread), watch), told - least)
    high = max(back(expected + watch.z * spread, watch), told + least)
    return max(0.0, low), min(top, high)


def clump_of(marks: Sequence[Mark], watch: Watch, apart: float) -> float:
    """By how much chance spreads things made in runs more than single ones, on that scale.

    So many people, each several things: a compound Poisson, whose spread is the root of
    E[x²] / E[x]. What each makes is taken to be geometric, of which the mean m is enough: 2 m - 1.
    A past (`apart`) that varied less than half of that was not made in runs.
    """
    if watch.unit != "items":
        return 1.0
    means = [
        one.value / one.rests_on for one in marks if one.value and one.rests_on and not one.known
    ]
    spread = sqrt(max(1.0, 2 * median(means) - 1)) if means else 1.0
    return spread if apart >= spread / 2 else 1.0


def floor_of(watch: Watch, expected: float, rests_on: float) -> float:
    """The spread that chance alone would give, so that a calm past does not make all strange.

    Counts vary at least as Poisson's do, shares as drawing lots does, other numbers by a tenth.
    """
    if watch.is_count:
        return sqrt(max(expected, 1.0))
    if watch.unit == "share":
        part = min(max(expected, 0.05), 0.95)
        return sqrt(part * (1 - part) / max(rests_on, 1.0))
    return max(FLOOR_SHARE * abs(expected), 1e-9)


def from_first(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Without what lies before the records begin: nothing can be filled in there."""
    return marks[next((n for n, one in enumerate(marks) if one.value is not None), 0) :]


def filled(window: Sequence[Mark], cycle: int) -> list[float] | None:
    """The values with what is missing or known, and the last, from the same place of the cycle."""
    usual: dict[int, list[float]] = {}
    last = len(window) - 1
    for n, one in enumerate(window[:-1]):
        if one.value is not None and not one.known:
            usual.setdefault((n - last) % cycle, []).append(one.value)
    if len(usual) < cycle or len(window) < 2 * cycle:
        return None
    fill = {place: median(values) for place, values in usual.items()}
    return [
        one.value
        if one.value is not None and not one.known and n < last
        else fill[(n - last) % cycle]
        for n, one in enumerate(window)
    ]
