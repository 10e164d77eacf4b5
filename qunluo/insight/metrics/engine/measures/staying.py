"""Who stays: time until leaving, repeat and core contributors, those going quiet, who makes how much."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, staying, survival
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

YEAR = 365
CORE = 5
FEW = 5
MANY_DAYS = 8


def last_seen(inquiry: Inquiry, period: Period) -> int:
    """The last recorded day of the period, as an ordinal."""
    until = inquiry.coverage.end_after(period.starts_at)
    seen = inquiry.history.calendar.day_of(until)
    return min(period.last_day, max(seen, period.start)).toordinal()


def median_stay(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Days after which half of those who began in the period had left (Kaplan-Meier)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        until = inquiry.history.calendar.day_of(inquiry.coverage.until).toordinal()
        all_stays = staying.counted_stays(inquiry.history, match, until)
        return [_median(all_stays, period) for period in inquiry.periods]

    return measure


def _median(all_stays: Sequence[tuple[int, int, bool, int]], period: Period) -> Reading:
    begun = [period.start.toordinal(), period.end.toordinal()]
    own = slice(*(bisect_left(all_stays, edge, key=itemgetter(0)) for edge in begun))
    counted = Counter[tuple[float, bool]]()
    for _first, days, is_over, people in all_stays[own]:
        counted[days, is_over] += people
    value = survival.quantile(survival.curve(counted), 0.5)
    count = sum(counted.values())
    ended = sum(people for (_days, is_over), people in counted.items() if is_over)
    reason = "" if value is not None else ("not_left" if count else "nobody_started")
    return Reading(value, ended, count, count, reason=reason)


def repeat_share(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Of those who contributed, the share that did so on two days or more."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        return [
            _repeated(own) for own in counting.day_counts(inquiry.history, match, inquiry.periods)
        ]

    return measure


def _repeated(people: Mapping[int, int]) -> Reading:
    """From how many people were there on so many days."""
    told = share(
        sum(count for days, count in people.items() if days > 1),
        sum(people.values()),
        reason="nobody_contributed",
    )
    if told.value is None:
        return told
    return replace(told, cells=tuple(_on_days(people)))


def _on_days(people: Mapping[int, int]) -> Iterator[Cell]:
    """How many did so on exactly so many days; from eight days on together."""
    for days in range(1, MANY_DAYS):
        yield Cell(str(days), people.get(days, 0))
    more = sum(count for days, count in people.items() if days >= MANY_DAYS)
    yield Cell(f"over_{MANY_DAYS - 1}", more)


def core(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Members with at least five contributions in the 365 days up to the period's end."""

    where, params = match.where()
    # At least five in a year up to a day: the fifth latest lies within it.
    held = (
        "SELECT day AS begins, least(coalesce(next_day, DATE '9999-01-01'), fifth +"  # noqa: S608
        f" {YEAR}) AS ends FROM (SELECT day, lead(day) OVER (PARTITION BY person ORDER BY day) AS"
        f" next_day, lag(day, {CORE - 1}) OVER (PARTITION BY person ORDER BY day) AS fifth"
        f" FROM {{acts}} WHERE {where}) WHERE fifth IS NOT NULL"
    )

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = [
            inquiry.periods[0].start.fromordinal(last_seen(inquiry, one)) for one in inquiry.periods
        ]
        counts = counting.held_on(inquiry.history, ("core", match), held, params, days)
        return [Reading(count, n=count) for count in counts]

    return measure


def _year(history: History, last: int) -> Period:
    day = history.calendar.day_of(history.spans[0].first).fromordinal(last)
    return history.calendar.between(day - timedelta(days=YEAR - 1), day)


def core_behind(match: Match) -> Callable[[History, Period], Behind]:
    def behind(history: History, period: Period) -> Behind:
        window = _year(history, period.last_day.toordinal())
        counts = counting.active(history, match, [window])
        found = [(person, seen[0]) for person, seen in counts.items() if seen[0] >= CORE]
        return Behind("people", tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))))

    return behind


def quiet(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Members who are silent three times longer than usual for them when the period ends."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = [
            inquiry.periods[0].start.fromordinal(last_seen(inquiry, one)) for one in inquiry.periods
        ]
        counts = staying.counts_going_quiet(inquiry.history, match, days)
        return [Reading(count, n=count) for count in counts]

    return measure


def quiet_behind(match: Match) -> Callable[[History, Period], Behind]:
    """Who is going quiet, and for how many days."""

    def behind(history: History, period: Period) -> Behind:
        days = staying.active_days(history, match)
        found = staying.going_quiet(days, period.last_day.toordinal())
        return Behind(
            "people", tuple(sorted(found.items(), key=lambda pair: (-len(days[pair[0]]), pair[0])))
        )

    return behind


def part_of_active(doing: Match, being: Match, part: str) -> Callable[[Inquiry], list[Reading]]:
    """Of those who were there: who made nothing, one to five, more (`none`, `few`, `many`)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        amounts = counting.amounts(inquiry.history, doing, inquiry.periods)
        were = counting.tallies(inquiry.history, being, inquiry.periods)
        return [_part(made, tally.people, part) for made, tally in zip(amounts, were, strict=True)]

    return measure


def _part(made: Sequence[int], people: int, part: str) -> Reading:
    few, many = sum(n <= FEW for n in made), sum(n > FEW for n in made)
    counts = {"none": people - few - many, "few": few, "many": many}
    return share(counts[part], people, reason="nobody_active")


def daily_mean(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """How many people on an average day of the period."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        if not inquiry.periods:
            return []
        ends = [last_seen(inquiry, period) for period in inquiry.periods]
        first = inquiry.periods[0].start
        daily = counting.daily_people(inquiry.history, match, first, first.fromordinal(max(ends)))
        known = {day.toordinal(): people for day, people in daily.items()}
        return [
            _mean(known, range(period.start.toordinal(), end + 1))
            for period, end in zip(inquiry.periods, ends, strict=True)
        ]

    return measure


def _mean(known: Mapping[int, int], days: range) -> Reading:
    total = sum(known.get(day, 0) for day in days)
    return Reading(total / len(days), n=total)


def daily_over_monthly(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Mean of the daily shares of the people of the last 30 days, each rounded up (Discourse)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        if not inquiry.periods:
            return []
        first, last = inquiry.periods[0].start, inquiry.periods[-1].last_day
        daily = counting.daily_people(inquiry.history, match, first, last)
        return [_discourse(inquiry, match, period, daily) for period in inquiry.periods]

    return measure


def _discourse(
    inquiry: Inquiry, match: Match, period: Period, daily: Mapping[date, int]
) -> Reading:
    first = period.start
    days = [first.fromordinal(n) for n in range(first.toordinal(), last_seen(inquiry, period) + 1)]
    monthly = counting.rolling_people(inquiry.history, match, days, 30)
    shares = [
        -(-10_000 * daily.get(day, 0) // people) / 10_000
        for day, people in zip(days, monthly, strict=True)
        if people
    ]
    if not shares:
        return Reading(None, reason="nobody_active")
    return Reading(sum(shares) / len(shares), n=len(shares))


def retained_later(start: Match, back: Match) -> Callable[[Inquiry], list[Reading]]:
    """Of those who first did it in the period, the share seen again in any later period."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = counting.seen_later(inquiry.history, start, back, inquiry.periods)
        return [replace(share(b, size, reason="nobody_started"), n=size) for size, b in found]

    return measure
