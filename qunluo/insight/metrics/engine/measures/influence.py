"""Who deals with whom in the year up to a period's end: ties, ranks, bridges, effect, circles."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import circles, counting, influence, recency, staying
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share
from qunluo.insight.metrics.engine.measures.staying import last_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.influence import Ties
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

    Scores = Mapping[int, float]

YEAR = 364
FEWEST = 10
"""Below ten people nobody's place in the network is told."""
TOP = 10
MOST_FOR_BRIDGES = 600
PER_MILLE = 1000


def ties_until(history: History, last: date) -> Ties[int]:
    """The ties of the 365 days up to a day, found once."""
    first = last - timedelta(days=YEAR)
    return history.kept(("ties", last), lambda: circles.ties_of(history, first, last))


def ranks_until(history: History, last: date) -> Scores:
    """PageRank of everybody who is tied, found once."""
    return history.kept(("pagerank", last), lambda: influence.pagerank(ties_until(history, last)))


def degrees_until(history: History, last: date) -> Scores:
    """Weighted degree: the weight of all that goes to and comes from each."""
    found: dict[int, float] = {}
    for one, out in ties_until(history, last).items():
        found.setdefault(one, 0.0)
        for other, weight in out.items():
            found[one] += weight
            found[other] = found.get(other, 0.0) + weight
    return found


def bridges_until(history: History, last: date) -> Scores:
    """Betweenness, undirected and unweighted; empty above six hundred people."""

    def find() -> Scores:
        graph = ties_until(history, last)
        if len(graph) > MOST_FOR_BRIDGES:
            return {}
        return influence.betweenness(circles.mutual(graph))

    return history.kept(("bridges", last), find)


def effects_until(history: History, last: date, did: Match) -> dict[int, circles.Effect]:
    """Who brought first contributions and returns in the 365 days up to a day, found once."""

    def find() -> dict[int, circles.Effect]:
        where, params = did.where()
        first = last - timedelta(days=YEAR)
        deeds = [
            circles.Deed(person, about, moment.replace(tzinfo=UTC))
            for person, about, moment in history.rows(
                f"SELECT person, about, moment FROM {{acts}} WHERE {where}"  # noqa: S608
                " AND day BETWEEN ? AND ? ORDER BY moment, line_id",
                [*params, first, last],
            )
        ]
        days = counting.first_days(history, did)
        moments = counting.first_moments(history, did)
        newcomers = {one: moments[one] for one, day in days.items() if first <= day <= last}
        return circles.effects(deeds, newcomers)

    return history.kept(("effects", did, last), find)


def levels_until(history: History, last: date, did: Match) -> dict[int, int]:
    """Orbit's level (second edition) of everybody who ever did it; 0: not seen for 90 days."""
    today = last.toordinal()
    return {
        person: circles.orbit([day for day in own if day <= today], today)
        for person, own in staying.active_days(history, did).items()
        if own[0] <= today
    }


def love_until(history: History, last: date, did: Match) -> dict[int, float]:
    """Orbit's love (first edition): what each did in 365 days, the longer ago the less."""
    where, params = did.where()
    found: dict[int, float] = {}
    for person, name, month, times in history.rows(
        "SELECT person, name, date_trunc('month', day)::DATE AS month, count(*)"  # noqa: S608
        f" FROM {{acts}} WHERE {where} AND day BETWEEN ? AND ? AND person IS NOT NULL"
        " GROUP BY ALL ORDER BY ALL",
        [*params, last - timedelta(days=YEAR), last],
    ):
        months = influence.months_between(month, last)
        worth = influence.faded(recency.WORTH.get(name, 1.0) * times, months, circles.FADING)
        found[person] = found.get(person, 0.0) + worth
    return found


def _each(tell: Callable[[History, date], Reading]) -> Callable[[Inquiry], list[Reading]]:
    """A reading of the network at each period's last recorded day; nothing below ten people."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for period in inquiry.periods:
            last = date.fromordinal(last_seen(inquiry, period))
            people = len(ties_until(inquiry.history, last))
            if people < FEWEST:
                readings.append(Reading(None, n=people, reason="few_tied"))
            else:
                readings.append(tell(inquiry.history, last))
        return readings

    return measure


def _connected(history: History, last: date) -> Reading:
    people = len(ties_until(history, last))
    return Reading(people, n=people)


def _density(history: History, last: date) -> Reading:
    graph = ties_until(history, last)
    pairs = sum(len(out) for out in circles.mutual(graph).values()) // 2
    return share(pairs, len(graph) * (len(graph) - 1) // 2, reason="few_tied")


def _top(history: History, last: date) -> Reading:
    ranks = sorted(ranks_until(history, last).values(), reverse=True)
    return Reading(sum(ranks[:TOP]) / sum(ranks), n=len(ranks))


def _degree(history: History, last: date) -> Reading:
    found = degrees_until(history, last)
    return Reading(sum(found.values()) / len(found), n=len(found))


def _bridges(history: History, last: date) -> Reading:
    """The fewest people through whom half of all shortest ways between others lead."""
    found = sorted(bridges_until(history, last).values(), reverse=True)
    needed, ways = sum(found) / 2, 0.0
    if not needed:
        return Reading(None, n=len(found), reason="no_bridges")
    for count, value in enumerate(found, 1):
        ways += value
        if ways >= needed:
            return Reading(count, n=len(found))
    return Reading(len(found), n=len(found))


connected, density, top_ranks = _each(_connected), _each(_density), _each(_top)
mean_degree, bridges = _each(_degree), _each(_bridges)


def effect(did: Match, part: str) -> Callable[[Inquiry], list[Reading]]:
    """First contributions (`brought`) or returns (`kept`) that are credited to somebody."""

    def tell(history: History, last: date) -> Reading:
        found = [getattr(one, part) for one in effects_until(history, last, did).values()]
        return Reading(sum(found), n=sum(one > 0 for one in found))

    return _each(tell)


def circle(did: Match, level: int) -> Callable[[Inquiry], list[Reading]]:
    """How many stand in a circle; the parts are all circles."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for period in inquiry.periods:
            last = date.fromordinal(last_seen(inquiry, period))
            levels = list(levels_until(inquiry.history, last, did).values())
            cells = tuple(Cell(f"circle_{one}", levels.count(one)) for one in (1, 2, 3, 4, 0))
            count = levels.count(level)
            readings.append(Reading(count, n=count, cells=cells))
        return readings

    return measure


def gravity(did: Match) -> Callable[[Inquiry], list[Reading]]:
    """Orbit's gravity: love times reach, summed up."""

    def tell(history: History, last: date) -> Reading:
        love, reach = love_until(history, last, did), degrees_until(history, last)
        total = sum(worth * reach.get(one, 0.0) for one, worth in love.items())
        return Reading(total, n=len(love))

    return _each(tell)


def behind(scores: Callable[[History, date], Scores]) -> Callable[[History, Period], Behind]:
    """Everybody by a score of the network, the highest first; the number is in thousandths."""

    def found(history: History, period: Period) -> Behind:
        told = scores(history, period.last_day)
        if len(told) < FEWEST:
            return Behind("people")
        order = sorted(told, key=lambda one: (-told[one], one))
        return Behind("people", tuple((one, round(told[one] * PER_MILLE)) for one in order))

    return found


def effect_behind(did: Match, part: str) -> Callable[[History, Period], Behind]:
    """Who brought others in, or back; in thousandths of a newcomer."""

    def scores(history: History, last: date) -> Scores:
        told = effects_until(history, last, did)
        found = {one: getattr(own, part) for one, own in told.items()}
        return {one: value for one, value in found.items() if value > 0}

    return behind(scores)


def circle_behind(did: Match, level: int) -> Callable[[History, Period], Behind]:
    """Who stands in a circle, and on how many days of 90 they were active."""

    def found(history: History, period: Period) -> Behind:
        last = period.last_day
        days = staying.active_days(history, did)
        own = [one for one, told in levels_until(history, last, did).items() if told == level]
        today = last.toordinal()
        counts = [(one, sum(today - 90 < day <= today for day in days[one])) for one in own]
        return Behind("people", tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))))

    return found
