"""Whether a whole period stands out: by its season, by a lasting shift, or by a limit.

The period that is judged never takes part in what is expected of it, nor do periods with a known
reason, nor periods that are not whole: those are filled from the same place of other cycles.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal

from qunluo.insight.metrics.engine.marks import (
    CYCLE,
    FEWEST,
    MOST_SHARE,
    NEAR,
    RECENT,
    SPLIT_COST,
    WINDOW,
    Direction,
    Finding,
    Mark,
    Method,
    Watch,
    back,
    chance_of,
    clump_of,
    edges,
    filled,
    floor_of,
    from_first,
    scaled,
)
from qunluo.insight.metrics.engine.outliers import MAD_TO_SIGMA, generalized_esd
from qunluo.insight.metrics.engine.seasons import periodic

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Direction", "Finding", "Mark", "Method", "Watch", "judge"]


def judge(marks: Sequence[Mark], at: int, watch: Watch) -> Finding | None:
    """What stands out at a place, knowing only what lies at or before it; None: nothing does."""
    mark = marks[at]
    if mark.value is None:
        return None
    if watch.method in {"above", "below"}:
        return _over(marks, at, watch)
    found = _unusual(marks, at, watch) if watch.method == "unusual" else _shifted(marks, at, watch)
    if found is None or watch.direction not in {"both", found.direction}:
        return None
    return found if _is_worth(found, mark, watch) else None


def _is_worth(found: Finding, mark: Mark, watch: Watch) -> bool:
    size = max(abs(found.value), abs(found.expected)) if watch.is_count else mark.rests_on
    moved = found.change
    return size >= watch.least and (moved is None or abs(moved) >= watch.change)


def _over(marks: Sequence[Mark], at: int, watch: Watch) -> Finding | None:
    """A limit is crossed where the last whole period before had not crossed it."""
    mark, limit = marks[at], watch.limit
    if limit is None or mark.value is None or not _beyond(mark.value, watch):
        return None
    if not watch.is_count and mark.rests_on < watch.least:
        return None
    before = next((one.value for one in reversed(marks[:at]) if one.value is not None), None)
    if before is not None and _beyond(before, watch):
        return None
    up = watch.method == "above"
    low, high = (float("-inf"), limit) if up else (limit, float("inf"))
    way: Literal["up", "down"] = "up" if up else "down"
    return Finding(mark.start, way, mark.value, limit, low, high, 0.0, mark.start, mark.known)


def _beyond(value: float, watch: Watch) -> bool:
    limit = watch.limit or 0.0
    return value > limit if watch.method == "above" else value < limit


def _unusual(marks: Sequence[Mark], at: int, watch: Watch) -> Finding | None:
    """Seasonal hybrid ESD over the window, and a robust distance from what was expected."""
    cycle = CYCLE[watch.by]
    raw = from_first(marks[max(0, at + 1 - WINDOW[watch.by]) : at + 1])
    window = scaled(raw, watch)
    values = filled(window, cycle)
    if values is None or _seen(window[:-1]) < FEWEST[watch.by]:
        return None
    now, rests_on = window[-1].value or 0.0, window[-1].rests_on
    # The same place of earlier cycles, which the last value was filled from: most end here.
    if abs(now - values[-1]) < watch.z * NEAR * chance_of(watch, values[-1], rests_on):
        return None
    season = periodic(values, cycle) if cycle > 1 else [0.0] * len(values)
    bare = [value - own for value, own in zip(values, season, strict=True)]
    centre = median(bare[:-1])
    expected = max(0.0, centre + season[-1])
    apart = MAD_TO_SIGMA * median(abs(one - centre) for one in bare[:-1])
    clump = clump_of(raw[:-1], watch, apart)
    spread = max(apart, chance_of(watch, expected, rests_on, clump))
    score = (now - expected) / spread
    rest = [one - centre for one in (*bare[:-1], now - season[-1])]
    if abs(score) < watch.z or (apart and len(rest) - 1 not in _outliers(rest)):
        return None
    low, high = edges(expected, spread, watch)
    told = back(expected, watch)
    return replace(
        _finding(raw[-1], raw[-1].value or 0.0, told, 0.0, score, watch), low=low, high=high
    )


def _outliers(rest: Sequence[float]) -> tuple[int, ...]:
    """Places by Rosner's test around the median, at most a tenth of them."""
    most = min(max(1, int(MOST_SHARE * len(rest))), len(rest) - 2)
    return generalized_esd(rest, most, is_robust=True).indices


def _shifted(marks: Sequence[Mark], at: int, watch: Watch) -> Finding | None:
    """A lasting change of level: the split whose two sides lie furthest apart.

    Every cycle of the later side must have moved enough by itself, so that one of them alone makes
    no shift.
    """
    best: Finding | None = None
    for count in RECENT[watch.by]:
        found = _split(marks, at, count, watch)
        if found and (best is None or abs(found.score) > abs(best.score)):
            best = found
    return best


def _split(marks: Sequence[Mark], at: int, count: int, watch: Watch) -> Finding | None:
    begins = at + 1 - count
    past = marks[max(0, begins - WINDOW[watch.by]) : max(0, begins)]
    old, new = _cycles(past, watch.by), _cycles(marks[begins : at + 1], watch.by)
    if begins < 0 or _seen(past) < FEWEST[watch.by] or len(new) < min(count, 2) or not old:
        return None
    centre, level = median(old), fmean(new)
    least = watch.change * abs(centre)
    if not (all(one - centre > least for one in new) or all(centre - one > least for one in new)):
        return None
    apart = MAD_TO_SIGMA * median(abs(one - centre) for one in old)
    rests_on = fmean(one.rests_on for one in marks[begins : at + 1])
    chance = floor_of(watch, centre, rests_on)
    floor = chance / sqrt(CYCLE[watch.by])  # of a cycle's mean
    spread = max(apart, floor)
    error = spread * sqrt(1 / len(new) + SPLIT_COST**2 / len(old))
    score = (level - centre) / error
    if abs(score) < watch.z:
        return None
    found = _finding(marks[at], level, centre, error, score, watch)
    return Finding(**{**vars(found), "since": marks[begins].start})


def _cycles(marks: Sequence[Mark], by: str) -> list[float]:
    """Means of whole cycles, the newest last: for days, of weeks; what is known is left out."""
    size = CYCLE[by]
    found = []
    for end in range(len(marks), size - 1, -size):
        part = [one for one in marks[end - size : end] if one.value is not None and not one.known]
        if len(part) > size // 2:
            found.append(fmean(one.value or 0.0 for one in part))
    return found[::-1]


def _finding(
    mark: Mark, now: float, expected: float, spread: float, score: float, watch: Watch
) -> Finding:
    away = max(watch.z * spread, watch.change * abs(expected))
    top = 1.0 if watch.unit == "share" else float("inf")
    return Finding(
        start=mark.start,
        direction="up" if score > 0 else "down",
        value=now,
        expected=expected,
        low=max(0.0, expected - away),
        high=min(top, expected + away),
        score=score,
        since=mark.start,
        known=mark.known,
    )


def _seen(marks: Sequence[Mark]) -> int:
    """How many periods may say what is usual."""
    return sum(one.value is not None and not one.known for one in marks)
