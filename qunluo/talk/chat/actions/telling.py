"""Hand a message to everybody who hears its room, as it stands after the commit."""

from __future__ import annotations

import json

from qunluo.kernel import bus
from qunluo.talk.chat.models import Message, Room
from qunluo.talk.chat.queries.finding import room_topic
from qunluo.talk.chat.queries.messages import spoken
from qunluo.talk.chat.queries.wiring import wire

MOST_BYTES = 30_000


def tell_message(room_id: int, message_id: int) -> None:
    """Tell `message` with all of it; one that is too long to carry is told as `changed` only."""
    rows = Message.objects.select_related("file", "room__community").filter(pk=message_id)
    row = rows.first()
    if row is None:
        return
    told = wire(spoken(row.room, [row])[0])
    if len(json.dumps(told)) > MOST_BYTES:
        bus.tell(room_topic(room_id), "changed", {"change": row.change})
    else:
        bus.tell(room_topic(room_id), "message", told)


def tell_room(room: Room) -> None:
    """Tell that the room itself was set up anew; pages ask what it is like now."""
    bus.tell(room_topic(room.pk), "room", {"slow": room.slow_seconds})
