"""Rooms and messages a viewer may reach; what they may not see is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.purposes import VOICE
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.chat import rules
from qunluo.talk.chat.models import Message, Reaction, Room, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


PURPOSES = (rules.ATTACHED, VOICE)


def _open(viewer: Viewer, path: str = "") -> Q:
    """In a space the viewer may read, or in none, for members of the community."""
    here = Q(**{f"{path}community": viewer.community_id})
    readable = communities.in_open_spaces(viewer, f"{path}space")
    if viewer.is_member:
        readable |= Q(**{f"{path}space": None})
    return here & readable


def rooms_open_to(viewer: Viewer) -> QuerySet[Room]:
    """Rooms of the viewer's community that they may read, closed ones included."""
    return Room.objects.filter(_open(viewer))


def seats_open_to(viewer: Viewer) -> QuerySet[Seat]:
    """The viewer's own seats in rooms that they may read."""
    return Seat.objects.filter(_open(viewer, "room__"), member=viewer.member_id)


def room_for(viewer: Viewer, room_id: int) -> Room:
    """The room with its space and community, or `missing`."""
    found = rooms_open_to(viewer).select_related("space", "community").filter(pk=room_id)
    return one_or_missing(found)


def messages_open_to(viewer: Viewer) -> QuerySet[Message]:
    """Messages in such rooms, removed ones included."""
    return Message.objects.filter(_open(viewer, "room__"))


def message_for(viewer: Viewer, message_id: int) -> Message:
    """The message with its room, space and community, or `missing`."""
    found = messages_open_to(viewer).select_related("room__space", "room__community")
    return one_or_missing(found.filter(pk=message_id))


def posted_before(viewer: Viewer, client_id: str) -> int | None:
    """The message that the viewer's page sent under this id already."""
    found = Message.objects.filter(author=viewer.require_member_id(), client_id=client_id)
    return found.values_list("pk", flat=True).first()


def attachable(viewer: Viewer, room: Room, file_id: int) -> StoredFile:
    """The viewer's own upload into this room, which no message carries yet, or `missing`."""
    found = StoredFile.objects.filter(
        pk=file_id, owner_key=viewer.actor_key or "", community_id=room.community_id
    )
    used = Message.objects.filter(file=OuterRef("pk"))
    return one_or_missing(found.filter(~Exists(used), space_id=room.space_id, purpose__in=PURPOSES))


def has_reacted(viewer: Viewer, message_id: int, sign: str) -> bool:
    """Whether the viewer has put this sign on the message."""
    given = Reaction.objects.filter(message=message_id, member=viewer.member_id, sign=sign)
    return given.exists()


def number_at(room: Room, moment: datetime) -> int:
    """The number of the first message posted then or later; the last one's when there is none."""
    later = room.messages.filter(posted_at__gte=moment).order_by("number")
    found = later.values_list("number", flat=True).first()
    return found if found is not None else room.last_number


def room_topic(room_id: int) -> str:
    """What open pages hear of a room."""
    return f"chat:{room_id}"


def slug_of_room(room_id: int) -> str | None:
    """The community in which the room stands, for whoever comes without one (sockets)."""
    found = Room.objects.filter(pk=room_id)
    return found.values_list("community__slug", flat=True).first()


def room_address(community_slug: str, room_id: int) -> str:
    return reverse("chat:room", kwargs={"community": community_slug, "room_id": room_id})


def message_address(community_slug: str, message_id: int) -> str:
    """An address that leads to the message in its room."""
    return reverse("chat:message", kwargs={"community": community_slug, "message_id": message_id})
