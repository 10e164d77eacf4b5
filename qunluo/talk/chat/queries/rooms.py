"""Rooms: the list with what is unread, and one room's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from markupsafe import Markup

from qunluo.kernel import clock, preferences, text
from qunluo.kernel.live.presence import present_in
from qunluo.kernel.text.mentions import marked_ids
from qunluo.people.communities import queries as communities
from qunluo.talk.chat import rules
from qunluo.talk.chat.models import Mention, Room, Seat
from qunluo.talk.chat.queries.finding import (
    room_address,
    room_for,
    room_topic,
    rooms_open_to,
    seats_open_to,
)
from qunluo.talk.chat.queries.messages import Window, window
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

NAMES_MOST = 8
PEOPLE_MOST = 60
ORDER = ("position", "pk")
FAR_BEHIND = 40  # unread messages from which on a room opens at the first of them
NOWHERE: Mapping[str, int | None] = MappingProxyType({})


@dataclass(frozen=True)
class RoomLine:
    """One line of the list. `unread` counts messages after the last one read, 0 in muted rooms and
    in those never opened (`is_new_here`); `mentions` counts unread ones that call the viewer.
    """

    id: int
    name: str
    purpose: str
    address: str
    space_name: str
    is_private: bool
    is_closed: bool
    is_muted: bool
    is_new_here: bool
    unread: int
    mentions: int
    last_posted_at: datetime | None


@dataclass(frozen=True)
class Powers:
    """What the viewer may do in a room; `wait_seconds` is what slow mode still asks of them."""

    talk: bool
    remove: bool
    keep: bool
    make_topics: bool
    wait_seconds: int


@dataclass(frozen=True)
class RoomSheet:
    """A room's page. `first_unread` is a number, when there is something unread in the room."""

    line: RoomLine
    room: Room
    window: Window
    read_number: int | None
    first_unread: int | None
    recall_minutes: int
    may: Powers
    here_count: int
    me: Person | None
    note: Markup


def room_lines(viewer: Viewer) -> list[RoomLine]:
    """Rooms the viewer may read, in the order their keepers gave, closed ones last; one query."""
    rows = _with_counts(viewer, rooms_open_to(viewer)).select_related("space")
    return [
        _line(viewer, row) for row in rows.order_by(F("closed_at").asc(nulls_first=True), *ORDER)
    ]


def waiting(viewer: Viewer) -> int:
    """Unread messages in rooms not muted, calls in muted ones, for the menu.

    One query when nothing waits in a muted room, else two.
    """
    if not viewer.is_member:
        return 0
    behind = seats_open_to(viewer).filter(
        room__closed_at=None, room__last_number__gt=F("read_number")
    )
    rows = list(behind.values_list("room_id", "is_muted", "room__last_number", "read_number"))
    unread = sum(last - read for _room, is_muted, last, read in rows if not is_muted)
    muted = {room_id: read for room_id, is_muted, _last, read in rows if is_muted}
    if not muted:
        return unread
    calls = Mention.objects.filter(
        room__in=muted, member=viewer.member_id, message__removed_at=None
    ).values_list("room_id", "number")
    return unread + sum(number > muted[room_id] for room_id, number in calls)


def room_sheet(
    viewer: Viewer, room_id: int, place: Mapping[str, int | None] = NOWHERE
) -> RoomSheet:
    """A room with some of its messages (`before`, `after`, `around`: numbers).

    Without a place: the newest, or those around the first unread when there are many.
    """
    room_for(viewer, room_id)
    found = _with_counts(viewer, rooms_open_to(viewer)).select_related("space", "community")
    room: Any = found.get(pk=room_id)
    read: int | None = room.read_number
    unread = read + 1 if read is not None and read < room.last_number else None
    if unread and not any(place.values()) and room.last_number - unread >= FAR_BEHIND:
        place = {"around": unread}
    people = forum.people_of(room.community_id, {viewer.member_id, *marked_ids(room.note_html)})
    return RoomSheet(
        line=_line(viewer, room),
        room=room,
        window=window(
            room, before=place.get("before"), after=place.get("after"), around=place.get("around")
        ),
        read_number=read,
        first_unread=unread,
        recall_minutes=preferences.get(viewer, rules.RECALL_MINUTES),
        may=_powers(viewer, room),
        here_count=len(present_in(room_topic(room.pk)) | ({viewer.member_id} - {None})),
        me=people.get(viewer.member_id or 0),
        note=text.show(room.note_html, people),
    )


def people_here(viewer: Viewer, room_id: int) -> list[Person]:
    """Members who have the room open just now, by name; three queries."""
    room = room_for(viewer, room_id)
    ids = sorted(present_in(room_topic(room.pk)))[:PEOPLE_MOST]
    people = forum.people_of(room.community_id, ids).values()
    return sorted((one for one in people if not one.is_erased), key=lambda one: one.name)


def names_starting(viewer: Viewer, room_id: int, begun: str) -> list[Person]:
    """Readers of the room whose name or handle begins so, those who have talked in it first."""
    room = room_for(viewer, room_id)
    found = communities.names_starting(viewer, begun, space_id=room.space_id, most=NAMES_MOST * 2)
    seats = Seat.objects.filter(room=room, member__in=[person.id for person in found])
    talked = dict(seats.exclude(last_posted_at=None).values_list("member_id", "last_posted_at"))
    others = [person for person in found if person.id != viewer.member_id]
    others.sort(key=lambda person: person.id not in talked)
    return others[:NAMES_MOST]


def unread_mentions(viewer: Viewer, room_id: int) -> int:
    """The number of the oldest unread message that calls the viewer, or 0; one query."""
    seat = Seat.objects.filter(room=room_id, member=viewer.member_id).values("read_number")
    found = Mention.objects.filter(room=room_id, member=viewer.member_id, message__removed_at=None)
    oldest = found.filter(number__gt=Coalesce(Subquery(seat[:1]), 0)).order_by("number")
    return oldest.values_list("number", flat=True).first() or 0


def called_by(message_id: int) -> list[int]:
    """Whom a standing message calls; one query."""
    found = Mention.objects.filter(message=message_id, message__removed_at=None)
    return list(found.values_list("member_id", flat=True))


def _with_counts(viewer: Viewer, rooms: QuerySet[Room]) -> QuerySet[Room, Any]:
    member = viewer.member_id or 0
    seat = Seat.objects.filter(room=OuterRef("pk"), member=member)
    calls = (
        Mention.objects.filter(
            room=OuterRef("pk"),
            member=member,
            message__removed_at=None,
            number__gt=Coalesce(OuterRef("read_number"), 0),
        )
        .order_by()
        .values("room")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rooms.annotate(
        read_number=Subquery(seat.values("read_number")[:1]),
        is_muted=Coalesce(Subquery(seat.values("is_muted")[:1]), False),
        seat_posted_at=Subquery(seat.values("last_posted_at")[:1]),
    ).annotate(mention_count=Coalesce(Subquery(calls), 0))


def _line(viewer: Viewer, row: Any) -> RoomLine:
    read: int | None = row.read_number
    counts = viewer.is_member and read is not None and not row.is_muted
    return RoomLine(
        id=row.pk,
        name=row.name,
        purpose=row.purpose,
        address=room_address(viewer.community_slug, row.pk),
        space_name=row.space.name if row.space else "",
        is_private=row.space is not None and row.space.access == "private",
        is_closed=row.closed_at is not None,
        is_muted=row.is_muted,
        is_new_here=viewer.is_member and read is None and row.last_number > 0,
        unread=row.last_number - read if counts and read is not None else 0,
        mentions=row.mention_count if viewer.is_member else 0,
        last_posted_at=row.last_posted_at,
    )


def _powers(viewer: Viewer, room: Any) -> Powers:
    wait = 0
    if rules.is_slowed(viewer, room) and room.seat_posted_at:
        passed = (clock.now() - room.seat_posted_at).total_seconds()
        wait = max(0, int(room.slow_seconds - passed + 0.999))
    return Powers(
        talk=rules.may_talk(viewer, room) and communities.may_write_here(viewer, room.space_id),
        remove=rules.may_remove(viewer, room),
        keep=rules.may_keep(viewer, room),
        make_topics=viewer.is_member and viewer.may("forum.post", room.space_id),
        wait_seconds=wait,
    )


def forgetful_rooms() -> list[int]:
    """Rooms that do not keep their messages for ever."""
    return list(Room.objects.filter(keep_days__gt=0).order_by("pk").values_list("pk", flat=True))
