"""Reference cases in a neutral format, run through the lake and the engine like real lines."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qunluo.insight.metrics.engine import lake
from qunluo.insight.metrics.engine.history import Source, history_of

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "cases" / "analytics"
WEEKDAYS = {"monday": 0, "sunday": 6}


def cases(name: str) -> list[Any]:
    """Parameters for pytest; a single skipped one when the folder is not there."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        reason = "the reference cases are not beside this checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    return [pytest.param(case, id=case["name"]) for case in json.loads(path.read_text())]


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def day(text):
    return date.fromisoformat(text[:10])


def line(number, event):
    properties = {key: str(value) for key, value in event.get("properties", {}).items()}
    return {
        "line_id": number,
        "name": event["verb"],
        "verb": event["verb"],
        "happened_at": moment(event["at"]).replace(tzinfo=None).isoformat(),
        "recorded_at": moment(event["at"]).replace(tzinfo=None).isoformat(),
        "actor_key": event["actor"],
        "community_id": 1,
        "object_type": "case.thing",
        "object_id": 1,
        "audience": "public",
        "origin": "live",
        "batch": "",
        "facts": json.dumps(properties),
    }


def history(case, tmp_path, *, events=None):
    query = case["query"]
    told = case["events"] if events is None else events
    rows = [line(number, event) for number, event in enumerate(told, 1)]
    files = lake.write_segment(tmp_path, rows, 1) if rows else []
    return history_of(
        Source(
            files=tuple(str(tmp_path / file.path) for file in files),
            watermark=1,
            timezone=query.get("timezone", "UTC"),
            week_start=WEEKDAYS[query.get("week_start", "monday")],
            aliases=tuple(sorted(case.get("aliases", {}).items())),
            staff=tuple(sorted(left_out(case, told))),
        )
    )


def left_out(case, events):
    """Members that a filter on members leaves out; staff are left out by the same means."""
    query, actors = case["query"], case.get("actors", {})
    aliases = case.get("aliases", {})
    for event in events:
        if event["actor"] is None:
            continue
        actor = aliases.get(event["actor"], event["actor"])
        if not _is_in(query, actors.get(actor, {})):
            yield actor


def _is_in(query, properties):
    wanted = query.get("actor_where", {}).items()
    one_of = query.get("actor_where_in", {}).items()
    return (
        all(properties.get(key) == value for key, value in wanted)
        and all(properties.get(key) in values for key, values in one_of)
        and not any(_has(properties, *pair) for pair in query.get("actor_where_not", {}).items())
    )


def _has(properties, key, value):
    if key.endswith("_contains"):
        return value in str(properties.get(key.removesuffix("_contains"), ""))
    return properties.get(key) == value


def match(query, asked):
    from qunluo.insight.metrics.engine.counting import Match

    where = {**query.get("where", {}), **asked.get("where", {})}
    names = (asked["verb"],) if "verb" in asked else ()
    return Match(names=names, facts=tuple(sorted((k, str(v)) for k, v in where.items())))


def periods(history, query, *, count=None):
    """The periods a case speaks of."""
    calendar = history.calendar
    if query["period"] == "hour":
        first = moment(query.get("first_period") or query["from"])
        if count is None:
            count = int((moment(query["to"]) - first) / timedelta(hours=1)) + 1
        return calendar.hours(first, count)
    first = day(query.get("first_period") or query["from"])
    if count is not None:
        last = calendar.moved(query["period"], calendar.start_of(query["period"], first), count - 1)
    else:
        last = day(query["to"])
    return calendar.periods(query["period"], first, last)
