"""Who holds it together: who helps whom, the network of a year, how long people stay, who makes how much."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import circles, counting, influence, staying, survival
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.influence import Ties
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

YEAR = 364
FEWEST, MOST_FOR_BRIDGES = 10, 600
RANKS = 10
MARKS = (7, 14, 30, 60, 90, 180, 365)
SHOWN_MARK = 90
TENTHS = 10


def _end(inquiry: Inquiry, period: Period) -> date:
    """The last recorded day of the period."""
    seen = inquiry.history.calendar.day_of(inquiry.coverage.end_after(period.starts_at))
    return min(period.last_day, max(seen, period.start))


# ---- who stays ------------------------------------------------------------------------------


def still_there(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Kaplan-Meier over all who began by the period's end, as seen on its last day."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        return [_stays(days, _end(inquiry, period).toordinal()) for period in inquiry.periods]

    return measure


def _stays(days: Mapping[int, Sequence[int]], until: int) -> Reading:
    seen = {person: [day for day in own if day <= until] for person, own in days.items()}
    seen = {person: own for person, own in seen.items() if own}
    told = [one.told for one in staying.stays(seen, until, staying.silence(seen))]
    if not told:
        return Reading(None, n=0, reason="nobody_started")
    longest = max(days for days, _over in told)
    steps = survival.kaplan_meier(told)
    cells = tuple(
        Cell(str(mark), survival.survival_at(steps, mark)) for mark in MARKS if mark <= longest
    )
    value = survival.survival_at(steps, SHOWN_MARK) if longest >= SHOWN_MARK else None
    return Reading(value, n=len(told), cells=cells, reason="" if value is not None else "not_yet")


# ---- who makes how much ---------------------------------------------------------------------


def lower_half(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """What the less active half of contributors made; the parts are the Lorenz curve by tenths."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        amounts = counting.amounts(inquiry.history, match, inquiry.periods)
        return [_lorenz(sorted(made)) for made in amounts]

    return measure


def _lorenz(made: Sequence[int]) -> Reading:
    total, people = sum(made), len(made)
    if not total:
        return Reading(None, n=0, reason="nobody_contributed")
    sums = [sum(made[: round(people * tenth / TENTHS)]) for tenth in range(1, TENTHS + 1)]
    cells = tuple(
        Cell(str(tenth * TENTHS), part / total, part, total)
        for tenth, part in enumerate(sums, start=1)
    )
    half = sums[TENTHS // 2 - 1]
    return Reading(half / total, half, total, people, cells=cells)


# ---- who helps ------------------------------------------------------------------------------


def _helpers(history: History, period: Period) -> list[tuple[int, int]]:
    """(person, how often they answered somebody else), the most often first."""
    where, params = counting.Match(tuple(circles.HELPED)).where()
    found = history.rows(
        f"SELECT person, count(*) AS times FROM {{acts}} WHERE {where} AND about IS NOT NULL"  # noqa: S608
        " AND person <> about AND day >= ? AND day < ? GROUP BY person",
        [*params, period.start, period.end],
    )
    return sorted(((person, times) for person, times in found), key=lambda one: (-one[1], one[0]))


def helpers(inquiry: Inquiry) -> list[Reading]:
    """How many members answered, replied to or commented to somebody else; the parts are ranks."""
    readings = []
    for period in inquiry.periods:
        found = _helpers(inquiry.history, period)
        cells = tuple(Cell(str(rank), times) for rank, (_one, times) in enumerate(found[:RANKS], 1))
        readings.append(Reading(len(found), n=len(found), cells=cells))
    return readings


def helpers_behind(history: History, period: Period) -> Behind:
    return Behind("people", tuple(_helpers(history, period)))


# ---- the network ----------------------------------------------------------------------------


def _ties(history: History, last: date) -> Ties[int]:
    return history.kept(
        ("ties", last), lambda: circles.ties_of(history, last - timedelta(days=YEAR), last)
    )


def bridge(inquiry: Inquiry) -> list[Reading]:
    """The share of shortest ways between others that lead through one person; parts are ranks."""
    return [_bridges(_ties(inquiry.history, _end(inquiry, period))) for period in inquiry.periods]


def _bridges(graph: Ties[int]) -> Reading:
    if len(graph) < FEWEST:
        return Reading(None, n=len(graph), reason="few_tied")
    if len(graph) > MOST_FOR_BRIDGES:
        return Reading(None, n=len(graph), reason="many_tied")
    found = sorted(influence.betweenness(circles.mutual(graph)).values(), reverse=True)
    cells = tuple(Cell(str(rank), value) for rank, value in enumerate(found[:5], 1))
    return Reading(found[0], n=len(graph), cells=cells)


# ---- work on record -------------------------------------------------------------------------


def acts(groups: Mapping[str, tuple[str, ...]]) -> Callable[[Inquiry], list[Reading]]:
    """How often anybody did any of these; the parts are the groups that occurred."""
    group_of = {name: group for group, names in groups.items() for name in names}

    def measure(inquiry: Inquiry) -> list[Reading]:
        joined, lists = counting.spans(inquiry.periods)
        counts: list[Counter[str]] = [Counter() for _ in inquiry.periods]
        for n, name, times in inquiry.history.rows(
            f"SELECT s.n, name, count(*) FROM {{acts}} a JOIN {joined}"  # noqa: S608
            " WHERE name IN (SELECT unnest(string_split(?, ','))) GROUP BY s.n, name",
            [*lists, ",".join(group_of)],
        ):
            counts[n][group_of[name]] += times
        return [
            Reading(
                own.total(),
                cells=tuple(Cell(group, own[group]) for group in groups if own[group]),
            )
            for own in counts
        ]

    return measure
