"""What every write in chat stands on: the room under lock, the permission, the count of changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.refusal import JoinRequired, Refusal, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.telling import tell_message
from qunluo.talk.chat.models import Message, Room
from qunluo.talk.chat.queries import message_for, rooms_open_to

if TYPE_CHECKING:
    from qunluo.kernel.stream.activity import Audience
    from qunluo.kernel.viewer import Viewer


def locked_room(viewer: Viewer, room_id: int) -> Room:
    """The room under a row lock, so that what follows is numbered and counted one by one."""
    found = rooms_open_to(viewer).select_related("space", "community").filter(pk=room_id)
    return one_or_missing(found.select_for_update(of=("self",)))


def locked_message(viewer: Viewer, message_id: int) -> tuple[Message, Room]:
    """The message and its room, the room's row locked first (always in this order)."""
    room = locked_room(viewer, message_for(viewer, message_id).room_id)
    return room.messages.get(pk=message_id), room


def require_member(viewer: Viewer) -> int:
    """The member's id; refuses with `sign_in_required` or `join_required`."""
    member_id = viewer.require_member_id()
    if not viewer.is_member:
        raise JoinRequired(viewer.community_slug)
    return member_id


def require_talking(viewer: Viewer, room: Room) -> int:
    """Refuses visitors, strangers, those without `chat.talk`, the silenced, and a closed room."""
    member_id = require_member(viewer)
    viewer.require(rules.TALK, room.space_id)
    communities.require_may_write(viewer, room.space_id)
    if not rules.may_talk(viewer, room):
        raise Refusal("chat.room_closed", _("This room is closed. It can be read, not written in."))
    return member_id


def require_standing(message: Message) -> None:
    if message.removed_at is not None:
        raise Refusal("chat.message_gone", _("This message was taken back or removed."))


def next_change(room: Room) -> int:
    """Count one more change of the room's messages; leans on the room's lock."""
    room.last_change += 1
    Room.objects.filter(pk=room.pk).update(last_change=room.last_change)
    return room.last_change


def change(room: Room, message: Message, **columns: Any) -> None:
    """Set a message's columns and let open pages show it anew."""
    number = next_change(room)
    Message.objects.filter(pk=message.pk).update(**columns, change=number)
    tell_after_commit(room, message.pk)


def tell_after_commit(room: Room, message_id: int) -> None:
    """What is told is read after the commit, outside the room's lock; a made-up past tells nobody
    live."""
    if not clock.is_set():
        transaction.on_commit(partial(tell_message, room.pk, message_id), robust=True)


def audience_of(room: Room) -> Audience:
    """Who may hear of what happens in the room."""
    if room.space is None:
        return "members"
    if room.space.access == "private":
        return "parties"
    is_public = room.community.access == "public" and room.space.access == "public"
    return "public" if is_public else "members"


def of_room(viewer: Viewer, room: Room) -> dict[str, Any]:
    """The envelope of an activity about a room."""
    return {
        "object_id": room.pk,
        "community_id": room.community_id,
        "space_id": room.space_id,
        "actor_key": viewer.actor_key,
        "root_type": "chat.room",
        "root_id": room.pk,
        "audience": audience_of(room),
    }


def of_message(
    viewer: Viewer, room: Room, message_id: int, *, whom: int | None = None
) -> dict[str, Any]:
    """The envelope of an activity about a message; `whom` is the member it concerns."""
    concerned = whom if whom != viewer.member_id else None
    key = members.actor_keys([concerned]).get(concerned) if concerned is not None else None
    return {**of_room(viewer, room), "object_id": message_id, "about_actor": key}
