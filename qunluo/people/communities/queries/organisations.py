"""Organisations and the roll-up over their communities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from qunluo.kernel import clock
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities.models import (
    Community,
    Membership,
    Organisation,
    OrganisationSeat,
)
from qunluo.people.communities.queries.cards import card_of
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries.cards import CommunityCard
    from qunluo.people.members.queries import Person

MONTHS = 12


@dataclass(frozen=True)
class OrganisationCard:
    id: int
    slug: str
    name: str
    role: str
    community_count: int
    member_count: int


@dataclass(frozen=True)
class SeatRow:
    person: Person
    role: str
    granted_at: datetime
    granted_by: Person | None


@dataclass(frozen=True)
class CommunityRollUp:
    """One community in the roll-up; `joins` are per month of the sheet, by present memberships."""

    card: CommunityCard
    joins: tuple[int, ...]


@dataclass(frozen=True)
class OrganisationSheet:
    """Everything of an organisation's page. `months` are first days, the last is not over yet.

    `member_count` adds up belongings; `people_count` counts each person once.
    """

    id: int
    slug: str
    name: str
    currency: str
    may_change: bool
    member_count: int
    people_count: int
    months: tuple[date, ...]
    communities: tuple[CommunityRollUp, ...]
    seats: tuple[SeatRow, ...]


def organisations_of(viewer: Viewer) -> list[OrganisationCard]:
    """Those in which the viewer has a seat, by name; two queries."""
    seats = OrganisationSeat.objects.filter(member=viewer.require_member_id()).select_related(
        "organisation"
    )
    counts: Counter[int] = Counter()
    sizes: Counter[int] = Counter()
    rows = Community.objects.filter(organisation__in=[seat.organisation_id for seat in seats])
    for organisation_id, size in rows.values_list("organisation", "member_count"):
        counts[organisation_id] += 1
        sizes[organisation_id] += size
    cards = [
        OrganisationCard(
            seat.organisation_id,
            seat.organisation.slug,
            seat.organisation.name,
            seat.role,
            counts[seat.organisation_id],
            sizes[seat.organisation_id],
        )
        for seat in seats
    ]
    return sorted(cards, key=lambda card: card.name)


def organisation_for(viewer: Viewer, slug: str) -> OrganisationSheet:
    """The roll-up, for those with a seat; `missing` for everybody else; seven queries."""
    member_id = viewer.require_member_id()
    organisation = one_or_missing(Organisation.objects.filter(slug=slug, seats__member=member_id))
    seats = list(organisation.seats.order_by("granted_at", "pk"))
    own = next(seat for seat in seats if seat.member_id == member_id)
    rows = list(organisation.communities.order_by("-member_count", "pk"))
    months = _months()
    joins = _joins(rows, months)
    people = Membership.objects.filter(community__in=rows, left_at=None)
    return OrganisationSheet(
        id=organisation.pk,
        slug=organisation.slug,
        name=organisation.name,
        currency=organisation.currency,
        may_change=own.role == "owner",
        member_count=sum(row.member_count for row in rows),
        people_count=people.values("member").distinct().count(),
        months=months,
        communities=tuple(
            CommunityRollUp(card_of(row, ()), tuple(joins[row.pk, month] for month in months))
            for row in rows
        ),
        seats=_seats(seats),
    )


def _months() -> tuple[date, ...]:
    """The last twelve months by Shanghai's calendar, the running one last."""
    first = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date().replace(day=1)
    months = [first]
    for _step in range(MONTHS - 1):
        last = months[-1]
        earlier = last.month - 1 or 12
        months.append(last.replace(year=last.year - (last.month == 1), month=earlier))
    return tuple(reversed(months))


def _joins(rows: list[Community], months: tuple[date, ...]) -> Counter[tuple[int, date]]:
    zone = ZoneInfo("Asia/Shanghai")
    since = datetime.combine(months[0], time.min, zone)
    found = (
        Membership.objects.filter(community__in=rows, joined_at__gte=since)
        .exclude(join_channel="founder")
        .annotate(month=TruncMonth("joined_at", tzinfo=zone))
        .values_list("community", "month")
        .annotate(joins=Count("pk"))
    )
    return Counter({(community, month.date()): joins for community, month, joins in found})


def _seats(seats: list[OrganisationSeat]) -> tuple[SeatRow, ...]:
    named = [one for seat in seats for one in (seat.member_id, seat.granted_by_id)]
    people = members.persons(named)
    return tuple(
        SeatRow(
            people[seat.member_id],
            seat.role,
            seat.granted_at,
            people.get(seat.granted_by_id) if seat.granted_by_id else None,
        )
        for seat in seats
    )
