"""How evenly people contribute: Gini, top shares, absence factor."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def gini(values: Sequence[float]) -> float | None:
    """sum |xi - xj| / (2 n² mean), without small-sample correction; None without contributions."""
    total, n = sum(values), len(values)
    if not total:
        return None
    weighted = sum((2 * rank - n - 1) * value for rank, value in enumerate(sorted(values), 1))
    return weighted / (n * total)


def top_share(values: Sequence[int], share: float) -> tuple[int, int] | None:
    """(made by the top, made by all); the top is the given share of people, at least one."""
    total = sum(values)
    if not total:
        return None
    # Rounded first, because 0.1 * 30 is a hair above 3 in binary.
    people = max(1, ceil(round(share * len(values), 9)))
    return sum(sorted(values, reverse=True)[:people]), total


def absence_factor(values: Sequence[int], share: float = 0.5) -> int | None:
    """The smallest number of people who make at least this share of all contributions (CHAOSS)."""
    needed, people, made = sum(values) * share, 0, 0
    if not needed:
        return None
    for value in sorted(values, reverse=True):
        people, made = people + 1, made + value
        if made >= needed:
            break
    return people
