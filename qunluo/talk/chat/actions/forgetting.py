"""Forget what names a member, and delete a community's talk when it is purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.talk.chat.models import Mention, Message, Room, Seat

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
