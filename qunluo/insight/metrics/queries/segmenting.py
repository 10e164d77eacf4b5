"""What segments ask of figures: who belongs now, what each has done how often, how each scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.engine import circles, influence, recency, staying
from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.measures.membership import CHANGES
from qunluo.insight.metrics.engine.registry.presence import DID, VISITED
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.insight.metrics.queries.studies.events import EVENTS as DEEDS
from qunluo.insight.metrics.rules import FEWEST, SEE_SMALL_GROUPS, is_too_small
from qunluo.kernel import clock
from qunluo.kernel.stream.kinds import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.queries.sources import Watermark

__all__ = [
    "EVENTS",
    "FEWEST",
    "LIFECYCLE",
    "RFM",
    "SEE_SMALL_GROUPS",
    "Outsiders",
    "Standing",
    "is_too_small",
    "label_of",
    "standing",
]

TRADED = "traded"
EVENTS: dict[str, tuple[StrPromise, Match]] = {
    **DEEDS,
    TRADED: (_("bought or traded something"), Match(names_of("transaction"))),
}
RFM: dict[str, StrPromise] = {
    "best": _("Best friends"),
    "steady": _("Steady"),
    "fresh": _("Fresh"),
    "fading": _("Fading"),
    "passing": _("Passing by"),
    "asleep": _("Asleep"),
}
LIFECYCLE: dict[str, StrPromise] = {
    "new": _("new: contributed for the first time"),
    "returning": _("returning: contributed, and in the 30 days before too"),
    "resurrecting": _("back again: contributed after at least 30 days without"),
    "dormant": _("dormant: contributed in the 30 days before, but no more"),
    "silent": _("silent: not in 60 days"),
}
MONTH = 30
YEAR = 364
FEWEST_FOR_RANKS = 10
"""Below so many people who deal with each other nobody is ranked (metrics.md 1.6)."""


@dataclass(frozen=True)
class Outsiders:
    """Whom no segment holds: owners and administrators, bots, and those who left."""

    staff: int
    bots: int
    left: int


def label_of(event: str) -> str:
    return str(EVENTS[event][0])


class Standing:
    """Members now, without staff and bots, by the history's numbers; days as ordinals in its zone.

    `keys`: the stream's. What costs is found when it is first asked for, once per data version.
    """

    def __init__(self, history: History, mark: Watermark) -> None:
        self._history = history
        self.watermark = mark.number
        self.covers_until = mark.covers_until
        self.day = history.calendar.day_of(clock.now())
        self.today = self.day.toordinal()
        people = history.rows("SELECT person, actor, is_staff, is_bot FROM {people}")
        inside = dict(
            history.rows(
                f"SELECT person, arg_max(is_in, day) FROM ({CHANGES}) GROUP BY person"  # noqa: S608
            )
        )
        self.keys = {person: key for person, key, _is_staff, _is_bot in people}
        self.everybody = frozenset(
            one for one, _key, is_staff, _is_bot in people if inside.get(one) and not is_staff
        )
        self.outsiders = Outsiders(
            staff=sum(bool(inside.get(one)) and told for one, _key, told, _is_bot in people),
            bots=sum(is_bot for _one, _key, _is_staff, is_bot in people),
            left=sum(not is_in for is_in in inside.values()),
        )

    def times(
        self, event: str, first: date, last: date, space_id: int | None = None
    ) -> Mapping[int, int]:
        """person -> how often from a day to a day, in one space or anywhere."""
        where, params = EVENTS[event][1].where()
        if space_id is not None:
            where, params = f"{where} AND space_id = ?", [*params, space_id]
        return dict(
            self._history.rows(
                f"SELECT person, count(*) FROM {{acts}} WHERE {where}"  # noqa: S608 - fixed pieces
                " AND day BETWEEN ? AND ? GROUP BY person",
                [*params, first, last],
            )
        )

    def joined(self) -> Mapping[int, tuple[int, str]]:
        """person -> day of the first joining, and its channel."""
        return {
            person: (day, channel)
            for person, _at, day, channel, _did in joiners(self._history, DID)
        }

    def last_seen(self) -> Mapping[int, int]:
        seen = staying.active_days(self._history, VISITED)
        return {person: own[-1] for person, own in seen.items()}

    def levels(self) -> Mapping[int, int]:
        """person -> Orbit's circle by the days of contributing; 0: not seen for 90 days."""
        days = staying.active_days(self._history, DID)
        return {person: circles.orbit(own, self.today) for person, own in days.items()}

    def rfm(self) -> Mapping[int, recency.Rated]:
        """Those who contributed in 180 days."""

        def find() -> Mapping[int, recency.Rated]:
            return recency.rated(recency.habits(self._history, DID, self.day))

        return self._history.kept(("rfm", self.today), find)

    def lifecycle(self) -> Mapping[int, str]:
        """person -> a key of `LIFECYCLE`, of those who ever contributed."""
        days = staying.active_days(self._history, DID)
        return {person: _state(own, self.today) for person, own in days.items()}

    def places(self) -> Mapping[int, int]:
        """person -> rank by influence in the ties of 365 days; nobody below ten people."""

        def find() -> dict[int, int]:
            ties = circles.ties_of(self._history, self.day - timedelta(days=YEAR), self.day)
            if len(ties) < FEWEST_FOR_RANKS:
                return {}
            rank = influence.pagerank(ties)
            order = sorted(rank, key=lambda one: (-rank[one], one))
            return {one: n for n, one in enumerate(order, 1)}

        return self._history.kept(("places", self.today), find)

    def has_trade(self) -> bool:
        """Whether any purchase or trade is on record."""
        where, params = EVENTS[TRADED][1].where()
        found = self._history.rows(f"SELECT 1 FROM {{acts}} WHERE {where} LIMIT 1", params)  # noqa: S608
        return bool(found)


def _state(days: tuple[int, ...], today: int) -> str:
    now, before = today - MONTH, today - 2 * MONTH
    is_active = any(now < day <= today for day in days)
    was_active = any(before < day <= now for day in days)
    if is_active and days[0] > now:
        return "new"
    if is_active:
        return "returning" if was_active else "resurrecting"
    return "dormant" if was_active else "silent"


def standing(community_id: int) -> Standing:
    mark = watermark()
    return Standing(history_at(community_id, mark), mark)
