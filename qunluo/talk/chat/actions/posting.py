"""Say something in a room, and mend it shortly after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files, preferences, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, TooMany, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.moderation import queries as moderation
from qunluo.people.moderation.actions import note_written
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.ground import (
    change,
    locked_message,
    locked_room,
    next_change,
    of_message,
    require_standing,
    require_talking,
    tell_after_commit,
)
from qunluo.talk.chat.activities import MessageEdited, MessageHeld, MessagePosted
from qunluo.talk.chat.models import Mention, Message, Room, Seat, Wording

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.files.models import StoredFile
    from qunluo.kernel.viewer import Viewer

CLIENT_ID_MOST = 64


@dataclass(frozen=True)
class Utterance:
    """What is said: words, a file of the author's own, or both. `answers` is a message's id."""

    body: str = ""
    answers: int | None = None
    file: StoredFile | None = None


@action
def post_message(author: Viewer, room_id: int, said: Utterance, *, client_id: str) -> int:
    """Say something; returns the message's id. The same `client_id` of one author posts once.

    Refuses with `sign_in_required`, `join_required`, `not_permitted`, `missing`,
    `chat.room_closed`, `chat.slow` (with `retry_after`), `chat.empty`, `chat.too_long`,
    `chat.no_client_id`, `moderation.words` and like `communities.require_may_write`. What
    moderation holds stands as a mark without words until it is let through.
    """
    if not client_id or len(client_id) > CLIENT_ID_MOST:
        raise Invalid("chat.no_client_id", _("The message came without a mark of its own."))
    verdict = moderation.screen(author, said.body)  # before the lock, under which others wait
    room = locked_room(author, room_id)
    member_id = require_talking(author, room)
    # Leans on chat_client_id_once, and on the lock for two sendings at once.
    before = Message.objects.filter(author=member_id, client_id=client_id).first()
    if before is not None:
        # Whoever took it the first time may have died before telling it.
        tell_after_commit(room, before.pk)
        return before.pk
    words = written(room.community_id, verdict.body, is_alone=said.file is None)
    answers = _answered(room, said.answers)
    now = clock.now()
    _keep_pace(author, room, now)
    message = Message(
        room=room,
        author_id=member_id,
        client_id=client_id,
        posted_at=now,
        answers=answers,
        file=said.file,
        **words.columns(),
    )
    if verdict.is_held:
        message.removed_at, message.removed_reason = now, rules.HELD
    _enter(message, frozenset() if verdict.is_held else words.mentions)
    _sit(room, member_id, message.number, now)
    note_written(
        author, verdict, "chat.message", message.pk, title=room.name, space_id=room.space_id
    )
    if verdict.is_held:
        envelope = {**of_message(author, room, message.pk), "audience": "staff"}
        record(MessageHeld(**envelope))
    else:
        _record(author, message, answers, len(words.mentions))
    tell_after_commit(room, message.pk)
    return message.pk


@action
def edit_message(author: Viewer, message_id: int, body: str) -> None:
    """Mend one's own words while they may still be recalled; who was called stays called, and how
    it read before is kept for those who keep order.

    Refuses with `chat.message_gone`, `chat.may_not_edit`, `chat.too_late`, and like posting.
    """
    message, room = locked_message(author, message_id)
    require_talking(author, room)
    require_standing(message)
    if not rules.is_own(author, message):
        raise Forbidden("chat.may_not_edit", _("You may only edit your own messages."))
    require_recent(author, message)
    body = moderation.screen(author, body, may_wait=False).body
    words = written(room.community_id, body, is_alone=message.file_id is None)
    if words.source != message.body_source:
        since = message.edited_at or message.posted_at
        Wording.objects.create(message=message, said_at=since, body_source=message.body_source)
    _call(message, words.mentions)
    change(room, message, **words.columns(), edited_at=clock.now())
    _claim(author, room, words.source)
    record(MessageEdited(**of_message(author, room, message.pk)))


def require_recent(author: Viewer, message: Message) -> None:
    """Refuses with `chat.too_late` once the community's minutes have passed."""
    minutes = preferences.get(author, rules.RECALL_MINUTES)
    if not rules.is_recent(message, minutes):
        told = _("This can be changed for %(minutes)d minutes only. Say it anew instead.")
        raise Refusal("chat.too_late", told % {"minutes": minutes})


def written(
    community_id: int, body: str, *, is_alone: bool, most: int = rules.BODY_MOST
) -> text.Written:
    """Check and render; a message without a file needs words. Refuses with `chat.*` (field body)."""
    body = text.tidied(body)
    if not body and is_alone:
        told = _("Write something first.")
        raise Invalid("chat.empty", told, fields={"body": told})
    if len(body) > most:
        told = _("This is %(length)d characters long; at most %(most)d fit. Shorten it.")
        exact = told % {"length": len(body), "most": most}
        raise Invalid("chat.too_long", exact, fields={"body": exact})
    ids_of = partial(communities.ids_by_handle, community_id)
    return text.write(body, ids_of, rendering=text.render_short)


def _keep_pace(author: Viewer, room: Room, now: datetime) -> None:
    if not rules.is_slowed(author, room):
        return
    seat = Seat.objects.filter(room=room, member=author.member_id).first()
    if seat is None or seat.last_posted_at is None:
        return
    wait = room.slow_seconds - (now - seat.last_posted_at).total_seconds()
    if wait > 0:
        seconds = int(wait + 0.999)
        told = _("Slow mode: you can send again in %(seconds)d seconds.") % {"seconds": seconds}
        raise TooMany("chat.slow", told, retry_after=seconds)


def _enter(message: Message, mentions: frozenset[int]) -> None:
    """Number and store it; leans on the room's lock and on chat_number_once."""
    room = message.room
    room.last_number += 1
    room.last_posted_at = message.posted_at
    message.number, message.change = room.last_number, next_change(room)
    counted = {"last_number": room.last_number, "last_posted_at": room.last_posted_at}
    Room.objects.filter(pk=room.pk).update(**counted)
    message.save(force_insert=True)
    _call(message, mentions)


def _record(author: Viewer, message: Message, answers: Message | None, mention_count: int) -> None:
    told = of_message(author, message.room, message.pk, whom=answers.author_id if answers else None)
    if answers is not None:
        told |= {"target_type": "chat.message", "target_id": answers.pk}
    kind = message.file.kind if message.file else ""
    record(MessagePosted(**told, mention_count=mention_count, file_kind=kind))


def release(keeper: Viewer, room: Room, message: Message) -> None:
    """Let a held message through: from now on it stands, calls and is told as its author's."""
    called = frozenset(text.ids_in(message.body_source))
    free = {"removed_at": None, "removed_by_id": None, "removed_reason": "", "removed_note": ""}
    change(room, message, **free)
    _call(message, called)
    answered = message.answers.author_id if message.answers else None
    told = of_message(keeper, room, message.pk, whom=answered)
    author_id = message.author_id or 0
    told["actor_key"] = members.actor_keys([author_id]).get(author_id)
    if message.answers_id is not None:
        told |= {"target_type": "chat.message", "target_id": message.answers_id}
    kind = message.file.kind if message.file else ""
    record(MessagePosted(**told, mention_count=len(called), file_kind=kind))


def _call(message: Message, mentions: frozenset[int]) -> None:
    calls = [
        Mention(message=message, member_id=one, room_id=message.room_id, number=message.number)
        for one in mentions
        if one != message.author_id
    ]
    # Leans on chat_mention_once: whoever was called once is not called again by an edit.
    Mention.objects.bulk_create(calls, ignore_conflicts=True)


def _sit(room: Room, member_id: int, number: int, now: datetime) -> None:
    """Who speaks sits in the room and has read up to their own words."""
    values = {"read_number": number, "read_at": now, "last_posted_at": now}
    Seat.objects.update_or_create(values, room=room, member_id=member_id)


def _answered(room: Room, message_id: int | None) -> Message | None:
    if message_id is None:
        return None
    found = room.messages.filter(pk=message_id).first()
    if found is None:
        raise missing()
    require_standing(found)
    return found


def _claim(author: Viewer, room: Room, source: str) -> None:
    if files.keys_in(source):
        files.claim(author, source, community_id=room.community_id, space_id=room.space_id)
