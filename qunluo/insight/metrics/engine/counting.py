"""From a history to small sets and counts: who was active when, how often something happened."""

from __future__ import annotations

from bisect import bisect_right
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
class Stir:
    """Of those active in one period: how many there are, did it for the first time ever in it, were
    active in the period before, and are not in the next one."""

    active: int = 0
    new: int = 0
    returning: int = 0
    last: int = 0


PLACES = (
    "places AS (SELECT unnest(string_split(?, ',')::DATE[]) AS day,"
    " unnest(string_split(?, ',')::INTEGER[]) AS n)"
)


def stirs(history: History, match: Match, periods: Sequence[Period]) -> list[Stir]:
    """Who came, stayed and went, in periods that follow one another."""
    where, params = match.where()
    found = history.rows(
        f"WITH {PLACES}, seen AS (SELECT DISTINCT person, n FROM {{acts}} a"  # noqa: S608 - fixed
        f" JOIN places s ON a.day = s.day WHERE {where}),"
        f" begun AS (SELECT person, min(day) AS day FROM {{acts}} WHERE {where} GROUP BY person),"
        " firsts AS (SELECT person, n AS began FROM begun JOIN places USING (day)),"
        " walk AS (SELECT person, n, lag(n) OVER (PARTITION BY person ORDER BY n) AS n_before,"
        " lead(n) OVER (PARTITION BY person ORDER BY n) AS n_after FROM seen)"
        " SELECT n, count(*), count(*) FILTER (WHERE began = n), count(*) FILTER (WHERE n_before ="
        " n - 1), count(*) FILTER (WHERE n_after IS NULL OR n_after > n + 1)"
        " FROM walk LEFT JOIN firsts USING (person) GROUP BY n",
        [*spanned(periods), *params, *params],
    )
    counted = {n: Stir(*told) for n, *told in found}
    return [counted.get(n, Stir()) for n in range(len(periods))]


def returns(
    history: History, start: Match, back: Match, periods: Sequence[Period], most: int
) -> list[dict[int, int]]:
    """By the period of the first `start` ever: interval -> how many did `back` in it; 0: all of them."""
    began, began_params = start.where()
    did, did_params = back.where()
    found = history.rows(
        f"WITH {PLACES}, firsts AS (SELECT person, min(day) AS day FROM {{acts}} WHERE {began}"  # noqa: S608
        " GROUP BY person), begun AS (SELECT person, n AS began FROM firsts JOIN places USING (day)),"
        f" seen AS (SELECT DISTINCT person, n FROM {{acts}} a JOIN places s ON a.day = s.day WHERE {did})"
        " SELECT began, n - began, count(*) FROM begun JOIN seen USING (person)"
        " WHERE n > began AND n <= began + ? GROUP BY 1, 2"
        " UNION ALL SELECT began, 0, count(*) FROM begun GROUP BY began",
        [*spanned(periods), *began_params, *did_params, most],
    )
    counted: list[dict[int, int]] = [{} for _ in periods]
    for n, interval, people in found:
        counted[n][interval] = people
    return counted


def day_counts(history: History, match: Match, periods: Sequence[Period]) -> list[dict[int, int]]:
    """Per period: on how many days -> how many people did it on so many."""
    where, params = match.where()
    joined, lists = spans(periods)
    found: list[dict[int, int]] = [{} for _ in periods]
    for n, days, people in history.rows(
        "SELECT n, days, count(*) FROM (SELECT s.n, person, count(DISTINCT a.day) AS days"  # noqa: S608
        f" FROM {{acts}} a JOIN {joined} WHERE {where} GROUP BY s.n, person) GROUP BY n, days",
        [*lists, *params],
    ):
        found[n][days] = people
    return found


def seen_later(
    history: History, start: Match, back: Match, periods: Sequence[Period]
) -> list[tuple[int, int]]:
    """Per period: how many did `start` for the first time ever in it, and did `back` in any later one."""
    began, began_params = start.where()
    did, did_params = back.where()
    last = [period.last_day for period in periods]
    found = {
        n: (size, back)
        for n, size, back in history.rows(
            f"WITH {PLACES}, ends AS (SELECT unnest(string_split(?, ',')::DATE[]) AS last_day,"  # noqa: S608
            " unnest(string_split(?, ',')::INTEGER[]) AS n),"
            f" begun AS (SELECT person, min(day) AS day FROM {{acts}} WHERE {began} GROUP BY person),"
            f" seen AS (SELECT person, max(day) AS latest FROM {{acts}} WHERE {did} GROUP BY person)"
            " SELECT n, count(*), count(*) FILTER (WHERE latest > last_day) FROM begun"
            " JOIN places USING (day) JOIN ends USING (n) LEFT JOIN seen USING (person) GROUP BY n",
            [
                *spanned(periods),
                _listed(last),
                _listed(range(len(last))),
                *began_params,
                *did_params,
            ],
        )
    }
    return [found.get(n, (0, 0)) for n in range(len(periods))]


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
    window has passed, whichever is sooner.
    """
    where, params = match.where()
    held = (
        "SELECT day AS begins, least(coalesce(lead(day) OVER (PARTITION BY person ORDER BY day),"  # noqa: S608
        f" DATE '9999-01-01'), day + ?) AS ends FROM (SELECT DISTINCT person, day FROM {{acts}} WHERE {where})"
    )
    key = ("rolling", match, window_days)
    return held_on(history, key, held, [window_days, *params], days)


def held_on(
    history: History,
    key: tuple[object, ...],
    held: str,
    params: Sequence[Any],
    days: Sequence[date],
) -> list[int]:
    """How many of the stretches [begins, ends) hold each of the days: +1 and -1 where they change."""

    def find() -> tuple[list[date], list[int]]:
        found = history.rows(
            f"WITH held AS ({held}), steps AS (SELECT begins AS day, 1 AS step FROM held"  # noqa: S608
            " WHERE begins < ends UNION ALL SELECT ends, -1 FROM held WHERE begins < ends)"
            " SELECT day, sum(sum(step)) OVER (ORDER BY day) FROM steps GROUP BY day ORDER BY day",
            params,
        )
        return [day for day, _count in found], [int(count) for _day, count in found]

    changes, counts = history.kept(key, find)
    places = [bisect_right(changes, day) for day in days]
    return [counts[place - 1] if place else 0 for place in places]
