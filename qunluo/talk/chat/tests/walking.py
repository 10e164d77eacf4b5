"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.talk.chat import actions
from qunluo.talk.chat.actions import Setup, Utterance


def plant(place: Any) -> dict[str, object]:
    """A room of the place's space and a message in it, both saying its secret."""
    setup = Setup(
        f"Room {place.secret}", purpose=f"Purpose {place.secret}", note=f"Note {place.secret}"
    )
    room_id = actions.open_room(place.author, setup, space_id=place.space.pk)
    said = Utterance(f"Said {place.secret}")
    message_id = actions.post_message(place.author, room_id, said, client_id=place.secret)
    return {"room_id": room_id, "message_id": message_id}
