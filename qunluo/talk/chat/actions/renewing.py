"""Stored HTML of messages and of pinned lines is made anew when the renderer has changed."""

from __future__ import annotations

from qunluo.kernel import text
from qunluo.kernel.action import action
from qunluo.talk.chat.models import Message, Room


@action
def render_messages_again(after: int, most: int) -> int | None:
    """Up to `most` messages above the id `after`, by id; the last one's id, None when none is left."""
    found = Message.objects.filter(pk__gt=after).exclude(render_version=text.VERSION)
    messages = list(found.select_for_update().order_by("pk")[:most])
    for message in messages:
        message.body_html = text.render_short(message.body_source)
        message.render_version = text.VERSION
    Message.objects.bulk_update(messages, ["body_html", "render_version"])
    return messages[-1].pk if messages else None


@action
def render_notes_again(after: int, most: int) -> int | None:
    """The same for the pinned lines of rooms, which keep no version: all of them."""
    rooms = list(Room.objects.filter(pk__gt=after).select_for_update().order_by("pk")[:most])
    for room in rooms:
        room.note_html = text.render_short(room.note_source)
    Room.objects.bulk_update(rooms, ["note_html"])
    return rooms[-1].pk if rooms else None
