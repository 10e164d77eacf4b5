"""What every write in a conversation stands on: the seat, the standing, the lock, the count."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus, clock
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.chat.queries import wire
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.models import Conversation, Message
from qunluo.talk.conversations.queries.finding import (
    conversation_topic,
    conversations_of,
    message_for,
    people_in,
)
from qunluo.talk.conversations.queries.lists import frozen_for
from qunluo.talk.conversations.queries.messages import spoken

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

MOST_BYTES = 30_000


def locked_conversation(member: Viewer, conversation_id: int) -> Conversation:
    """One's own conversation under a row lock, or `missing`."""
    member.require_member_id()
    found = conversations_of(member).select_related("community").filter(pk=conversation_id)
    return one_or_missing(found.select_for_update(of=("self",)))


def locked_message(member: Viewer, message_id: int) -> tuple[Message, Conversation]:
    """The message and its conversation, the conversation's row locked first."""
    talk = locked_conversation(member, message_for(member, message_id).conversation_id)
    return talk.messages.get(pk=message_id), talk


def require_standing_in(member: Viewer, community_slug: str) -> Viewer:
    """The member standing in the community, when they may write to others there.

    Refuses with `conversations.not_here`, a sanction's code, or like `require_may_write`.
    """
    try:
        standing = communities.enter(member, community_slug).viewer
    except Refusal as refusal:
        if refusal.code not in {"missing", "join_required"}:
            raise
        told = _("You are not in this community any more. You can read this, but not write.")
        raise Forbidden("conversations.not_here", told) from None
    standing.require(rules.WRITE)
    communities.require_may_write(standing)
    return standing


def require_writing(member: Viewer, talk: Conversation) -> Viewer:
    """Refuses with `conversations.frozen` (blocked, left alone) and like `require_standing_in`."""
    standing = require_standing_in(member, talk.community.slug)
    key, told = frozen_for(member, talk)
    if key:
        raise Forbidden("conversations.frozen", told)
    return standing


def require_unremoved(message: Message) -> None:
    if message.removed_at is not None:
        told = _("This message was taken back or removed.")
        raise Refusal("conversations.message_gone", told)


def next_change(talk: Conversation) -> int:
    """Count one more change of its messages; leans on the row's lock."""
    talk.last_change += 1
    Conversation.objects.filter(pk=talk.pk).update(last_change=talk.last_change)
    return talk.last_change


def change(talk: Conversation, message: Message, **columns: Any) -> None:
    """Set a message's columns and let open pages show it anew."""
    number = next_change(talk)
    Message.objects.filter(pk=message.pk).update(**columns, change=number)
    tell_after_commit(talk, message.pk)


def tell_after_commit(talk: Conversation, message_id: int, *, is_new: bool = False) -> None:
    """What is told is read after the commit; a made-up past tells nobody live."""
    if not clock.is_set():
        transaction.on_commit(partial(_tell, talk.pk, message_id, is_new), robust=True)


def _tell(conversation_id: int, message_id: int, is_new: bool) -> None:
    rows = Message.objects.select_related("file", "conversation__community")
    row = rows.filter(pk=message_id).first()
    if row is None:
        return
    told = wire(spoken(row.conversation, [row])[0])
    if len(json.dumps(told)) > MOST_BYTES:
        bus.tell(conversation_topic(conversation_id), "changed", {"change": row.change})
    else:
        bus.tell(conversation_topic(conversation_id), "message", told)
    if is_new:
        for member_id in people_in([conversation_id]).get(conversation_id, []):
            if member_id != row.author_id:
                tell_member(member_id, conversation_id)


def tell_member(member_id: int, conversation_id: int) -> None:
    """The member's other open pages: the number in the bar, the list."""
    bus.tell(f"member:{member_id}", "conversations", {"conversation": conversation_id})


def tell_access_changed(member_id: int) -> None:
    """Whoever left hears nothing more, in pages that are open too."""
    transaction.on_commit(partial(bus.publish, "access", {"member": member_id}), robust=True)


def of_conversation(member: Viewer, talk: Conversation) -> dict[str, Any]:
    """The envelope of an activity about a conversation: who, where, nothing of with whom."""
    return {
        "object_id": talk.pk,
        "community_id": talk.community_id,
        "actor_key": member.actor_key,
        "root_type": "conversations.conversation",
        "root_id": talk.pk,
    }


def of_message(member: Viewer, talk: Conversation, message_id: int) -> dict[str, Any]:
    return of_conversation(member, talk) | {"object_id": message_id}
