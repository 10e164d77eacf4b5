"""Who is there: active people, rolling windows, stickiness, lifecycle, participation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, lifecycle
from qunluo.insight.metrics.engine.measures.reading import Behind, Reading, share
from qunluo.insight.metrics.engine.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry


def people(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Distinct members per period."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        counted = counting.tallies(inquiry.history, match, inquiry.periods)
        everyone = counting.tallies(
            inquiry.history, replace(match, people="anyone"), inquiry.periods
        )
        return [
            Reading(own.people, n=own.people, excluded=every.people - own.people)
            for own, every in zip(counted, everyone, strict=True)
        ]

    return measure


def people_behind(match: Match) -> Callable[[History, Period], Behind]:
    def behind(history: History, period: Period) -> Behind:
        counts = counting.active(history, match, [period])
        found = [(person, seen[0]) for person, seen in counts.items()]
        return Behind("people", tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))))

    return behind


def window_behind(match: Match, window_days: int) -> Callable[[History, Period], Behind]:
    """Who was active in the days up to and with the period's last one."""

    def behind(history: History, period: Period) -> Behind:
        calendar = history.calendar
        start = calendar.moved("day", period.end, -window_days)
        window = Period("window", start, period.end, calendar.instant(start), period.ends_at)
        return people_behind(match)(history, window)

    return behind


def days_behind(match: Match) -> Callable[[History, Period], Behind]:
    """Who was active, and on how many days."""

    def behind(history: History, period: Period) -> Behind:
        where, params = match.where()
        found = history.rows(
            "SELECT person, count(DISTINCT day) AS days FROM {acts}"  # noqa: S608 - fixed pieces
            f" WHERE {where} AND day >= ? AND day < ? GROUP BY person ORDER BY days DESC, person",
            [*params, period.start, period.end],
        )
        return Behind("people", tuple(found))

    return behind


def rolling(match: Match, window_days: int) -> Callable[[Inquiry], list[Reading]]:
    """Distinct members in the days up to and with each period's last (or last covered) day."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = [_last_covered(inquiry, period) for period in inquiry.periods]
        counted = counting.rolling_people(inquiry.history, match, days, window_days)
        return [Reading(count, n=count) for count in counted]

    return measure


def _last_covered(inquiry: Inquiry, period: Period) -> date:
    until = inquiry.history.calendar.day_of(inquiry.coverage.end_after(period.starts_at))
    return min(period.last_day, max(until, period.start))


def stickiness(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """(Sum of daily people / days) / people of the period: a ratio of sums."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        counted = counting.tallies(inquiry.history, match, inquiry.periods)
        if not inquiry.periods:
            return []
        first, last = inquiry.periods[0].start, inquiry.periods[-1].last_day
        daily = counting.daily_people(inquiry.history, match, first, last)
        return [
            _sticky(daily, tally.people, period, _last_covered(inquiry, period))
            for tally, period in zip(counted, inquiry.periods, strict=True)
        ]

    return measure


def _sticky(daily: dict[date, int], people: int, period: Period, last: date) -> Reading:
    days = (last - period.start).days + 1
    total = sum(count for day, count in daily.items() if period.start <= day <= last)
    found = share(total / days, people, reason="nobody_active")
    return replace(found, n=people)


def lifecycle_part(match: Match, part: str) -> Callable[[Inquiry], list[Reading]]:
    """`part`: new, returning, resurrecting, dormant (negative)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        history, periods = inquiry.history, inquiry.periods
        key = ("lifecycle", match, tuple(periods))
        told = history.kept(key, lambda: _lifecycles(history, match, periods))
        return [Reading(getattr(one, part), n=one.active) for one in told]

    return measure


def _lifecycles(
    history: History, match: Match, shown: Sequence[Period]
) -> list[lifecycle.Lifecycle]:
    if not shown:
        return []
    periods = [history.calendar.neighbour(shown[0], -1), *shown]
    return lifecycle.lifecycles(counting.stirs(history, match, periods))


def _seen(
    history: History, match: Match, shown: Sequence[Period]
) -> tuple[counting.Active, dict[int, int], int]:
    """Activity in the period before and those shown, and where each person's first one lies."""
    periods = [history.calendar.neighbour(shown[0], -1), *shown]
    days = counting.first_days(history, match)
    first = {person: number_of(periods, day) for person, day in days.items()}
    return counting.active(history, match, periods), first, len(periods)


def number_of(periods: Sequence[Period], day: date) -> int:
    """The index of the period that holds the day; -1: none of them does."""
    if not periods or day < periods[0].start or day >= periods[-1].end:
        return -1
    low, high = 0, len(periods) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if periods[middle].start <= day else (low, middle - 1)
    return low


def lifecycle_behind(match: Match, part: str) -> Callable[[History, Period], Behind]:
    def behind(history: History, period: Period) -> Behind:
        active, first, count = _seen(history, match, [period])
        members = getattr(lifecycle.rolls(active, first, count)[0], part)
        found = [(person, sum(active[person].values())) for person in members]
        return Behind("people", tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))))

    return behind


def participation(doing: Match, being: Match) -> Callable[[Inquiry], list[Reading]]:
    """Those who contributed among those who were there."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        did = counting.tallies(inquiry.history, doing, inquiry.periods)
        were = counting.tallies(inquiry.history, being, inquiry.periods)
        return [
            share(one.people, other.people, reason="nobody_active")
            for one, other in zip(did, were, strict=True)
        ]

    return measure
