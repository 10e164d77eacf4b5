"""Who belongs: joins, leaves and members, so that each period closes exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting
from qunluo.insight.metrics.engine.measures.reading import Behind, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        joined, lists = counting.spans(inquiry.periods)
        found = inquiry.history.rows(
            f"SELECT s.n, count(*) FROM ({CHANGES}) a JOIN {joined}"  # noqa: S608 - constants
            " WHERE a.is_in = ? GROUP BY s.n",
            [*lists, joins],
        )
        counted = dict(found)
        counts = [counted.get(n, 0) for n in range(len(inquiry.periods))]
        return [Reading(count, n=count) for count in counts]

    return measure


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
    ends = [period.last_day for period in periods]
    found = history.rows(
        f"WITH walk AS (SELECT day, sum(sum(CASE WHEN is_in THEN 1 ELSE -1 END)) OVER (ORDER BY day)"  # noqa: S608
        f" AS members FROM ({CHANGES}) a GROUP BY day)"
        " SELECT q.day, coalesce(w.members, 0)::BIGINT FROM (SELECT unnest(string_split(?, ',')::DATE[]) AS day) q"
        " ASOF LEFT JOIN walk w ON q.day >= w.day",
        [",".join(map(str, ends))],
    )
    counted = dict(found)
    return [counted[day] for day in ends]


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
