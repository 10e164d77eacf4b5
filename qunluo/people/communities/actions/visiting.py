"""Keep who was here on a day, and how many strangers; fed from a buffer, never from a GET."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record_many
from qunluo.people.communities.activities import Visited
from qunluo.people.communities.models import Community, Membership, Visit, VisitorDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

KEPT_DAYS = 8


@dataclass(frozen=True)
class Presence:
    """A member seen at a moment; `visited_on` is that moment's day in the community's time zone."""

    community_id: int
    member_id: int
    actor_key: str | None
    space_id: int | None
    visited_on: date
    seen_at: datetime


@dataclass(frozen=True)
class VisitorCount:
    community_id: int
    visited_on: date
    visitors: int
    pages: int


@action
def record_visits(seen: Sequence[Presence]) -> int:
    """Tell each member, space and day once, however often it comes; returns how many were new.

    Give 1,000 or fewer. Those who left meanwhile are skipped.
    """
    first = {(one.community_id, one.member_id, one.space_id, one.visited_on): one for one in seen}
    belongings = _belongings(first.values())
    known = _known(belongings.values(), {one.visited_on for one in first.values()})
    fresh = []
    for one in first.values():
        belonging = belongings.get((one.community_id, one.member_id))
        if belonging and (belonging.pk, one.space_id, one.visited_on) not in known:
            fresh.append((belonging, one))
    Visit.objects.bulk_create(
        Visit(membership=belonging, space_id=one.space_id, visited_on=one.visited_on)
        for belonging, one in fresh
    )
    for belonging, one in fresh:
        _remember(belonging, one.visited_on)
    Membership.objects.bulk_update(
        {b for b, _one in fresh}, ["last_visited_on", "visited_before_on"]
    )
    record_many([(_visited(one), one.seen_at) for _belonging, one in fresh])
    _forget_old(first.values())
    return len(fresh)


def _remember(belonging: Membership, day: date) -> None:
    """The last day here, and the one before it."""
    last = belonging.last_visited_on
    if last is None or day > last:
        belonging.visited_before_on, belonging.last_visited_on = last, day


@action
def record_visitors(counts: Iterable[VisitorCount]) -> None:
    """Add counts of visitors to their days; nothing else is known or told about them."""
    for count in counts:
        day, _made = VisitorDay.objects.get_or_create(
            community_id=count.community_id, visited_on=count.visited_on
        )
        VisitorDay.objects.filter(pk=day.pk).update(
            visitor_count=F("visitor_count") + count.visitors,
            page_count=F("page_count") + count.pages,
        )


def _belongings(seen: Iterable[Presence]) -> dict[tuple[int, int], Membership]:
    """Locked with their communities, so that two servers do not tell the same visit."""
    pairs = {(one.community_id, one.member_id) for one in seen}
    communities = {community for community, _member in pairs}
    list(Community.objects.select_for_update().filter(pk__in=communities).order_by("pk"))
    found = Membership.objects.filter(
        community__in=communities, member__in={member for _c, member in pairs}, left_at=None
    )
    return {(row.community_id, row.member_id): row for row in found}


def _known(belongings: Iterable[Membership], days: set[date]) -> set[tuple[int, int | None, date]]:
    found = Visit.objects.filter(membership__in=list(belongings), visited_on__in=days)
    return set(found.values_list("membership_id", "space_id", "visited_on"))


def _visited(one: Presence) -> Visited:
    return Visited(
        object_id=one.community_id,
        community_id=one.community_id,
        space_id=one.space_id,
        actor_key=one.actor_key,
        audience="parties",
    )


def _forget_old(seen: Iterable[Presence]) -> None:
    last = max((one.visited_on for one in seen), default=None)
    if last is not None:
        Visit.objects.filter(visited_on__lt=last - timedelta(days=KEPT_DAYS)).delete()
