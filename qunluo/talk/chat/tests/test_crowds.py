"""Many processes at once on PostgreSQL: numbers without gaps, one message for one client id, and
nobody who asks for what changed is ever shown past something that commits later.
"""

from __future__ import annotations

import contextlib

import pytest
from django.db import connection, connections  # noqa: F401 - the marks ask

from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import build_village
from qunluo.kernel.testing.crowd import on_postgresql, together
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Setup, Utterance
from qunluo.talk.chat.models import Message, Room

pytestmark = on_postgresql
CROWD, TURNS = 6, 12


@pytest.fixture
def town(transactional_db):
    return build_village()


def test_a_crowd_speaks_and_each_word_is_there_once(town):
    with writing("*"):
        room_id = actions.open_room(town.viewer("lan"), Setup("Fair"))
    names = ("lan", "an", "wei", "mei", "jun", "bo")

    def speak(n):
        viewer = town.viewer(names[n % 3])  # two processes are the same person on two devices
        seen, change, behind = {}, 0, 0
        for turn in range(TURNS):
            said = Utterance(f"{n % 3}.{turn}")
            made = actions.post_message(viewer, room_id, said, client_id=f"{n % 3}.{turn}")
            if turn % 4 == 3:
                with contextlib.suppress(Refusal):
                    actions.react(town.viewer(names[3 + n % 3]), made, "like")
            found = queries.changes(queries.room_for(viewer, room_id), change)
            for one in found.items:
                seen[one.number] = one.change
            change = found.change
            # Everything up to the highest number seen was there to be seen.
            behind += sorted(seen) != list(range(1, max(seen) + 1))
        assert behind == 0

    together(CROWD, speak)
    rows = list(Message.objects.order_by("number").values_list("number", "client_id"))
    assert [number for number, _client in rows] == list(range(1, 3 * TURNS + 1))
    assert len({client for _number, client in rows}) == 3 * TURNS
    changes = sorted(Message.objects.values_list("change", flat=True))
    assert len(set(changes)) == len(changes)
    room = Room.objects.get()
    assert room.last_number == 3 * TURNS
    assert room.last_change == StreamLine.objects.filter(object_type="chat.message").count()
