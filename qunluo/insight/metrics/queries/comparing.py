"""Compare two points, when both are whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.certainty import MIN_N, counts_differ, shares_differ

if TYPE_CHECKING:
    from qunluo.insight.metrics.queries.asking import Point


@dataclass(frozen=True)
class Change:
    """`relative` is None when it began at 0, and for shares (their `absolute`: 0.01 is a point).

    `is_clear`: more than chance by the rule for its kind (counts: Poisson; shares: Newcombe, and
    both rest on at least 20); None where no rule is known, such as hours.
    """

    before: float
    now: float
    absolute: float
    relative: float | None
    is_clear: bool | None


def compare(before: Point, now: Point, unit: str) -> Change | None:
    """The change from one point to another; None when either is not whole."""
    if not (before.is_whole and now.is_whole):
        return None
    old, new = before.value or 0.0, now.value or 0.0
    relative = (new - old) / abs(old) if old and unit != "share" else None
    return Change(old, new, new - old, relative, _is_clear(before, now, unit))


def _is_clear(before: Point, now: Point, unit: str) -> bool | None:
    if unit in {"people", "items"}:
        return counts_differ(abs(before.value or 0), abs(now.value or 0))
    if unit != "share" or before.interval is None or now.interval is None:
        return None
    one = (before.numerator or 0, before.denominator or 0)
    two = (now.numerator or 0, now.denominator or 0)
    return min(one[1], two[1]) >= MIN_N and shares_differ(one, two)
