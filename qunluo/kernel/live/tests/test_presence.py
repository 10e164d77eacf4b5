"""Who is here now: each once, over several processes, and gone with the process that knew them."""

from __future__ import annotations

import pytest

from qunluo.kernel.live import presence as module
from qunluo.kernel.live.hub import Connection, Hub
from qunluo.kernel.live.presence import Presence
from qunluo.kernel.live.topics import shows_presence, topic
from qunluo.kernel.viewer import Viewer


def pair():
    here, there = Presence(), Presence()

    def pass_on(everything=False):
        told = {"origin": here.origin, "topics": here.changes()}
        if everything:
            told |= {"topics": here.everything(), "all": True}
        there.hear(told)
        here.hear(told)

    return here, there, pass_on


def test_two_open_pages_are_one_person():
    here, there, pass_on = pair()
    here.came("chat:1", 7)
    here.came("chat:1", 7)
    pass_on()
    assert here.present("chat:1") == there.present("chat:1") == {7}
    assert there.news() == {"chat:1": {"count": 1, "ids": [7]}}
    here.left("chat:1", 7)
    assert here.changes() == {}
    here.left("chat:1", 7)
    pass_on()
    assert here.present("chat:1") == there.present("chat:1") == set()
    assert there.news() == {"chat:1": {"count": 0, "ids": []}}
    assert there.news() == {}


def test_all_that_is_known_replaces_what_was_known_before():
    here, there, pass_on = pair()
    here.came("chat:1", 7)
    pass_on()
    here.left("chat:1", 7)
    here.came("chat:2", 8)
    here.changes()
    pass_on(everything=True)
    assert there.present("chat:1") == set()
    assert there.present("chat:2") == {8}


def test_a_process_that_says_nothing_any_more_is_forgotten(monkeypatch):
    here, there, pass_on = pair()
    here.came("chat:1", 7)
    pass_on()
    there.news()
    monkeypatch.setattr(module, "FORGET_SECONDS", -1.0)
    assert there.news() == {"chat:1": {"count": 0, "ids": []}}


@pytest.mark.parametrize(("kind", "member_id", "shown"), [("told", 3, {3}), ("plain", 3, set())])
def test_only_kinds_that_show_presence_do(monkeypatch, kind, member_id, shown):
    import asyncio

    fresh = Presence()
    monkeypatch.setattr("qunluo.kernel.live.hub.presence", fresh)
    topic("told", presence=True)(lambda _viewer, _rest: True)
    topic("plain")(lambda _viewer, _rest: True)
    assert shows_presence("told:1")

    async def play():
        hub = Hub()
        one = Connection(viewer=Viewer(member_id=member_id), cookie="")
        hub.join(one)
        hub.hear(one, [f"{kind}:1"])
        assert fresh.present(f"{kind}:1") == shown

        # Signed out meanwhile, though the topic may still be heard.
        async def asked(connection, names):
            connection.viewer = Viewer()
            return set(names)

        hub.ask_again = asked
        one.asking = set(one.topics)
        await hub._hear_again(one)
        assert fresh.present(f"{kind}:1") == set()
        hub.end(one)
        assert fresh.everything() == {}

    asyncio.run(play())
