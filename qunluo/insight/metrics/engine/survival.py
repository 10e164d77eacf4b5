"""How long until something happens, when it has not happened to all: Kaplan and Meier (1958)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Step:
    """At time `t`: how many were at risk before, were observed, were censored; share still waiting."""

    t: float
    at_risk: int
    observed: int
    censored: int
    survival: float


def kaplan_meier(durations: Sequence[tuple[float, bool]]) -> list[Step]:
    """The curve of (duration, was it observed); censored ones leave after the observed of a time."""
    return curve(Counter(durations))


def curve(counted: Mapping[tuple[float, bool], int]) -> list[Step]:
    """The same from how many there are of each (duration, was it observed)."""
    ended, left = Counter[float](), Counter[float]()
    for (duration, observed), count in counted.items():
        (ended if observed else left)[duration] += count
    at_risk, survival, steps = sum(counted.values()), 1.0, list[Step]()
    for t in sorted(ended.keys() | left.keys()):
        survival *= 1 - ended[t] / at_risk
        steps.append(Step(t, at_risk, ended[t], left[t], survival))
        at_risk -= ended[t] + left[t]
    return steps


def quantile(steps: Sequence[Step], share: float) -> float | None:
    """The first time by which at least this share has happened; None: not reached."""
    for step in steps:
        # A hair of tolerance: 0.5 reached as 1 - 0.8 * 0.625 counts.
        if step.survival <= 1 - share + 1e-12:
            return step.t
    return None


def survival_at(steps: Sequence[Step], t: float) -> float:
    """The share still waiting at a time."""
    standing = 1.0
    for step in steps:
        if step.t > t:
            break
        standing = step.survival
    return standing


def log_rank(
    one: Sequence[tuple[float, bool]], other: Sequence[tuple[float, bool]]
) -> float | None:
    """The chance of so different curves if both came from the same (Mantel 1966); None: no ends."""
    first = Counter(t for t, over in one if over)
    second = Counter(t for t, over in other if over)
    own, others = sorted(t for t, _over in one), sorted(t for t, _over in other)
    excess = variance = 0.0
    for t in sorted(first.keys() | second.keys()):
        n, m = len(own) - bisect_left(own, t), len(others) - bisect_left(others, t)
        ended, at_risk = first[t] + second[t], n + m
        excess += first[t] - ended * n / at_risk
        if at_risk > 1:
            spread = (at_risk - ended) / (at_risk - 1)
            variance += ended * (n / at_risk) * (m / at_risk) * spread
    return erfc(sqrt(excess * excess / variance / 2)) if variance else None
