from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from qunluo.kernel.action import writing
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions


@pytest.fixture
def talk_id(village):
    """Mei and Jun talk."""
    return actions.start_direct(village.viewer("mei"), village.members["jun"].pk)


@pytest.fixture
def group_id(village):
    """Mei, Jun and Wei, who is a volunteer elsewhere in his day."""
    others = [village.members[name].pk for name in ("jun", "wei")]
    return actions.start_group(village.viewer("mei"), others, name="Kettle club")


@pytest.fixture
def say(village):
    """`say(talk, "mei", "words")` returns the message's id; every call is another message."""
    count = iter(range(10**6))

    def said(talk_id: int, name: str, body: str = "Hello", **more: Any) -> int:
        client = str(more.pop("client", f"c{next(count)}"))
        utterance = Utterance(body, **more)
        return actions.post_message(village.viewer(name), talk_id, utterance, client_id=client)

    return said


@pytest.fixture
def as_member(village):
    """A browser for each, several at once."""

    def browser(name: str) -> Client:
        client = Client()
        with writing("members"):
            client.force_login(village.members[name], "django.contrib.auth.backends.ModelBackend")
        return client

    return browser
