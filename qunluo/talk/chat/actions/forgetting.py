"""Forget what names a member, what a room does not keep, and a community's talk when it is purged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel import clock, files
from qunluo.kernel.action import action
from qunluo.kernel.search.actions import drop
from qunluo.kernel.stream.record import record
from qunluo.talk.chat.activities import MessagesDropped
from qunluo.talk.chat.models import Mention, Message, Room, Seat, Wording

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

CHUNK = 500


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """Drop what is only theirs; what they said stays under a former member.

    The members domain tells that somebody was erased, and removes their files.
    """
    Seat.objects.filter(member=member_id).delete()
    Mention.objects.filter(member=member_id).delete()
    Wording.objects.filter(message__author=member_id).delete()


@action
def purge_talk(_actor: Viewer, community_id: int) -> int:
    """Delete up to 500 of a community's messages, then its rooms; returns how many went.

    Called until it returns 0, a transaction each, so that no one waits long (ground 18).
    """
    here = Message.objects.filter(room__community=community_id)
    ids = list(here.values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return Room.objects.filter(community=community_id).delete()[0]
    Message.objects.filter(pk__in=ids).delete()
    return len(ids)


@action
def drop_old(actor: Viewer, room_id: int) -> int:
    """Delete up to 500 messages that are older than the room keeps them; returns how many went.

    Called until it returns 0. Numbers, places and what was counted stay as they are: the activity
    stream still knows that something was said, and `dropped_count` how much of it is gone.
    """
    room = Room.objects.get(pk=room_id)
    if not room.keep_days:
        return 0
    long_ago = clock.now() - timedelta(days=room.keep_days)
    old = room.messages.filter(posted_at__lt=long_ago).order_by("posted_at")
    rows = list(old.values_list("pk", "file_id")[:CHUNK])
    if not rows:
        return 0
    ids = [pk for pk, _file in rows]
    Message.objects.filter(pk__in=ids).delete()
    drop("chat.message", ids)
    files.remove(actor, [file_id for _pk, file_id in rows if file_id])
    Room.objects.filter(pk=room.pk).update(dropped_count=F("dropped_count") + len(rows))
    record(
        MessagesDropped(
            object_id=room.pk,
            community_id=room.community_id,
            actor_key=actor.actor_key,
            space_id=room.space_id,
            audience="staff",
            message_count=len(rows),
        )
    )
    return len(rows)
