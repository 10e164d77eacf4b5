"""Who comes again: active days, those who resume, still there after a time, groups by rank, models."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import fitting, recency, staying, survival
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share
from qunluo.insight.metrics.engine.measures.staying import last_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

    Days = Mapping[int, Sequence[int]]

AHEAD = 28
LEAST_DAYS = 5
SHORTEST_PAUSE, LONGEST_PAUSE = 7, 90


def active_days(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Active days per active member; the parts count members by their number of days."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        return [_frequency(days, period) for period in inquiry.periods]

    return measure


def _frequency(days: Days, period: Period) -> Reading:
    first, end = period.start.toordinal(), period.end.toordinal()
    counts = [sum(first <= day < end for day in own) for own in days.values()]
    counted = Counter(count for count in counts if count)
    people = sum(counted.values())
    if not people:
        return Reading(None, n=0, reason="nobody_active")
    cells = tuple(Cell(str(k), counted[k]) for k in range(1, max(counted) + 1))
    total = sum(k * times for k, times in counted.items())
    return Reading(total / people, total, people, people, cells=cells)


def resuming(days: Days, first: int, last: int) -> dict[int, int]:
    """person -> days of silence before, of those who came back in [first, last] from a long pause.

    Long: three times the own usual pause before it, 7 to 90 days, after five active days or more.
    """
    found: dict[int, int] = {}
    for person, own in days.items():
        for place in range(LEAST_DAYS, len(own)):
            if not first <= own[place] <= last:
                continue
            before = own[place - 1]
            usual = (before - own[0]) / (place - 1)
            silent = own[place] - before
            if silent >= min(LONGEST_PAUSE, max(SHORTEST_PAUSE, 3 * usual)):
                found[person] = max(silent, found.get(person, 0))
    return found


def resumed(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Members who came back in the period from a pause that was long for them."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        counts = [
            len(resuming(days, period.start.toordinal(), last_seen(inquiry, period)))
            for period in inquiry.periods
        ]
        return [Reading(count, n=count) for count in counts]

    return measure


def resumed_behind(match: Match) -> Callable[[History, Period], Behind]:
    """Who came back, and after how many days of silence."""

    def behind(history: History, period: Period) -> Behind:
        days = staying.active_days(history, match)
        found = resuming(days, period.start.toordinal(), period.last_day.toordinal())
        return Behind("people", tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))))

    return behind


def still_there(match: Match, after: int) -> Callable[[Inquiry], list[Reading]]:
    """The share still there so many days after their first time (Kaplan-Meier)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        until = inquiry.history.calendar.day_of(inquiry.coverage.until).toordinal()
        stays = staying.stays(days, until, staying.silence(days))
        return [_there(stays, period, after) for period in inquiry.periods]

    return measure


def _there(stays: Sequence[staying.Stay], period: Period, after: int) -> Reading:
    first, end = period.start.toordinal(), period.end.toordinal()
    own = [one.told for one in stays if first <= one.first < end]
    if not own:
        return Reading(None, n=0, reason="nobody_started")
    if max(told for told, _over in own) < after:
        return Reading(None, n=len(own), reason="not_yet")
    return Reading(survival.survival_at(survival.kaplan_meier(own), after), n=len(own))


def in_group(match: Match, group: str) -> Callable[[Inquiry], list[Reading]]:
    """Contributors of 180 days in one group by recency and frequency; the parts are all groups."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for period in inquiry.periods:
            last = date.fromordinal(last_seen(inquiry, period))
            scored = recency.rated(recency.habits(inquiry.history, match, last))
            counts = recency.grouped(scored.values())
            cells = tuple(Cell(key, count) for key, count in counts.items())
            readings.append(Reading(counts[group], n=counts[group], cells=cells))
        return readings

    return measure


def group_behind(match: Match, group: str) -> Callable[[History, Period], Behind]:
    """Who is in the group, and on how many of 180 days they were active."""

    def behind(history: History, period: Period) -> Behind:
        found = recency.habits(history, match, period.last_day)
        scored = recency.rated(found)
        own = [(one, found[one].days) for one, told in scored.items() if told.group == group]
        return Behind("people", tuple(sorted(own, key=lambda pair: (-pair[1], pair[0]))))

    return behind


def seen(days: Days, today: int) -> dict[int, fitting.Seen]:
    """person -> (returns, last of them, seen until) in days since the first, of those seen a day."""
    found: dict[int, fitting.Seen] = {}
    for person, told in days.items():
        own = [day for day in told if day <= today]
        if own and today > own[0]:
            found[person] = (len(own) - 1, float(own[-1] - own[0]), float(today - own[0]))
    return found


def once_only(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Of all seen for a day or more when the period ends, the share that came on one day only."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        readings = []
        for period in inquiry.periods:
            told = seen(days, last_seen(inquiry, period))
            once = sum(not one[0] for one in told.values())
            readings.append(share(once, len(told), reason="nobody_started"))
        return readings

    return measure


def once_behind(match: Match) -> Callable[[History, Period], Behind]:
    """Who came on one day only, and how many days ago."""

    def behind(history: History, period: Period) -> Behind:
        told = seen(staying.active_days(history, match), period.last_day.toordinal())
        own = [(one, int(until)) for one, (again, _last, until) in told.items() if not again]
        return Behind("people", tuple(sorted(own, key=lambda pair: (pair[1], pair[0]))))

    return behind


def expected_days(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """Active days to expect in the 28 days after the period of those who came again (BG/NBD)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, match)
        return [_expected(days, last_seen(inquiry, period)) for period in inquiry.periods]

    return measure


def _expected(days: Days, today: int) -> Reading:
    told = list(seen(days, today).values())
    found = fitting.fit(told)
    if found is None:
        return Reading(None, n=len(told), reason="too_few_to_fit")
    again = [one for one in told if one[0]]
    alive = sum(found.model.alive(*one) for one in again)
    total = sum(found.model.expected(*one, AHEAD) for one in again)
    cells = (Cell("alive", alive, alive, len(again)), Cell("again", len(again)))
    return Reading(total, n=len(again), cells=cells)


def hours_to_contribute(did: Match) -> Callable[[Inquiry], list[Reading]]:
    """Hours after which half of the period's joiners had contributed (Kaplan-Meier)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = joiners(inquiry.history, did)
        until = inquiry.coverage.until
        readings = []
        for period in inquiry.periods:
            first, end = period.start.toordinal(), period.end.toordinal()
            own = [
                ((min(did_at or until, until) - at) / timedelta(hours=1), did_at is not None)
                for _person, at, day, _channel, did_at in found
                if first <= day < end and at <= (did_at or at)
            ]
            value = survival.quantile(survival.kaplan_meier(own), 0.5)
            reason = "" if value is not None else ("not_half" if own else "nobody_started")
            done = sum(over for _hours, over in own)
            readings.append(Reading(value, done, len(own), len(own), reason=reason))
        return readings

    return measure


def second_time(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Of those whose first time lies in the period, the share with a second day soon after."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = staying.active_days(inquiry.history, did)
        readings = []
        for period in inquiry.periods:
            first, end = period.start.toordinal(), period.end.toordinal()
            began = [own for own in days.values() if first <= own[0] < end]
            again = sum(len(own) > 1 and own[1] - own[0] <= within.days for own in began)
            readings.append(share(again, len(began), reason="nobody_started"))
        return readings

    return measure


def second_behind(did: Match, within: timedelta) -> Callable[[History, Period], Behind]:
    """Who began in the period; 1: came again in time, 0: did not."""

    def behind(history: History, period: Period) -> Behind:
        first, end = period.start.toordinal(), period.end.toordinal()
        return Behind(
            "people",
            tuple(
                (person, int(len(own) > 1 and own[1] - own[0] <= within.days))
                for person, own in staying.active_days(history, did).items()
                if first <= own[0] < end
            ),
        )

    return behind
