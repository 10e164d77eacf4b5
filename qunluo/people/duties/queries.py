"""What waits for whom, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q

from qunluo.kernel import clock
from qunluo.people.communities import queries as communities
from qunluo.people.duties import rules
from qunluo.people.duties.models import Duty
from qunluo.people.duties.ports import duty_kinds
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST = 200


@dataclass(frozen=True)
class DutySheet:
    """One piece of work as the viewer sees it. `claimed_by` is who is at it now, lapsed ones not.

    `what` says what to do, `title` and `address` about what and where.
    """

    id: int
    kind: str
    what: str | StrPromise
    icon: str
    title: str
    address: str
    opened_at: datetime
    due_at: datetime | None
    is_overdue: bool
    claimed_by: Person | None
    is_mine: bool


@dataclass(frozen=True)
class WorkCount:
    """How much waits for the viewer: `free` of it nobody is at; `oldest_at` None: nothing."""

    waiting: int
    free: int
    overdue: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class KindCount:
    kind: str
    what: str | StrPromise
    waiting: int


def open_duties(viewer: Viewer, kind: str = "", *, limit: int = 50) -> list[DutySheet]:
    """The work the viewer may do, overdue and nearest due first, then the oldest.

    One query, two for the names, and those of each kind's titles.
    """
    rows = list(_in_order(viewer, kind)[: min(limit, MOST)])
    return _sheets(viewer, rows)


def next_duty(viewer: Viewer, kind: str = "") -> DutySheet | None:
    """The most urgent work that nobody else is at; None when there is none."""
    for sheet in open_duties(viewer, kind, limit=MOST):
        if sheet.claimed_by is None or sheet.is_mine:
            return sheet
    return None


def waiting_work(viewer: Viewer) -> WorkCount:
    """One query; none for those who hold no permission that any work takes."""
    found = _open(viewer).aggregate(
        waiting=Count("pk"),
        free=Count("pk", filter=Q(claimed_by=None) | Q(claimed_at__lt=rules.lapsed_before())),
        overdue=Count("pk", filter=Q(due_at__lt=clock.now())),
        oldest=Min("opened_at"),
    )
    return WorkCount(found["waiting"], found["free"], found["overdue"], found["oldest"])


def kinds_waiting(viewer: Viewer) -> list[KindCount]:
    """How much of each kind waits, for the filter; one query."""
    rows = _open(viewer).values("kind").annotate(waiting=Count("pk")).order_by("kind")
    return [
        KindCount(row["kind"], duty_kinds[row["kind"]].label, row["waiting"])
        for row in rows
        if row["kind"] in duty_kinds
    ]


def duties_kept(member_id: int) -> Iterator[dict[str, object]]:
    """Work a member took or did, as plain values, for their own copy; one query."""
    mine = Q(claimed_by=member_id) | Q(done_by=member_id)
    rows = Duty.objects.filter(mine).select_related("community").order_by("pk")
    for row in rows:
        yield {
            "what": row.kind,
            "community": row.community.slug if row.community else "",
            "claimed_at": row.claimed_at if row.claimed_by_id == member_id else None,
            "done_at": row.done_at if row.done_by_id == member_id else None,
            "outcome": row.outcome if row.done_by_id == member_id else "",
        }


def _open(viewer: Viewer) -> QuerySet[Duty]:
    known = Duty.objects.filter(done_at=None, kind__in=sorted(duty_kinds))
    return known.filter(rules.for_viewer(viewer))


def _in_order(viewer: Viewer, kind: str) -> QuerySet[Duty]:
    found = _open(viewer)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")


def _sheets(viewer: Viewer, rows: Sequence[Duty]) -> list[DutySheet]:
    cards = _cards(viewer, rows)
    holders = {row.claimed_by_id for row in rows if row.claimed_by_id is not None}
    people = (
        communities.persons(viewer.community_id, holders)
        if viewer.community_id
        else members.persons(holders)
    )
    return [
        _sheet(viewer, row, cards[row.kind, row.object_id], people)
        for row in rows
        if (row.kind, row.object_id) in cards
    ]


def _sheet(viewer: Viewer, row: Duty, card: ObjectCard, people: Mapping[int, Person]) -> DutySheet:
    kind = duty_kinds[row.kind]
    is_held = row.claimed_at is not None and row.claimed_at >= rules.lapsed_before()
    return DutySheet(
        id=row.pk,
        kind=row.kind,
        what=kind.label,
        icon=kind.icon,
        title=card.title,
        address=card.address,
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_overdue=row.due_at is not None and row.due_at < clock.now(),
        claimed_by=people.get(row.claimed_by_id) if is_held and row.claimed_by_id else None,
        is_mine=is_held and row.claimed_by_id == viewer.member_id,
    )


def _cards(viewer: Viewer, rows: Sequence[Duty]) -> dict[tuple[str, int], ObjectCard]:
    asked: dict[str, list[int]] = {}
    for row in rows:
        asked.setdefault(row.kind, []).append(row.object_id)
    return {
        (kind, object_id): card
        for kind, ids in asked.items()
        for object_id, card in duty_kinds[kind].cards_for(viewer, ids).items()
    }
