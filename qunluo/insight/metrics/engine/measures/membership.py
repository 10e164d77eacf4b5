"""Who belongs: joins, leaves and members, so that each period closes exactly."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting
from qunluo.insight.metrics.engine.measures.reading import Behind, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

JOINED = "communities.member_joined"
LEFT = "communities.member_left"
REMOVED = "communities.member_removed"

# Only a change of state counts: a second join of someone who is in is none, and so after a merge.
CHANGES = f"""
SELECT person, day, is_in FROM (
  SELECT person, day, is_in, coalesce(lag(is_in) OVER (
    PARTITION BY person ORDER BY moment, line_id), false) AS was_in
  FROM (SELECT CASE WHEN name = '{REMOVED}' THEN about ELSE person END AS person, day, moment,
          line_id, name = '{JOINED}' AS is_in
        FROM {{acts}} WHERE name IN ('{JOINED}', '{LEFT}', '{REMOVED}'))
  WHERE person IS NOT NULL)
WHERE is_in <> was_in
"""  # noqa: S608 - constants


def changes(*, joins: bool) -> Callable[[Inquiry], list[Reading]]:
    """How many joined, or left, in each period."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        days = _days(inquiry.history)
        counts = [
            sum(came if joins else left for _day, came, left in days[_within(days, period)])
            for period in inquiry.periods
        ]
        return [Reading(count, n=count) for count in counts]

    return measure


def _days(history: History) -> list[tuple[date, int, int]]:
    """(day, how many came, how many left), in order; every question about members rests on it."""
    asked = (
        "SELECT day, count(*) FILTER (WHERE is_in), count(*) FILTER (WHERE NOT is_in)"  # noqa: S608
        f" FROM ({CHANGES}) a GROUP BY day ORDER BY day"
    )
    return history.kept(
        ("changes",), lambda: [(day, came, left) for day, came, left in history.rows(asked)]
    )


def _within(days: Sequence[tuple[date, int, int]], period: Period) -> slice:
    return slice(
        *(bisect_left(days, edge, key=itemgetter(0)) for edge in (period.start, period.end))
    )


def changes_behind(*, joins: bool) -> Callable[[History, Period], Behind]:
    def behind(history: History, period: Period) -> Behind:
        found = history.rows(
            f"SELECT person, count(*) FROM ({CHANGES}) a"  # noqa: S608 - constants
            " WHERE is_in = ? AND day >= ? AND day < ? GROUP BY person ORDER BY min(day), person",
            [joins, period.start, period.end],
        )
        return Behind("people", tuple(found))

    return behind


def members_at_end(inquiry: Inquiry) -> list[Reading]:
    """How many belong when the period ends."""
    return [Reading(count, n=count) for count in counts_at_end(inquiry.history, inquiry.periods)]


def counts_at_end(history: History, periods: Sequence[Period]) -> list[int]:
    days = _days(history)
    totals = [0, *accumulate(came - left for _day, came, left in days)]
    return [totals[_within(days, period).stop] for period in periods]


def members_behind(history: History, period: Period) -> Behind:
    found = history.rows(
        f"SELECT person, 1 FROM ({CHANGES}) a WHERE day < ? GROUP BY person"  # noqa: S608
        " HAVING arg_max(is_in, day) ORDER BY max(day) DESC, person",
        [period.end],
    )
    return Behind("people", tuple(found))


def share_of_members(match: counting.Match) -> Callable[[Inquiry], list[Reading]]:
    """Active people per member at the end of the period."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        counted = counting.tallies(inquiry.history, match, inquiry.periods)
        members = counts_at_end(inquiry.history, inquiry.periods)
        return [
            share(tally.people, member, reason="no_members")
            for tally, member in zip(counted, members, strict=True)
        ]

    return measure
