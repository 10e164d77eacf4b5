"""How people come in: from joining to contributing, invitations, known origins."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, growth
from qunluo.insight.metrics.engine.measures.membership import JOINED
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

INVITED = "communities.invitation_made"
UNKNOWN = ("", "open", "import")
"""Channels that say nothing about where somebody came from."""

JOINERS = f"""
WITH joined AS (
  SELECT person, min(moment) AS moment, min(day) AS day, arg_min(facts ->> '$.channel', moment)
    AS channel FROM {{{{acts}}}} WHERE name = '{JOINED}' AND person IS NOT NULL AND NOT is_staff
  GROUP BY person),
did AS (SELECT person, min(moment) AS did_at FROM {{{{acts}}}} WHERE {{where}} GROUP BY person)
SELECT person, moment, day, coalesce(channel, ''), did_at FROM joined LEFT JOIN did USING (person)
ORDER BY moment, person
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
                JOINERS.format(where=where), params
            )
        ]

    return history.kept(("joiners", did), find)


def activated(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Of the period's joiners, the share that did it in time; by channel of joining."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = joiners(inquiry.history, did)
        return [_activated(found, period, within) for period in inquiry.periods]

    return measure


def _activated(
    found: list[tuple[int, datetime, int, str, datetime | None]],
    period: Period,
    within: timedelta,
) -> Reading:
    first, end = period.start.toordinal(), period.end.toordinal()
    by_channel: dict[str, list[bool]] = {}
    for _person, joined_at, day, channel, did_at in found:
        if first <= day < end:
            in_time = did_at is not None and did_at <= joined_at + within
            by_channel.setdefault(channel, []).append(in_time)
    cells = tuple(
        Cell(channel, sum(own) / len(own), sum(own), len(own))
        for channel, own in sorted(by_channel.items())
    )
    every = [one for own in by_channel.values() for one in own]
    one = share(sum(every), len(every), reason="nobody_started")
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


def known_origin(did: Match) -> Callable[[Inquiry], list[Reading]]:
    """Of the period's joiners, the share whose channel says where they came from; by channel."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        found = joiners(inquiry.history, did)
        return [_origins(found, period) for period in inquiry.periods]

    return measure


def _origins(
    found: list[tuple[int, datetime, int, str, datetime | None]], period: Period
) -> Reading:
    first, end = period.start.toordinal(), period.end.toordinal()
    channels = [channel for _p, _at, day, channel, _did in found if first <= day < end]
    known = sum(channel not in UNKNOWN for channel in channels)
    cells = tuple(Cell(one, channels.count(one)) for one in sorted(set(channels)))
    one = share(known, len(channels), reason="nobody_started")
    return Reading(one.value, one.numerator, one.denominator, one.n, cells=cells, reason=one.reason)


def k_factor(did: Match, within: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Invitations per active member times joined and activated invitees per invitation."""
    sent = counting.Match((INVITED,), people="anyone")

    def measure(inquiry: Inquiry) -> list[Reading]:
        made = counting.tallies(inquiry.history, sent, inquiry.periods)
        own = counting.tallies(inquiry.history, did, inquiry.periods)
        found = joiners(inquiry.history, did)
        readings = []
        for period, tally, people in zip(inquiry.periods, made, own, strict=True):
            came = _invited(found, period, within)
            if not people.people:
                readings.append(Reading(None, reason="nobody_contributed"))
                continue
            rate = came / tally.lines if tally.lines else 0.0
            value = growth.k_factor(tally.lines / people.people, rate)
            readings.append(Reading(value, came, people.people, people.people))
        return readings

    return measure


def _invited(
    found: list[tuple[int, datetime, int, str, datetime | None]],
    period: Period,
    within: timedelta,
) -> int:
    first, end = period.start.toordinal(), period.end.toordinal()
    return sum(
        first <= day < end
        and channel == "invitation"
        and did_at is not None
        and did_at <= joined_at + within
        for _person, joined_at, day, channel, did_at in found
    )
