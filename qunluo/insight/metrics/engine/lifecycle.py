"""New, returning, resurrecting, dormant: the parts of an active population, closing exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Active


@dataclass(frozen=True)
class Lifecycle:
    """`dormant` is negative: active in the period before and not in this one."""

    active: int
    new: int
    returning: int
    resurrecting: int
    dormant: int


@dataclass(frozen=True)
class Roll:
    """The people of each part in one period."""

    new: frozenset[int]
    returning: frozenset[int]
    resurrecting: frozenset[int]
    dormant: frozenset[int]


def rolls(active: Active, first: Mapping[int, int], count: int) -> list[Roll]:
    """Parts of periods 1..count-1; index 0 of `active` is the period before the first one shown.

    `first`: person -> index of the period of the first activity ever (below 0: earlier still).
    """
    members: list[set[int]] = [set() for _ in range(count)]
    for person, seen in active.items():
        for n in seen:
            members[n].add(person)
    return [_roll(members[n - 1], members[n], first, n) for n in range(1, count)]


def _roll(before: set[int], now: set[int], first: Mapping[int, int], n: int) -> Roll:
    new = frozenset(person for person in now if first[person] == n)
    returning = frozenset(now & before)
    return Roll(new, returning, frozenset(now - before - new), frozenset(before - now))


def lifecycles(
    active: Active,
    first: Mapping[int, int],
    count: int,
    weights: Mapping[int, int] | None = None,
) -> list[Lifecycle]:
    """Counts of the parts, checked: they add up to the active, and to its change.

    `weights`: how many people each entry of `active` stands for (default: one).
    """

    def size(group: Iterable[int]) -> int:
        return sum(1 if weights is None else weights[person] for person in group)

    found = rolls(active, first, count)
    sizes = [0] * count
    for person, seen in active.items():
        for n in seen:
            sizes[n] += 1 if weights is None else weights[person]
    told = [
        Lifecycle(
            sizes[n + 1],
            size(roll.new),
            size(roll.returning),
            size(roll.resurrecting),
            -size(roll.dormant),
        )
        for n, roll in enumerate(found)
    ]
    _assert_closing(told, sizes)
    return told


def _assert_closing(told: Sequence[Lifecycle], sizes: Sequence[int]) -> None:
    for n, one in enumerate(told):
        if one.active != one.new + one.returning + one.resurrecting:
            raise AssertionError("the parts of the active do not add up")
        if sizes[n + 1] - sizes[n] != one.new + one.resurrecting + one.dormant:
            raise AssertionError("the change of the active is not accounted for")
