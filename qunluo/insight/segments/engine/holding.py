"""For whom a rule holds: sets of people, and how many each part of it lets through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.segments.engine.rule import (
    Channel,
    Did,
    Group,
    Joined,
    Level,
    Not,
    Silent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qunluo.insight.segments.engine.rule import Condition, Rule

Times = "Callable[[str, int], Mapping[int, int]]"


@dataclass(frozen=True)
class Known:
    """What conditions look at. `times(event, days)`: person -> how often; days as ordinals.

    `everybody`: the members now, without staff.
    """

    everybody: frozenset[int]
    today: int
    times: Callable[[str, int], Mapping[int, int]]
    joined: Mapping[int, tuple[int, str]]
    last_seen: Mapping[int, int]
    levels: Mapping[int, int]


def holding(rule: Rule, known: Known) -> frozenset[int]:
    """The members for whom it holds."""
    match rule:
        case Group(rules, is_any):
            sets = [holding(one, known) for one in rules]
            if is_any:
                return frozenset().union(*sets)
            return known.everybody.intersection(*sets)
        case Not(one):
            return known.everybody - holding(one, known)
        case _:
            return _condition(rule, known)


def _condition(rule: Condition, known: Known) -> frozenset[int]:
    match rule:
        case Did(event, least, most, days):
            times = known.times(event, days)
            return _those(known, lambda one: _between(times.get(one, 0), least, most))
        case Joined(least, most):
            return _those(
                known,
                lambda one: (
                    one in known.joined
                    and _between(known.today - known.joined[one][0], least, most)
                ),
            )
        case Silent(days):
            return _those(known, lambda one: known.today - known.last_seen.get(one, 0) >= days)
        case Channel(name):
            return _those(known, lambda one: known.joined.get(one, (0, ""))[1] == name)
        case Level(number):
            return _those(known, lambda one: known.levels.get(one, 0) == number)


def _those(known: Known, holds: Callable[[int], bool]) -> frozenset[int]:
    return frozenset(one for one in known.everybody if holds(one))


def _between(value: int, least: int, most: int | None) -> bool:
    return least <= value and (most is None or value <= most)


@dataclass(frozen=True)
class Removal:
    """Of one part of the outermost group: how many it holds for, and how many only it keeps out."""

    rule: Rule
    holds_for: int
    removes: int


def removals(rule: Rule, known: Known) -> list[Removal]:
    """What each part of the outermost group does: without it, so many more would be in (or fewer)."""
    if not isinstance(rule, Group):
        whole = holding(rule, known)
        return [Removal(rule, len(whole), len(known.everybody) - len(whole))]
    whole = holding(rule, known)
    found = []
    for n, one in enumerate(rule.rules):
        rest = Group((*rule.rules[:n], *rule.rules[n + 1 :]), rule.is_any)
        without = holding(rest, known)
        found.append(Removal(one, len(holding(one, known)), len(without) - len(whole)))
    return found
