"""Cases of events: retention, lifecycle, stickiness and trends."""

from __future__ import annotations

import operator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import counting, lifecycle, retention
from qunluo.insight.metrics.engine.cases import reading
from qunluo.insight.metrics.engine.cases.formulas import computed
from qunluo.insight.metrics.engine.cases.reading import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qunluo.insight.metrics.engine.cases.reading import Case
    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period

Answer = dict[str, Any]
ENOUGH: dict[str, Callable[[int, int], bool]] = {
    "gte": operator.ge,
    "gt": operator.gt,
    "lte": operator.le,
    "lt": operator.lt,
    "eq": operator.eq,
    "exact": operator.eq,
}


def groups(case: Case, folder: Path, answer: Callable[[Case, Path], Answer]) -> Answer:
    """The answer for each value of a property of members, each as a case of its own."""
    name, told = case["query"]["breakdown_actor"], case.get("actors", {})
    found: Answer = {}
    values = {reading.text(about[name]): about[name] for about in told.values() if name in about}
    for number, (label, value) in enumerate(sorted(values.items())):
        query = {k: v for k, v in case["query"].items() if k != "breakdown_actor"}
        query["actor_where"] = {**(query.get("actor_where") or {}), name: value}
        collect(found, label, answer({**case, "query": query}, folder / str(number)))
    return found


def collect(found: Answer, label: str, answer: Answer) -> None:
    """File an answer's parts under a value of what they are broken down by."""
    for key, told in answer.items():
        found.setdefault(f"{key}_by", {})[label] = told


def _starts(periods: Sequence[Period]) -> list[str]:
    return [period.start.isoformat() for period in periods]


def _first_periods(history: History, match: Match, periods: Sequence[Period]) -> dict[int, int]:
    """Person -> the period of the first such event ever; -1: in none of them."""
    if periods and periods[0].by == "hour":
        firsts = counting.first_moments(history, match)
        return {
            person: next((n for n, p in enumerate(periods) if p.starts_at <= at < p.ends_at), -1)
            for person, at in firsts.items()
        }
    return {
        person: next((n for n, p in enumerate(periods) if p.start <= day < p.end), -1)
        for person, day in counting.first_days(history, match).items()
    }


def retained(case: Case, folder: Path) -> Answer:
    query = case["query"]
    if "breakdown_actor" in query:
        return groups(case, folder, retained)
    history = reading.history(case, folder)
    start, back = (reading.match(query.get(name) or {}) for name in ("start", "return"))
    answer = _retained(case, history, start, back)
    if "breakdown" in query:
        for value in reading.told_values(case, query["breakdown"]):
            narrow = reading.narrowed(start, query["breakdown"], value)
            collect(answer, value, _retained(case, history, narrow, back))
    return answer


def _retained(case: Case, history: History, start: Match, back: Match) -> Answer:
    query = case["query"]
    ahead = query.get("lookahead")
    if query.get("periods") is None:
        query = {**query, "periods": len(reading.periods(history, query))}
    count = query["periods"]
    periods = reading.periods(history, query, count=count + (ahead or 0))
    members = retention.cohorts(
        counting.active(history, start, periods),
        count,
        cohort=query.get("cohort", "first_matching_start"),
        first=_first_periods(history, start, periods),
    )
    told = retention.triangle(
        members,
        counting.active(history, back, periods),
        len(periods) if ahead else count,
        criterion=query.get("criterion", "on"),
        min_occurrences=query.get("min_occurrences", 1),
    )
    rows = [list(row) for row in told.rows]
    answer: Answer = {"period_starts": _starts(periods[:count])}
    answer["triangle"] = [row[: count - n] for n, row in enumerate(rows)]
    if ahead:
        wanted = case["expected"].get("matrix") or [[None] * ahead]
        answer["matrix"] = [row[: max(ahead, min(ahead + 1, len(wanted[0])))] for row in rows]
    return answer


def alive(case: Case, folder: Path) -> Answer:
    query = case["query"]
    if "breakdown_actor" in query:
        return groups(case, folder, alive)
    history = reading.history(case, folder)
    shown = reading.periods(history, query)
    if query["period"] == "hour":
        first = shown[0].starts_at - timedelta(hours=1)
        periods = history.calendar.hours(first, len(shown) + 1)
    else:
        periods = [history.calendar.neighbour(shown[0], -1), *shown]
    match = reading.match(query.get("match") or {})
    first_ever = _first_periods(history, match, periods)
    told = lifecycle.lifecycles(
        lifecycle.stirs_of(counting.active(history, match, periods), first_ever, len(periods))
    )
    parts = ("active", "new", "returning", "resurrecting", "dormant")
    answer: Answer = {part: [getattr(one, part) for one in told] for part in parts}
    return {**answer, "period_starts": _starts(shown)}


def sticky(case: Case, folder: Path) -> Answer:
    query = case["query"]
    if "breakdown_actor" in query:
        return groups(case, folder, sticky)
    history = reading.history(case, folder)
    periods = reading.periods(history, query)
    size = query.get("period_count", 1)
    counts = counting.active(history, reading.match(query.get("match") or {}), periods)
    buckets: counting.Active = {}
    for person, seen in counts.items():
        held = buckets.setdefault(person, {})
        for n, times in seen.items():
            held[n // size] = held.get(n // size, 0) + times
    told = retention.stickiness(
        buckets,
        -(-len(periods) // size),
        enough=_enough(query.get("per_period")),
        cumulative=query.get("cumulative", False),
    )
    return {"histogram": told}


def _enough(asked: dict[str, Any] | None) -> Callable[[int], bool] | None:
    if asked is None:
        return None
    if asked["op"] not in ENOUGH:
        raise UnsupportedError(f"a period that counts by {asked['op']}")
    holds, value = ENOUGH[asked["op"]], asked["value"]
    return lambda times: holds(times, value)


def trended(case: Case, folder: Path) -> Answer:
    query = case["query"]
    if "breakdown_actor" in query:
        return groups(case, folder, trended)
    history = reading.history(case, folder)
    names = query.get("series") or {"": query.get("match") or {}}
    people = "members" if query["measure"] in {"unique", "rolling_unique"} else "all"
    matches = {name: reading.match(asked, people=people) for name, asked in names.items()}
    answer = _measured(history, query, matches)
    if "breakdown" in query:
        answer |= _by_value(case, history, matches)
    if query.get("compare") == "previous_period":
        answer |= _previous(history, query, matches)
    return answer


def _measured(
    history: History,
    query: dict[str, Any],
    matches: dict[str, Match],
    periods: list[Period] | None = None,
) -> Answer:
    told = {name: _values(history, query, match, periods) for name, match in matches.items()}
    totals = {name: _total(history, query, match, told[name]) for name, match in matches.items()}
    answer: Answer = {"series_by": told, "total_by": totals}
    if "" in told:
        answer |= {"series": told[""], "total": totals[""], "value": totals[""]}
    for formula in query.get("formulas", ()):
        columns = zip(*told.values(), strict=True)
        values = [computed(formula, dict(zip(told, row, strict=True))) for row in columns]
        answer.setdefault("formula", {})[formula] = values
        answer.setdefault("formula_total", {})[formula] = computed(formula, totals)
    return answer


def _values(
    history: History, query: dict[str, Any], match: Match, periods: list[Period] | None
) -> list[Any]:
    if query["period"] == "total":
        return []
    periods = periods or reading.periods(history, query)
    if query["measure"] == "count":
        return [tally.lines for tally in counting.tallies(history, match, periods)]
    if query["measure"] == "unique":
        return [tally.people for tally in counting.tallies(history, match, periods)]
    if query["measure"] in counting.HOWS:
        how, fact = query["measure"], query["property"]
        return counting.gauged(history, match, fact, how, periods)
    if query["measure"] != "rolling_unique":
        raise UnsupportedError(f"a trend of {query['measure']}")
    window = query["window_days"]
    if query["period"] == "hour":
        ends = [period.ends_at for period in periods]
        spans = [(end - timedelta(days=window), end) for end in ends]
        return [tally.people for tally in counting.tallies_between(history, match, spans)]
    if query["period"] != "day":  # a rolling window by longer periods is the calendar period
        return [tally.people for tally in counting.tallies(history, match, periods)]
    days = [period.start for period in periods]
    return counting.rolling_people(history, match, days, window)


def _total(history: History, query: dict[str, Any], match: Match, told: list[Any]) -> Any:
    if query["measure"] == "rolling_unique":
        days = [reading.day(query["to"])]
        return counting.rolling_people(history, match, days, query["window_days"])[0]
    if query["measure"] in counting.HOWS:
        how, fact = query["measure"], query["property"]
        days = [reading.day(query[edge]) for edge in ("from", "to")]
        return counting.gauged(history, match, fact, how, [history.calendar.between(*days)])[0]
    first, last = reading.bounds(query)
    if query["period"] != "total" and query["measure"] == "count":
        return sum(told)
    assert first is not None and last is not None  # noqa: S101, PT018 - every trend has both
    whole = [(first, last + timedelta(microseconds=1))]
    tally = counting.tallies_between(history, match, whole)[0]
    return tally.lines if query["measure"] == "count" else tally.people


def _by_value(case: Case, history: History, matches: dict[str, Match]) -> Answer:
    """The same for each value of a property of events."""
    query, name = case["query"], case["query"]["breakdown"]
    told: dict[str, Answer] = {}
    for value in reading.told_values(case, name):
        narrow = {key: reading.narrowed(match, name, value) for key, match in matches.items()}
        told[value] = _measured(history, query, narrow)
    answer: Answer = {}
    for key in ("value", "total", "series", "formula", "formula_total"):
        found = {value: one[key] for value, one in told.items() if key in one}
        if found:
            answer[f"{key}_by"] = found
    formulas = query.get("formulas", ())
    if len(formulas) == 1 and "formula_total_by" in answer:
        # One formula's totals are told plainly.
        answer["formula_total_by"] = {
            value: one[formulas[0]] for value, one in answer["formula_total_by"].items()
        }
    return answer


def _previous(history: History, query: dict[str, Any], matches: dict[str, Match]) -> Answer:
    shown = reading.periods(history, query)
    earlier = [history.calendar.neighbour(period, -len(shown)) for period in shown]
    whole = {"from": earlier[0].start.isoformat(), "to": earlier[-1].last_day.isoformat()}
    told = _measured(history, {**query, **whole}, matches, earlier)
    answer = {f"previous_{key}": value for key, value in told.items()}
    return {
        **answer,
        "previous_from": earlier[0].start.isoformat(),
        "previous_to": earlier[-1].start.isoformat(),
    }
