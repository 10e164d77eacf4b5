"""How people come in: from joining to contributing, invitations, known origins."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import UTC, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, growth
from qunluo.insight.metrics.engine.measures.membership import JOINED
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

INVITED = "communities.invitation_made"
UNKNOWN = ("", "open", "import")
"""Channels that say nothing about where somebody came from."""

JOINED_THEN = f"""
WITH joined AS (
  SELECT person, min(moment) AS moment, min(day) AS day, arg_min(facts ->> '$.channel', moment)
    AS channel FROM {{{{acts}}}} WHERE name = '{JOINED}' AND person IS NOT NULL AND NOT is_staff
  GROUP BY person),
did AS (SELECT person, min(moment) AS did_at FROM {{{{acts}}}} WHERE {{where}} GROUP BY person)
SELECT person, moment, day, coalesce(channel, '') AS channel, did_at FROM joined
LEFT JOIN did USING (person)
"""  # noqa: S608 - constants


def joiners(history: History, did: Match) -> list[tuple[int, datetime, int, str, datetime | None]]:
    """(person, joined at, day, channel, first did it at) of everybody's first joining."""
    where, params = did.where()

    def find() -> list[tuple[int, datetime, int, str, datetime | None]]:
        return [
            (
                person,
                moment.replace(tzinfo=UTC),
                day.toordinal(),
                channel,
                did_at.replace(tzinfo=UTC) if did_at else None,
            )
            for person, moment, day, channel, did_at in history.rows(
                f"{JOINED_THEN} ORDER BY moment, person".format(where=where), params
            )
        ]

    return history.kept(("joiners", did), find)


def _joined(history: History, did: Match, within: timedelta) -> list[tuple[date, str, int, int]]:
    """(day, channel, how many first joined, how many of them did it in time), in order."""
    where, params = did.where()
    asked = (
        "SELECT day, channel, count(*), count(*) FILTER (WHERE did_at <= moment +"  # noqa: S608
        f" INTERVAL '{int(within.total_seconds())}' SECOND) FROM ({JOINED_THEN})"
        " GROUP BY day, channel ORDER BY day, channel"
    )
    return history.kept(
        ("joined", did, within),
        lambda: [
            (day, channel, count, in_time)
            for day, channel, count, in_time in history.rows(asked.format(where=where), params)
        ],
    )


def _by_channel(
    found: Sequence[tuple[date, str, int, int]], period: Period
) -> dict[str, tuple[int, int]]:
    """channel -> (how many joined in the period, how many of them did it in time)."""
    edges = (bisect_left(found, edge, key=itemgetter(0)) for edge in (period.start, period.end))
    counted: dict[str, tuple[int, int]] = {}
    for _day, channel, count, in_time in found[slice(*edges)]:
        known = counted.get(channel, (0, 0))
        counted[channel] = (known[0] + count, known[1] + in_time)
    return dict(sorted(counted.items()))


def activated(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Of the period's joiners, the share that did it in time; by channel of joining."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = _joined(inquiry.history, did, within)
        return [_activated(_by_channel(found, period)) for period in inquiry.periods]

    return measure


def _activated(channels: Mapping[str, tuple[int, int]]) -> Reading:
    cells = tuple(
        Cell(channel, in_time / count, in_time, count)
        for channel, (count, in_time) in channels.items()
    )
    in_time = sum(in_time for _count, in_time in channels.values())
    one = share(in_time, sum(count for count, _in in channels.values()), reason="nobody_started")
    return Reading(one.value, one.numerator, one.denominator, one.n, cells=cells, reason=one.reason)


def activated_behind(did: Match, within: timedelta) -> Callable[[History, Period], Behind]:
    """Who joined in the period; 1: contributed in time, 0: did not."""

    def behind(history: History, period: Period) -> Behind:
        first, end = period.start.toordinal(), period.end.toordinal()
        return Behind(
            "people",
            tuple(
                (person, int(did_at is not None and did_at <= joined_at + within))
                for person, joined_at, day, _channel, did_at in joiners(history, did)
                if first <= day < end
            ),
        )

    return behind


def known_origin(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Of the period's joiners, the share whose channel says where they came from; by channel."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = _joined(inquiry.history, did, within)
        return [_origins(_by_channel(found, period)) for period in inquiry.periods]

    return measure


def _origins(channels: Mapping[str, tuple[int, int]]) -> Reading:
    known = sum(count for channel, (count, _in) in channels.items() if channel not in UNKNOWN)
    cells = tuple(Cell(channel, count) for channel, (count, _in) in channels.items())
    one = share(known, sum(count for count, _in in channels.values()), reason="nobody_started")
    return Reading(one.value, one.numerator, one.denominator, one.n, cells=cells, reason=one.reason)


def k_factor(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Invitations per active member times joined and activated invitees per invitation."""
    sent = counting.Match((INVITED,), people="anyone")

    def measure(inquiry: Inquiry) -> list[Reading]:
        made = counting.tallies(inquiry.history, sent, inquiry.periods)
        own = counting.tallies(inquiry.history, did, inquiry.periods)
        found = _joined(inquiry.history, did, within)
        readings = []
        for period, tally, people in zip(inquiry.periods, made, own, strict=True):
            came = _by_channel(found, period).get("invitation", (0, 0))[1]
            if not people.people:
                readings.append(Reading(None, reason="nobody_contributed"))
                continue
            rate = came / tally.lines if tally.lines else 0.0
            value = growth.k_factor(tally.lines / people.people, rate)
            readings.append(Reading(value, came, people.people, people.people))
        return readings

    return measure


def waves(did: Match, within: timedelta, count: int) -> Callable[[Inquiry], list[Reading]]:
    """What one contributor comes to after so many waves of invitations: (K^(n+1) - 1) / (K - 1)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        return [
            one if one.value is None else replace(one, value=sum(growth.waves(1, one.value, count)))
            for one in k_factor(did, within)(inquiry)
        ]

    return measure
