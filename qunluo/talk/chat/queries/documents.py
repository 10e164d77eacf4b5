"""Messages as documents: for search and analysis, and for a member's own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel import text
from qunluo.kernel.objects import ObjectText
from qunluo.talk.chat.models import Message, Reaction, Room, Seat
from qunluo.talk.chat.queries.messages import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def message_texts(ids: Iterable[int]) -> list[ObjectText]:
    """Messages with words under their room's name; one query."""
    rows = Message.objects.filter(pk__in=list(ids)).select_related(
        "room__space", "room__community", "author"
    )
    return [
        ObjectText(
            object_type="chat.message",
            object_id=row.pk,
            community_id=row.room.community_id,
            space_id=row.room.space_id,
            title=row.room.name,
            body=text.plain(html_of(row)),
            tags=(),
            author_key=row.author.actor_key if row.author else None,
            audience=_audience(row),
            language=row.room.community.language,
            happened_at=row.posted_at,
        )
        for row in rows
    ]


def _audience(row: Message) -> str:
    room = row.room
    if row.removed_at:
        return "hidden"
    if room.space is None:
        return "members"
    if room.space.access == "private":
        return "space"
    is_public = room.space.access == "public" and room.community.access == "public"
    return "public" if is_public else "members"


def messages_behind(after: int) -> int:
    """How many messages above an id another version of the renderer made."""
    return Message.objects.filter(pk__gt=after).exclude(render_version=text.VERSION).count()


def rooms_behind(after: int) -> int:
    """How many rooms above an id: their pinned lines keep no version."""
    return Room.objects.filter(pk__gt=after).count()


def message_ids(community_id: int) -> Iterator[int]:
    found = Message.objects.filter(room__community=community_id).order_by("pk")
    return found.values_list("pk", flat=True).iterator()


def room_ids(community_id: int) -> Iterator[int]:
    found = Room.objects.filter(community=community_id).order_by("pk")
    return found.values_list("pk", flat=True).iterator()


def own_messages(member_id: int) -> Iterator[dict[str, Any]]:
    """What the member wrote, recalled messages included, oldest first."""
    rows = Message.objects.filter(author=member_id).select_related("room__community", "file")
    for row in rows.order_by("pk").iterator():
        yield {
            "community": row.room.community.name,
            "room": row.room.name,
            "text": row.body_source,
            "file": row.file.name if row.file else "",
            "posted_at": row.posted_at.isoformat(),
            "removed_at": row.removed_at.isoformat() if row.removed_at else None,
        }


def own_traces(member_id: int) -> Iterator[dict[str, Any]]:
    """Where the member sat, how far they read, and the signs they gave."""
    for seat in Seat.objects.filter(member=member_id).select_related("room").order_by("pk"):
        read_at = seat.read_at.isoformat() if seat.read_at else None
        yield {"room": seat.room.name, "read_at": read_at, "is_muted": seat.is_muted}
    given = Reaction.objects.filter(member=member_id).order_by("pk")
    for message_id, sign, moment in given.values_list("message_id", "sign", "given_at"):
        yield {"message": message_id, "sign": sign, "given_at": moment.isoformat()}
