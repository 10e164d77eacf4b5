"""A message as its writer typed it, and what the viewer may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import preferences, text
from qunluo.kernel.refusal import missing
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.queries.finding import message_for
from qunluo.talk.conversations.queries.messages import one
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.queries import Spoken


@dataclass(frozen=True)
class EditingSheet:
    """A message as its author typed it."""

    id: int
    conversation_id: int
    number: int
    body: str


@dataclass(frozen=True)
class OptionsSheet:
    said: Spoken
    conversation_id: int
    may_edit: bool
    may_report: bool


def editing_sheet(viewer: Viewer, message_id: int) -> EditingSheet:
    """One's own standing message, or `missing`."""
    message = message_for(viewer, message_id)
    if message.removed_at is not None or not rules.is_own(viewer, message):
        raise missing()
    ids = text.ids_in(message.body_source)
    people = forum.people_of(message.conversation.community_id, ids) if ids else {}
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    body = text.for_editing(message.body_source, handles)
    return EditingSheet(message.pk, message.conversation_id, message.number, body)


def options_sheet(viewer: Viewer, message_id: int) -> OptionsSheet:
    """Refuses with `missing`."""
    message = message_for(viewer, message_id)
    stands, own = message.removed_at is None, rules.is_own(viewer, message)
    community_id = message.conversation.community_id
    minutes = preferences.get(community_id, rules.RECALL_MINUTES)
    return OptionsSheet(
        said=one(message.conversation, message_id),
        conversation_id=message.conversation_id,
        may_edit=own and stands and rules.is_recent(message, minutes),
        may_report=stands and not own,
    )
