from __future__ import annotations

from typing import Any

import pytest

from qunluo.talk.chat import actions
from qunluo.talk.chat.actions import Setup, Utterance


@pytest.fixture
def room_id(village):
    """A room of the open forum space."""
    lan = village.viewer("lan")
    return actions.open_room(lan, Setup("Tea table"), space_id=village.forum.pk)


@pytest.fixture
def quiet_id(village):
    """A room for the members only."""
    return actions.open_room(village.viewer("lan"), Setup("Back yard"))


@pytest.fixture
def say(village):
    """`say(room, "mei", "words")` returns the message's id; every call is another message."""
    count = iter(range(10**6))

    def said(room_id: int, name: str, body: str = "Hello", **more: Any) -> int:
        client = str(more.pop("client", f"c{next(count)}"))
        utterance = Utterance(body, **more)
        return actions.post_message(village.viewer(name), room_id, utterance, client_id=client)

    return said
