"""For whom a rule holds: sets of people, and how many each part of it lets through."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

from qunluo.insight.segments.engine.rule import (
    Channel,
    Did,
    Group,
    Inside,
    Joined,
    JoinedOn,
    Level,
    Not,
    Score,
    Silent,
    State,
    Trait,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qunluo.insight.segments.engine.rule import Condition, Rule


class Known(Protocol):
    """What conditions look at; each is asked only when a condition needs it. Days as ordinals.

    `everybody`: the members now, without staff and bots.
    """

    everybody: frozenset[int]
    today: int

    def times(self, deed: Did) -> Mapping[int, int]: ...
    def joined(self) -> Mapping[int, tuple[int, str]]: ...
    def last_seen(self) -> Mapping[int, int]: ...
    def levels(self) -> Mapping[int, int]: ...
    def having(self, trait: Trait) -> frozenset[int]: ...
    def states(self, name: str) -> Mapping[int, str]: ...
    def scores(self, name: str) -> Mapping[int, float]: ...
    def inside(self, segment: int) -> frozenset[int]: ...


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
            return known.everybody & _condition(rule, known)


def _condition(rule: Condition, known: Known) -> frozenset[int]:  # noqa: C901 - by kind
    match rule:
        case Did():
            times = known.times(rule)
            return _those(known, lambda one: _between(times.get(one, 0), rule.least, rule.most))
        case Joined() | JoinedOn() | Channel():
            joined = known.joined()
            return _those(known, lambda one: one in joined and _came(rule, *joined[one], known))
        case Silent(days):
            seen = known.last_seen()
            return _those(known, lambda one: known.today - seen.get(one, 0) >= days)
        case Level(number):
            levels = known.levels()
            return _those(known, lambda one: levels.get(one, 0) == number)
        case Trait():
            return known.having(rule)
        case State(name, value):
            states = known.states(name)
            return _those(known, lambda one: states.get(one) == value)
        case Score(name, least, most):
            scores = known.scores(name)
            return _those(known, lambda one: one in scores and _between(scores[one], least, most))
        case Inside(segment):
            return known.inside(segment)


def _came(rule: Joined | JoinedOn | Channel, day: int, channel: str, known: Known) -> bool:
    match rule:
        case Joined(least, most):
            return _between(known.today - day, least, most)
        case JoinedOn(first, last):
            begins = first.toordinal() if first else 0
            return _between(day, begins, last.toordinal() if last else None)
        case Channel(name):
            return channel == name


def _those(known: Known, holds: Callable[[int], bool]) -> frozenset[int]:
    return frozenset(one for one in known.everybody if holds(one))


def _between(value: float, least: int, most: int | None) -> bool:
    return least <= value and (most is None or value <= most)


@dataclass(frozen=True)
class Removal:
    """Of one part of the outermost group: how many it holds for, and how many only it keeps out.

    Where any part is enough, `removes` is below nothing: so many are in by this part alone.
    """

    rule: Rule
    holds_for: int
    removes: int


def removals(rule: Rule, known: Known) -> list[Removal]:
    """What each part of the outermost group does: without it, so many more would be in (or fewer)."""
    whole = holding(rule, known)
    if not isinstance(rule, Group):
        return [Removal(rule, len(whole), len(known.everybody) - len(whole))]
    sets = [holding(one, known) for one in rule.rules]
    found = []
    for n, one in enumerate(rule.rules):
        rest = [other for m, other in enumerate(sets) if m != n]
        without = frozenset().union(*rest) if rule.is_any else known.everybody.intersection(*rest)
        found.append(Removal(one, len(sets[n]), len(without) - len(whole)))
    return found


def shared(sets: Sequence[frozenset[int]]) -> dict[tuple[int, ...], int]:
    """How many are in exactly these of the sets and in no other; only where somebody is."""
    found: dict[tuple[int, ...], int] = {}
    for size in range(len(sets), 0, -1):
        for which in combinations(range(len(sets)), size):
            inside = frozenset.intersection(*(sets[n] for n in which))
            outside = frozenset().union(*(own for n, own in enumerate(sets) if n not in which))
            if own := len(inside - outside):
                found[which] = own
    return found
