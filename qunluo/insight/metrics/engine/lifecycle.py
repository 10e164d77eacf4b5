"""New, returning, resurrecting, dormant: the parts of an active population, closing exactly."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.counting import Stir

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def stirs_of(active: Active, first: Mapping[int, int], count: int) -> list[Stir]:
    """The same as `counting.stirs` asks of a history, from who was active when."""
    members: list[set[int]] = [set() for _ in range(count + 1)]
    for person, seen in active.items():
        for n in seen:
            members[n].add(person)
    return [
        Stir(
            len(now),
            sum(first[person] == n for person in now),
            len(now & members[n - 1]) if n else 0,
            len(now - members[n + 1]),
        )
        for n, now in enumerate(members[:count])
    ]


def lifecycles(stirs: Sequence[Stir]) -> list[Lifecycle]:
    """Of the periods but the first, checked: the parts add up to the active, and to its change."""
    told = [
        Lifecycle(
            now.active, now.new, now.returning, now.active - now.new - now.returning, -gone.last
        )
        for gone, now in itertools.pairwise(stirs)
    ]
    _assert_closing(told, [one.active for one in stirs])
    return told


def _assert_closing(told: Sequence[Lifecycle], sizes: Sequence[int]) -> None:
    for n, one in enumerate(told):
        if one.resurrecting < 0:
            raise AssertionError("the parts of the active do not add up")
        if sizes[n + 1] - sizes[n] != one.new + one.resurrecting + one.dormant:
            raise AssertionError("the change of the active is not accounted for")
