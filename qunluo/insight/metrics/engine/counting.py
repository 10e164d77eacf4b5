"""From a history to small sets and counts: who was active when, how often something happened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period

Active = dict[int, dict[int, int]]
"""person -> index of period -> how many times."""


@dataclass(frozen=True)
class Match:
    """Which lines: of these names (none: any), with these facts; `people`: members only.

    A fact's value may be a tuple (one of these) or None (the line has no such fact).
    `people="members"` leaves out staff and lines without a person, `"anyone"` only the latter,
    `"all"` nothing. Lines of bots are in no history's `acts`.
    """

    names: tuple[str, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    people: str = "members"

    def where(self) -> tuple[str, list[Any]]:
        """SQL after WHERE, and its parameters."""
        told, params = ["true"], list[Any]()
        if self.names:
            told.append("name IN (SELECT unnest(string_split(?, ',')))")
            params.append(",".join(self.names))
        for fact, value in self.facts:
            asked, own = _asked(value)
            told.append(f"json_extract_string(facts, ?) {asked}")
            params += [f'$."{fact}"', *own]
        if self.people != "all":
            told.append("person IS NOT NULL")
        if self.people == "members":
            told.append("NOT is_staff")
        return " AND ".join(told), params


def _asked(value: Any) -> tuple[str, list[str]]:
    if value is None:
        return "IS NULL", []
    if isinstance(value, tuple):
        return "IN (SELECT unnest(string_split(?, chr(31))))", ["\x1f".join(map(str, value))]
    return "= ?", [str(value)]


@dataclass(frozen=True)
class Tally:
    """In one period: lines, and distinct people among their actors."""

    lines: int = 0
    people: int = 0


def tallies(history: History, match: Match, periods: Sequence[Period]) -> list[Tally]:
    """Lines and distinct people in each period."""
    return _tallied(history, match, spans(periods), len(periods))


def tallies_between(
    history: History, match: Match, windows: Sequence[tuple[datetime, datetime]]
) -> list[Tally]:
    """Lines and distinct people in windows of moments (UTC), which may overlap."""
    return _tallied(history, match, moments(windows), len(windows))


def _tallied(
    history: History, match: Match, joined: tuple[str, list[Any]], count: int
) -> list[Tally]:
    where, params = match.where()
    found = history.rows(
        "SELECT s.n, count(*), count(DISTINCT person) FROM {acts} a"  # noqa: S608 - fixed pieces
        f" JOIN {joined[0]} WHERE {where} GROUP BY s.n",
        [*joined[1], *params],
    )
    counted = {n: Tally(lines, people) for n, lines, people in found}
    return [counted.get(n, Tally()) for n in range(count)]


# Lists travel as one text: DuckDB looks for pandas anew at every value of a Python list.
SPANS = (
    "(SELECT unnest(string_split(?, ',')::DATE[]) AS day,"
    " unnest(string_split(?, ',')::INTEGER[]) AS n) s ON a.day = s.day"
)
MOMENTS = (
    "(SELECT unnest(string_split(?, ',')::TIMESTAMP[]) AS opens,"
    " unnest(string_split(?, ',')::TIMESTAMP[]) AS shuts,"
    " unnest(string_split(?, ',')::INTEGER[]) AS n) s ON a.moment >= s.opens AND a.moment < s.shuts"
)


def spans(periods: Sequence[Period]) -> tuple[str, list[Any]]:
    """What to join lines with, and its parameters: by local day, hours by their moments."""
    if periods and periods[0].by == "hour":
        return moments([(period.starts_at, period.ends_at) for period in periods])
    return SPANS, list(spanned(periods))


def spanned(periods: Sequence[Period]) -> tuple[str, str]:
    """Every day of the periods, and the number of the period that holds it."""
    days, numbers = [], []
    for n, period in enumerate(periods):
        for ordinal in range(period.start.toordinal(), period.end.toordinal()):
            days.append(period.start.fromordinal(ordinal))
            numbers.append(n)
    return _listed(days), _listed(numbers)


def _listed(values: Iterable[object]) -> str:
    return ",".join(map(str, values))


def moments(windows: Sequence[tuple[datetime, datetime]]) -> tuple[str, list[Any]]:
    """The same for any half-open windows of moments; they may overlap."""
    opens = [start.replace(tzinfo=None) for start, _end in windows]
    shuts = [end.replace(tzinfo=None) for _start, end in windows]
    return MOMENTS, [_listed(opens), _listed(shuts), _listed(range(len(windows)))]


def active(history: History, match: Match, periods: Sequence[Period]) -> Active:
    """Who was active in which of the periods, and how many times."""
    where, params = match.where()
    joined, lists = spans(periods)
    found = history.rows(
        "SELECT person, s.n, count(*) FROM {acts} a"  # noqa: S608 - fixed pieces
        f" JOIN {joined} WHERE {where} GROUP BY person, s.n",
        [*lists, *params],
    )
    counted: Active = defaultdict(dict)
    for person, n, times in found:
        counted[person][n] = times
    return counted


@dataclass(frozen=True)
class Patterns:
    """People who did the same in the same periods, as one with a weight.

    `active`: pattern -> periods of doing `back`. `first`: pattern -> the period of the first
    `start` ever; -1: it lies in none of them. `weights`: pattern -> how many people.
    """

    active: Active
    first: dict[int, int]
    weights: dict[int, int]


def patterns(history: History, start: Match, back: Match, periods: Sequence[Period]) -> Patterns:
    """How everybody who ever did `start` did `back`: far fewer rows than people."""
    began, began_params = start.where()
    did, did_params = back.where()
    days, numbers = spanned(periods)
    found = history.rows(
        "WITH places AS (SELECT unnest(string_split(?, ',')::DATE[]) AS day,"  # noqa: S608 - fixed
        " unnest(string_split(?, ',')::INTEGER[]) AS n),"
        f" begun AS (SELECT person, min(day) AS day FROM {{acts}} WHERE {began} GROUP BY person),"
        " seen AS (SELECT person, list_sort(list(DISTINCT n)) AS seen FROM {acts} a"
        f" JOIN places s ON a.day = s.day WHERE {did} GROUP BY person)"
        " SELECT coalesce(n, -1), seen, count(*) FROM begun LEFT JOIN places USING (day)"
        " LEFT JOIN seen USING (person) GROUP BY 1, 2",
        [days, numbers, *began_params, *did_params],
    )
    active: Active = {}
    first, weights = dict[int, int](), dict[int, int]()
    for number, (n, seen, people) in enumerate(found):
        active[number] = dict.fromkeys(seen or (), 1)
        first[number], weights[number] = n, people
    return Patterns(active, first, weights)


def amounts(history: History, match: Match, periods: Sequence[Period]) -> list[list[int]]:
    """How often each person who did it at all did it, per period; in no order."""
    where, params = match.where()
    joined, lists = spans(periods)
    found: list[list[int]] = [[] for _ in periods]
    for n, times, people in history.rows(
        "SELECT n, times, count(*) FROM (SELECT s.n, count(*) AS times FROM {acts} a"  # noqa: S608
        f" JOIN {joined} WHERE {where} GROUP BY person, s.n) GROUP BY n, times",
        [*lists, *params],
    ):
        found[n] += [times] * people
    return found


HOWS = {
    "sum": "sum(v)",
    "avg": "avg(v)",
    "min": "min(v)",
    "max": "max(v)",
    "median": "quantile_cont(v, 0.5)",
    "p90": "quantile_cont(v, 0.9)",
    "p95": "quantile_cont(v, 0.95)",
    "p99": "quantile_cont(v, 0.99)",
}


def gauged(
    history: History, match: Match, fact: str, how: str, periods: Sequence[Period]
) -> list[float | None]:
    """A number that lines carry, summed up per period as `HOWS` says; None: no line carries it."""
    where, params = match.where()
    joined, lists = spans(periods)
    found = history.rows(
        f"SELECT n, {HOWS[how]} FROM (SELECT s.n,"  # noqa: S608 - fixed pieces
        " try_cast(json_extract_string(facts, ?) AS DOUBLE) AS v FROM {acts} a"
        f" JOIN {joined} WHERE {where}) WHERE v IS NOT NULL GROUP BY n",
        [f'$."{fact}"', *lists, *params],
    )
    known = dict(found)
    return [known.get(n) for n in range(len(periods))]


def first_days(history: History, match: Match) -> dict[int, date]:
    """The local day of each person's first such line ever."""
    where, params = match.where()
    return dict(
        history.rows(
            f"SELECT person, min(day) FROM {{acts}} WHERE {where} GROUP BY person",  # noqa: S608
            params,
        )
    )


def first_moments(history: History, match: Match) -> dict[int, datetime]:
    """The moment of each person's first such line ever."""
    where, params = match.where()
    return {
        person: moment.replace(tzinfo=UTC)
        for person, moment in history.rows(
            f"SELECT person, min(moment) FROM {{acts}} WHERE {where} GROUP BY person",  # noqa: S608
            params,
        )
    }


def daily_people(history: History, match: Match, first: date, last: date) -> dict[date, int]:
    """Distinct people per local day, only days that have some."""
    where, params = match.where()
    return dict(
        history.rows(
            "SELECT day, count(DISTINCT person) FROM {acts}"  # noqa: S608 - fixed pieces
            f" WHERE {where} AND day BETWEEN ? AND ? GROUP BY day",
            [*params, first, last],
        )
    )


def rolling_people(
    history: History, match: Match, days: Sequence[date], window_days: int
) -> list[int]:
    """Distinct people in the window that ends with each of the days; linear in active days.

    Each active day of a person holds them in the window until the next active day or until the
    window has passed, whichever is sooner: +1 where such a stretch begins, -1 where it ends.
    """
    where, params = match.where()
    found = history.rows(
        "WITH seen AS (SELECT DISTINCT person, day FROM {acts}"  # noqa: S608 - fixed pieces
        f" WHERE {where}), held AS (SELECT day, least(coalesce(lead(day) OVER (PARTITION BY person"
        " ORDER BY day), DATE '9999-01-01'), day + ?) AS until FROM seen), steps AS ("
        "SELECT day, 1 AS step FROM held UNION ALL SELECT until, -1 FROM held), walk AS ("
        "SELECT day, sum(sum(step)) OVER (ORDER BY day) AS people FROM steps GROUP BY day)"
        " SELECT q.day, coalesce(w.people, 0)::BIGINT FROM (SELECT unnest(string_split(?, ',')::DATE[]) AS day) q"
        " ASOF LEFT JOIN walk w ON q.day >= w.day",
        [*params, window_days, _listed(days)],
    )
    counted = dict(found)
    return [counted[day] for day in days]
