"""Say something in a conversation, mend it shortly after, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import queries as moderation
from qunluo.talk.chat.actions.posting import CLIENT_ID_MOST, written
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.actions.ground import (
    change,
    locked_conversation,
    locked_message,
    next_change,
    of_message,
    require_unremoved,
    require_writing,
    tell_after_commit,
)
from qunluo.talk.conversations.activities import MessageEdited, MessagePosted, MessageRecalled
from qunluo.talk.conversations.models import Conversation, Message, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.actions import Utterance


@action
def post_message(author: Viewer, conversation_id: int, said: Utterance, *, client_id: str) -> int:
    """Say something; returns the message's id. The same `client_id` of one author posts once.

    Refuses with `sign_in_required`, `missing`, `conversations.frozen`, `conversations.not_here`,
    a sanction's code, `chat.no_client_id`, `chat.empty`, `chat.too_long`, `moderation.words`.
    """
    if not client_id or len(client_id) > CLIENT_ID_MOST:
        raise Invalid("chat.no_client_id", _("The message came without a mark of its own."))
    talk = locked_conversation(author, conversation_id)
    standing = require_writing(author, talk)
    member_id = author.require_member_id()
    # Leans on conversations_client_id_once, and on the lock for two sendings at once.
    before = Message.objects.filter(author=member_id, client_id=client_id).first()
    if before is not None:
        # Whoever took it the first time may have died before telling it.
        tell_after_commit(talk, before.pk)
        return before.pk
    # Nobody reads along: a watched word is refused or masked, never handed to anybody.
    body = moderation.screen(standing, said.body, may_wait=False).body
    words = written(talk.community_id, body, is_alone=said.file is None)
    now = clock.now()
    message = Message(
        conversation=talk,
        author_id=member_id,
        client_id=client_id,
        posted_at=now,
        answers=_answered(author, talk, said.answers),
        file=said.file,
        **words.columns(),
    )
    _enter(message, talk, now)
    own = Seat.objects.filter(conversation=talk, member=member_id)
    own.update(read_number=message.number, read_at=now)
    record(MessagePosted(**of_message(standing, talk, message.pk)))
    tell_after_commit(talk, message.pk, is_new=True)
    return message.pk


@action
def edit_message(author: Viewer, message_id: int, body: str) -> None:
    """Mend one's own words while they may still be recalled.

    Refuses with `conversations.message_gone`, `conversations.may_not_edit`,
    `conversations.too_late`, and like posting.
    """
    message, talk = locked_message(author, message_id)
    standing = require_writing(author, talk)
    _require_own_and_recent(author, message)
    body = moderation.screen(standing, body, may_wait=False).body
    words = written(talk.community_id, body, is_alone=message.file_id is None)
    change(talk, message, **words.columns(), edited_at=clock.now())
    record(MessageEdited(**of_message(standing, talk, message.pk)))


@action
def recall_message(author: Viewer, message_id: int) -> None:
    """Take one's own words back, in a frozen conversation too; a mark stays. Refuses like editing."""
    message, talk = locked_message(author, message_id)
    _require_own_and_recent(author, message)
    change(talk, message, removed_at=clock.now(), removed_reason="author")
    record(MessageRecalled(**of_message(author, talk, message.pk)))


def _require_own_and_recent(author: Viewer, message: Message) -> None:
    require_unremoved(message)
    if not rules.is_own(author, message):
        told = _("You may only change your own messages.")
        raise Forbidden("conversations.may_not_edit", told)
    minutes = preferences.get(message.conversation.community_id, rules.RECALL_MINUTES)
    if not rules.is_recent(message, minutes):
        told = _("This can be changed for %(minutes)d minutes only. Say it anew instead.")
        raise Refusal("conversations.too_late", told % {"minutes": minutes})


def _enter(message: Message, talk: Conversation, now: datetime) -> None:
    """Number and store it; leans on the lock and on conversations_number_once."""
    talk.last_number += 1
    message.number, message.change = talk.last_number, next_change(talk)
    counted = {"last_number": talk.last_number, "last_posted_at": now}
    Conversation.objects.filter(pk=talk.pk).update(**counted)
    message.save(force_insert=True)


def _answered(author: Viewer, talk: Conversation, message_id: int | None) -> Message | None:
    if message_id is None:
        return None
    seat = Seat.objects.get(conversation=talk, member=author.member_id)
    found = talk.messages.filter(pk=message_id, number__gte=seat.first_number).first()
    if found is None:
        raise missing()
    require_unremoved(found)
    return found
