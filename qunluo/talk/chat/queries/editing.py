"""Messages and rooms as their writers typed them, for the forms that change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qunluo.kernel import preferences, text
from qunluo.kernel.refusal import missing
from qunluo.talk.chat import rules
from qunluo.talk.chat.queries.finding import message_for
from qunluo.talk.chat.queries.gathering import spaces_for_talk
from qunluo.talk.chat.queries.messages import Spoken, one
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.models import Message, Room


@dataclass(frozen=True)
class EditingSheet:
    """A message as its author typed it."""

    id: int
    room_id: int
    number: int
    body: str


def editing_sheet(viewer: Viewer, message_id: int) -> EditingSheet:
    """One's own standing message, or `missing`."""
    message = message_for(viewer, message_id)
    if message.removed_at is not None or not rules.is_own(viewer, message):
        raise missing()
    people = forum.people_of(message.room.community_id, text.ids_in(message.body_source))
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    body = text.for_editing(message.body_source, handles)
    return EditingSheet(message.pk, message.room_id, message.number, body)


@dataclass(frozen=True)
class WordingLine:
    """How a message read from `said_at` on; `changes` against how it read before."""

    said_at: datetime
    changes: tuple[text.Change, ...]


@dataclass(frozen=True)
class OptionsSheet:
    """One message and what the viewer may do with it."""

    room: Room
    said: Spoken
    is_own: bool
    may_talk: bool
    may_edit: bool
    may_remove: bool
    may_restore: bool
    may_gather: bool
    wordings: tuple[WordingLine, ...] = ()


def options_sheet(viewer: Viewer, message_id: int) -> OptionsSheet:
    """`wordings`, the newest first, for those who may remove. Refuses with `missing`."""
    message = message_for(viewer, message_id)
    room, own = message.room, rules.is_own(viewer, message)
    minutes = preferences.get(viewer, rules.RECALL_MINUTES)
    removes = rules.may_remove(viewer, room)
    return OptionsSheet(
        room=room,
        said=one(room, message_id),
        is_own=own,
        may_talk=rules.may_talk(viewer, room),
        may_edit=own and rules.is_recent(message, minutes),
        may_remove=removes,
        may_restore=removes
        and message.removed_at is not None
        and message.removed_reason != "author",
        may_gather=viewer.is_member and bool(spaces_for_talk(viewer, room)),
        wordings=_wordings(message) if removes and message.edited_at else (),
    )


def _wordings(message: Message) -> tuple[WordingLine, ...]:
    """Every state of the words; three queries."""
    states = list(message.wordings.order_by("pk").values_list("said_at", "body_source"))
    states.append((message.edited_at or message.posted_at, message.body_source))
    mentioned = {key for _at, source in states for key in text.ids_in(source)}
    people = forum.people_of(message.room.community_id, mentioned)
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    typed = [(at, text.for_editing(source, handles)) for at, source in states]
    before = ["", *(words for _at, words in typed)]
    lines = [
        WordingLine(at, tuple(text.differences(old, words)))
        for old, (at, words) in zip(before, typed, strict=False)
    ]
    return tuple(reversed(lines))


def setup_words(room: Room) -> dict[str, Any]:
    """How a room is set up, for the form that changes it."""
    people = forum.people_of(room.community_id, text.ids_in(room.note_source))
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    return {
        "name": room.name,
        "purpose": room.purpose,
        "note": text.for_editing(room.note_source, handles),
        "starters": "\n".join(room.starters),
        "slow_seconds": room.slow_seconds,
        "keep_days": room.keep_days,
        "position": room.position,
        "is_closed": room.closed_at is not None,
    }
