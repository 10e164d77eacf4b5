"""From a case's events to a history: written as a segment of a lake and read like any other."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.history import Source, history_of
from qunluo.insight.metrics.engine.periods import BYS

if TYPE_CHECKING:
    from pathlib import Path

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period

Case = dict[str, Any]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class UnsupportedError(Exception):
    """The case asks for something that is not built; the text says what."""


class Beginning(list[Any]):
    """A list of which a publication may print the beginning only."""


def moment(text: str) -> datetime:
    """A moment in UTC; without an offset it is taken as UTC."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def history(case: Case, folder: Path) -> History:
    """The case's events as a history of its own, under its folder."""
    query = case["query"]
    told = [event for event in map(_counted(case), case.get("events", ())) if event is not None]
    rows = [_line(number, event) for number, event in enumerate(told, 1)]
    files = lake.write_segment(folder, rows, 1) if rows else []
    aliases = {} if _unit(case) else case.get("aliases", {})
    return history_of(
        Source(
            files=tuple(str(folder / file.path) for file in files),
            watermark=1,
            timezone=query.get("timezone") or "UTC",
            week_start=_weekday(query.get("week_start", "monday")),
            aliases=tuple(sorted(aliases.items())),
        )
    )


def _weekday(name: str | int) -> int:
    """By name; 0 is Monday."""
    if name in range(len(WEEKDAYS)):
        return int(name)
    if str(name).lower() not in WEEKDAYS:
        raise UnsupportedError(f"weeks that begin on {name}")
    return WEEKDAYS.index(str(name).lower())


def _unit(case: Case) -> str:
    """The property whose values are counted instead of people."""
    unit = case["query"].get("unit") or case.get("unit") or {}
    return str(unit.get("event_property", "")) if isinstance(unit, dict) else ""


def _counted(case: Case) -> Any:
    """Each event as it counts: under its unit, or None when a filter on members leaves it out."""
    unit, aliases = _unit(case), case.get("aliases", {})
    is_picky = any(case["query"].get(name) for name in ("actor_where", "actor_where_in"))

    def counted(event: dict[str, Any]) -> dict[str, Any] | None:
        actor = event.get("actor")
        if actor is None and is_picky:
            return None
        if not all(holds(event, *one) for one in case["query"].get("where", {}).items()):
            return None
        about = case.get("actors", {}).get(aliases.get(actor, actor), {})
        if actor is not None and not _is_in(case["query"], about):
            return None
        if unit:
            value = event.get("properties", {}).get(unit)
            return {**event, "actor": None if value is None else str(value)}
        return event

    return counted


def _is_in(query: dict[str, Any], about: dict[str, Any]) -> bool:
    wanted = query.get("actor_where", {}).items()
    one_of = query.get("actor_where_in", {}).items()
    barred = query.get("actor_where_not", {}).items()
    return (
        all(_has(about, key, value) for key, value in wanted)
        and all(about.get(key) in values for key, values in one_of)
        and not any(_has(about, key, value) for key, value in barred)
    )


def _has(about: dict[str, Any], key: str, value: Any) -> bool:
    if key.endswith("_contains"):
        return value in str(about.get(key.removesuffix("_contains"), ""))
    if isinstance(value, list):
        return about.get(key) in value
    return bool(about.get(key) == value)


def _line(number: int, event: dict[str, Any]) -> dict[str, Any]:
    at = moment(event["at"]).replace(tzinfo=None).isoformat()
    told = {
        key: text(value)
        for key, value in (event.get("properties") or {}).items()
        if value is not None
    }
    return {
        "line_id": number,
        "name": event["verb"],
        "verb": event["verb"],
        "happened_at": at,
        "recorded_at": at,
        "actor_key": event.get("actor"),
        "community_id": 1,
        "object_type": "case.thing",
        "object_id": 1,
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": json.dumps(told),
    }


def text(value: Any) -> str:
    """One spelling for equal values: 1 and 1.0 are one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def holds(event: dict[str, Any], key: str, value: Any) -> bool:
    """Whether an event's property equals the value, or one of them when it is a list."""
    told = (event.get("properties") or {}).get(key)
    if value is None or told is None:
        return value is None and told is None
    wanted = value if isinstance(value, list) else [value]
    return text(told) in {text(one) for one in wanted}


def told_values(case: Case, name: str) -> list[str]:
    """The values of a property over all events, each once."""
    told = ((event.get("properties") or {}).get(name) for event in case.get("events", ()))
    return sorted({text(value) for value in told if value is not None})


def _wanted(value: Any) -> Any:
    """What a match asks of a property: nothing, one text, or one of several."""
    if isinstance(value, list):
        return tuple(map(text, value))
    return None if value is None else text(value)


def match(asked: dict[str, Any], *, people: str = "members") -> Match:
    """What a match of the query asks of an event; what all events must have is asked earlier."""
    unknown = set(asked) - {"verb", "where"}
    if unknown:
        raise UnsupportedError(f"a match by {', '.join(sorted(unknown))}")
    verbs = asked.get("verb") or ()
    names = (verbs,) if isinstance(verbs, str) else tuple(verbs)
    where = asked.get("where") or {}
    facts = tuple((key, _wanted(value)) for key, value in sorted(where.items()))
    return Match(names=names, facts=facts, people=people)


def narrowed(found: Match, key: str, value: Any) -> Match:
    return Match(found.names, (*found.facts, (key, text(value))), found.people)


def periods(found: History, query: dict[str, Any], *, count: int | None = None) -> list[Period]:
    """The periods a case speaks of: from its first one on, so many or up to `to`."""
    by, begins = query["period"], query.get("first_period") or query["from"]
    if by == "hour":
        first = moment(begins)
        if count is None:
            count = int((moment(query["to"]) - first) / timedelta(hours=1)) + 1
        return found.calendar.hours(first, count)
    if by not in BYS:
        raise UnsupportedError(f"periods of a {by}")
    calendar, start = found.calendar, day(begins)
    if count is None:
        return calendar.periods(by, start, day(query["to"]))
    return calendar.periods(by, start, calendar.moved(by, calendar.start_of(by, start), count - 1))


def bounds(query: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """`from` and `to` as moments, both included; a bare day lasts until its end in its zone."""
    zone = ZoneInfo(query.get("timezone") or "UTC")

    def edge(text: str | None, *, is_end: bool) -> datetime | None:
        if text is None:
            return None
        if len(text) > len("2026-01-01"):
            return moment(text)
        one = day(text) + timedelta(days=is_end)
        start = datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC)
        return start - timedelta(microseconds=is_end)

    return edge(query.get("from"), is_end=False), edge(query.get("to"), is_end=True)
