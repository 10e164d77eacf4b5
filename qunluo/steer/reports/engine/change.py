"""When a difference is real: the one rule behind every "rose" and "fell".

Counts: both taken as Poisson, |a - b| >= 1.96 * sqrt(a + b), and at least 5 apart.
Shares: Newcombe's interval of the difference (method 10, from Wilson's intervals) excludes 0 and
both rest on at least 20 cases. Anything else has no such rule: its figures stand side by side,
"untested". Anything incomplete, missing or suppressed is not compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qunluo.steer.reports.engine.facts import Fact

Direction = Literal["up", "down", "unclear", "untested", "not_compared"]
Z = 1.96
LEAST_APART = 5
LEAST_CASES = 20
COUNTED = frozenset({"people", "items"})


@dataclass(frozen=True)
class Change:
    """`difference` is now minus before; `relative` is a fraction of before, None when before is 0."""

    direction: Direction
    difference: float | None = None
    relative: float | None = None


NOT_COMPARED = Change("not_compared")


def compare(now: Fact | None, before: Fact | None) -> Change:
    """How `now` stands against `before`, by the rule of this module."""
    if now is None or before is None or not (now.is_usable and before.is_usable):
        return NOT_COMPARED
    if now.version != before.version or now.metric != before.metric:
        return NOT_COMPARED
    a, b = now.value or 0.0, before.value or 0.0
    difference = a - b
    relative = difference / b if b else None
    if now.unit != "share" and now.unit not in COUNTED:
        return Change("untested", difference, relative)
    if not _is_real(now, before):
        return Change("unclear", difference, relative)
    return Change("up" if difference > 0 else "down", difference, relative)


def _is_real(now: Fact, before: Fact) -> bool:
    if now.unit == "share":
        return _shares_differ(now, before)
    return _counts_differ(now.value or 0.0, before.value or 0.0)


def _counts_differ(a: float, b: float) -> bool:
    return abs(a - b) >= LEAST_APART and abs(a - b) >= Z * math.sqrt(a + b)


def wilson(successes: float, cases: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion (Wilson 1927)."""
    if cases <= 0:
        return 0.0, 1.0
    p, zz = successes / cases, Z * Z
    middle = (p + zz / (2 * cases)) / (1 + zz / cases)
    half = Z * math.sqrt(p * (1 - p) / cases + zz / (4 * cases * cases)) / (1 + zz / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def _shares_differ(now: Fact, before: Fact) -> bool:
    cases = (now.denominator or 0, before.denominator or 0)
    if min(cases) < LEAST_CASES or now.numerator is None or before.numerator is None:
        return False
    p, q = now.numerator / cases[0], before.numerator / cases[1]
    (low_p, high_p), (low_q, high_q) = (
        wilson(now.numerator, cases[0]),
        wilson(before.numerator, cases[1]),
    )
    low = (p - q) - math.hypot(p - low_p, high_q - q)
    high = (p - q) + math.hypot(high_p - p, q - low_q)
    return low > 0 or high < 0
