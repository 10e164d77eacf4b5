"""A segment's rule: nested and/or groups of conditions, read from and written as plain values.

{"all": [{"did": "asked", "least": 3, "days": 30},
         {"any": [{"trait": "language", "is": "en"}, {"not": {"silent": 14}}]}]}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CONDITIONS, DEEPEST = 30, 5
MOST = 100_000
TRAITS = ("language", "role", "knows", "place", "field", "imported", "verified")
SCORES = ("rfm_r", "rfm_f", "rfm_m", "influence", "quality")
STATES = ("rfm", "lifecycle")
LONGEST = 120


class BadRuleError(Exception):
    """What was sent is no rule; the text says where."""


@dataclass(frozen=True)
class Did:
    """Did `event` at least (or `most`: at most) so often in the last `days`; 0 days: ever.

    `first`, `last`: from a day to a day instead. `space`: in this space only; 0: anywhere.
    """

    event: str
    least: int = 1
    most: int | None = None
    days: int = 0
    first: date | None = None
    last: date | None = None
    space: int = 0


@dataclass(frozen=True)
class Joined:
    """First joined so many days ago: at least `least`, at most `most` (None: no bound)."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class JoinedOn:
    """First joined from a day to a day (None: no bound)."""

    first: date | None = None
    last: date | None = None


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
class Trait:
    """What somebody is by the member list and profile: one of `TRAITS`, with its value.

    `about`: which of the community's own profile fields, for `field`.
    """

    name: str
    value: str
    about: int = 0


@dataclass(frozen=True)
class State:
    """The group by RFM, or where in the lifecycle somebody stands."""

    name: str
    value: str


@dataclass(frozen=True)
class Score:
    """One of `SCORES` between two bounds, both included; who has no score is not in it."""

    name: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Inside:
    """Is in another segment of the community."""

    segment: int


@dataclass(frozen=True)
class Not:
    rule: Rule


@dataclass(frozen=True)
class Group:
    """All of the rules, or any of them. An empty "all" holds for everybody, an empty "any" for none."""

    rules: tuple[Rule, ...]
    is_any: bool = False


Condition = Did | Joined | JoinedOn | Silent | Channel | Level | Trait | State | Score | Inside
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
        if set(told) != {"not"}:
            raise BadRuleError("not")
        return Not(_read(told["not"], events, depth + 1))
    return _condition(told, events)


def _condition(told: dict[str, Any], events: frozenset[str]) -> Condition:
    if "did" in told:
        return _did(told, events)
    for key, reading in READERS.items():
        if key in told:
            return reading(told)
    raise BadRuleError(str(sorted(map(str, told)))[:80])


def _did(told: dict[str, Any], events: frozenset[str]) -> Did:
    _only(told, {"did", "least", "most", "days", "from", "to", "space"})
    if told["did"] not in events:
        raise BadRuleError("did")
    most = told.get("most")
    found = Did(
        told["did"],
        _number(told.get("least", 1)),
        None if most is None else _number(most),
        _number(told.get("days", 0)),
        _day(told.get("from")),
        _day(told.get("to")),
        _number(told.get("space", 0), most=2**53),
    )
    return replace(found, days=0) if found.first or found.last else found


def _joined(told: dict[str, Any]) -> Joined:
    own = _inner(told, "joined", {"least", "most"})
    most = own.get("most")
    return Joined(_number(own.get("least", 0)), None if most is None else _number(most))


def _joined_on(told: dict[str, Any]) -> JoinedOn:
    own = _inner(told, "joined_on", {"from", "to"})
    return JoinedOn(_day(own.get("from")), _day(own.get("to")))


def _silent(told: dict[str, Any]) -> Silent:
    _only(told, {"silent"})
    return Silent(_number(told["silent"]))


def _channel(told: dict[str, Any]) -> Channel:
    _only(told, {"channel"})
    return Channel(_text(told["channel"]))


def _level(told: dict[str, Any]) -> Level:
    _only(told, {"level"})
    return Level(_number(told["level"], most=4))


def _trait(told: dict[str, Any]) -> Trait:
    _only(told, {"trait", "is", "about"})
    if told["trait"] not in TRAITS:
        raise BadRuleError("trait")
    about = _number(told.get("about", 0), most=2**53)
    if (told["trait"] == "field") != bool(about):
        raise BadRuleError("about")
    return Trait(told["trait"], _text(told.get("is", "")), about)


def _state(told: dict[str, Any]) -> State:
    _only(told, {"state", "is"})
    if told["state"] not in STATES:
        raise BadRuleError("state")
    return State(told["state"], _text(told.get("is")))


def _score(told: dict[str, Any]) -> Score:
    _only(told, {"score", "least", "most"})
    if told["score"] not in SCORES:
        raise BadRuleError("score")
    most = told.get("most")
    least = _number(told.get("least", 0))
    return Score(told["score"], least, None if most is None else _number(most))


def _inside(told: dict[str, Any]) -> Inside:
    _only(told, {"segment"})
    return Inside(_number(told["segment"], most=2**53))


READERS: dict[str, Callable[[dict[str, Any]], Condition]] = {
    "joined": _joined,
    "joined_on": _joined_on,
    "silent": _silent,
    "channel": _channel,
    "level": _level,
    "trait": _trait,
    "state": _state,
    "score": _score,
    "segment": _inside,
}


def _only(told: dict[str, Any], keys: set[str]) -> None:
    if not set(told) <= keys:
        raise BadRuleError(str(sorted(map(str, told)))[:80])


def _inner(told: dict[str, Any], key: str, keys: set[str]) -> dict[str, Any]:
    _only(told, {key})
    own = told[key]
    if not isinstance(own, dict):
        raise BadRuleError(key)
    _only(own, keys)
    return own


def _number(value: Any, *, most: int = MOST) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadRuleError("number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or "\x00" in value:
        raise BadRuleError("text")
    return value


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise BadRuleError("day") from None


def plain(rule: Rule) -> dict[str, Any]:  # noqa: C901, PLR0912 - a line a kind
    """The rule as plain values; `read` gives it back."""
    match rule:
        case Group(rules, is_any):
            return {"any" if is_any else "all": [plain(one) for one in rules]}
        case Not(one):
            return {"not": plain(one)}
        case Did():
            return _plain_did(rule)
        case Joined(least, most):
            return {"joined": _told(least=least, most=most)}
        case JoinedOn(first, last):
            days = {"from": first, "to": last}
            return {"joined_on": {key: day.isoformat() for key, day in days.items() if day}}
        case Silent(days):
            return {"silent": days}
        case Channel(name):
            return {"channel": name}
        case Level(number):
            return {"level": number}
        case Trait(name, value, about):
            return {"trait": name, "is": value, **({"about": about} if about else {})}
        case State(name, value):
            return {"state": name, "is": value}
        case Score(name, least, most):
            return {"score": name, **_told(least=least, most=most)}
        case Inside(segment):
            return {"segment": segment}


def _told(**values: int | None) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _plain_did(rule: Did) -> dict[str, Any]:
    told: dict[str, Any] = {"did": rule.event, **_told(least=rule.least, most=rule.most)}
    if rule.first or rule.last:
        days = {"from": rule.first, "to": rule.last}
        told |= {key: day.isoformat() for key, day in days.items() if day}
    else:
        told["days"] = rule.days
    return {**told, "space": rule.space} if rule.space else told


def conditions(rule: Rule) -> list[Condition]:
    """Every condition in it, in reading order."""
    match rule:
        case Group(rules):
            return [found for one in rules for found in conditions(one)]
        case Not(one):
            return conditions(one)
        case _:
            return [rule]


def segments_in(rule: Rule) -> frozenset[int]:
    """The other segments it leans on."""
    return frozenset(one.segment for one in conditions(rule) if isinstance(one, Inside))
