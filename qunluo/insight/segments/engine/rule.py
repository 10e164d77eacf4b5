"""A segment's rule: nested and/or groups of conditions, read from and written as plain values.

{"all": [{"did": "asked", "least": 3, "days": 30},
         {"any": [{"channel": "invitation"}, {"not": {"silent": 14}}]}]}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_CONDITIONS, DEEPEST = 30, 5
MOST = 100_000


class BadRuleError(Exception):
    """What was sent is no rule; the text says where."""


@dataclass(frozen=True)
class Did:
    """Did `event` at least (or `most`: at most) so often in the last `days`; 0 days: ever."""

    event: str
    least: int = 1
    most: int | None = None
    days: int = 0


@dataclass(frozen=True)
class Joined:
    """First joined so many days ago: at least `least`, at most `most` (None: no bound)."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Silent:
    """Has done nothing at all (no visit either) for at least so many days."""

    days: int


@dataclass(frozen=True)
class Channel:
    """First joined by this channel."""

    name: str


@dataclass(frozen=True)
class Level:
    """Orbit's level by presence: 1 the inner circle to 4 the outer one, 0 not seen."""

    number: int


@dataclass(frozen=True)
class Not:
    rule: Rule


@dataclass(frozen=True)
class Group:
    """All of the rules, or any of them. An empty "all" holds for everybody, an empty "any" for none."""

    rules: tuple[Rule, ...]
    is_any: bool = False


Condition = Did | Joined | Silent | Channel | Level
Rule = Condition | Not | Group


def read(told: Any, events: frozenset[str]) -> Rule:
    """The rule of plain values; raises BadRuleError."""
    rule = _read(told, events, 1)
    if len(conditions(rule)) > MOST_CONDITIONS:
        raise BadRuleError("conditions")
    return rule


def _read(told: Any, events: frozenset[str], depth: int) -> Rule:
    if not isinstance(told, dict) or depth > DEEPEST:
        raise BadRuleError("shape")
    if "all" in told or "any" in told:
        key = "any" if "any" in told else "all"
        if set(told) != {key} or not isinstance(told[key], list):
            raise BadRuleError(key)
        return Group(tuple(_read(one, events, depth + 1) for one in told[key]), key == "any")
    if "not" in told:
        return Not(_read(told["not"], events, depth + 1))
    return _condition(told, events)


def _condition(told: dict[str, Any], events: frozenset[str]) -> Condition:
    if told.get("did") in events and set(told) <= {"did", "least", "most", "days"}:
        most = told.get("most")
        return Did(
            told["did"],
            _number(told.get("least", 1)),
            None if most is None else _number(most),
            _number(told.get("days", 0)),
        )
    if "joined" in told and isinstance(told["joined"], dict):
        own = told["joined"]
        most = own.get("most")
        return Joined(_number(own.get("least", 0)), None if most is None else _number(most))
    if set(told) == {"silent"}:
        return Silent(_number(told["silent"]))
    if set(told) == {"channel"} and isinstance(told["channel"], str):
        return Channel(told["channel"][:60])
    if set(told) == {"level"} and told["level"] in range(5):
        return Level(told["level"])
    raise BadRuleError(str(sorted(told))[:80])


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise BadRuleError("number")
    return value


def plain(rule: Rule) -> dict[str, Any]:
    """The rule as plain values; `read` gives it back."""
    match rule:
        case Group(rules, is_any):
            return {"any" if is_any else "all": [plain(one) for one in rules]}
        case Not(one):
            return {"not": plain(one)}
        case Did(event, least, most, days):
            told: dict[str, Any] = {"did": event, "least": least, "days": days}
            return told if most is None else {**told, "most": most}
        case Joined(least, most):
            return {"joined": {"least": least} if most is None else {"least": least, "most": most}}
        case Silent(days):
            return {"silent": days}
        case Channel(name):
            return {"channel": name}
        case Level(number):
            return {"level": number}


def conditions(rule: Rule) -> list[Condition]:
    """Every condition in it, in reading order."""
    match rule:
        case Group(rules):
            return [found for one in rules for found in conditions(one)]
        case Not(one):
            return conditions(one)
        case _:
            return [rule]
