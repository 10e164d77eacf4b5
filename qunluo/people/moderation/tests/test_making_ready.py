"""Watched words are made before the first text is screened, and long lists beside the writers."""

from __future__ import annotations

import asyncio
import threading

import pytest

from qunluo.kernel import bus, starting
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.engine import Lexicon
from qunluo.people.moderation.models import WordList
from qunluo.people.moderation.queries import lexicons
from qunluo.site import entrance
from qunluo.talk.forum import actions as forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def makings(monkeypatch):
    """How many automata were made, by the thread that made them; nothing is kept at first."""
    made = []
    whole = Lexicon.__init__

    def counting(self, entries):
        whole(self, entries)
        made.append(threading.current_thread())

    monkeypatch.setattr(Lexicon, "__init__", counting)
    lexicons._kept.clear()
    yield made
    lexicons._kept.clear()


@pytest.fixture
def watched(village):
    made = actions.make_list(village.viewer("lan"), "Words")
    actions.import_words(village.viewer("lan"), made, "bargain\n返利", level="hold")
    return made


def write(village):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Tea", body="Which?")
    return forum.post_reply(village.viewer("mei"), topic, "No bargain is worth bad tea.")


def test_the_first_write_of_a_started_process_makes_nothing(village, watched, makings):
    queries.make_lexicons()
    assert makings
    makings.clear()
    post = write(village)
    assert makings == []
    from qunluo.talk.forum.models import Post

    assert Post.objects.get(pk=post).removed_reason == "held"


def test_without_it_the_first_write_would(village, watched, makings):
    """The control: what the start saves."""
    write(village)
    assert len(makings) == 1


def test_the_server_is_made_ready_before_it_says_that_it_has_started(monkeypatch):
    order = []
    monkeypatch.setattr(entrance, "make_ready", lambda: order.append("ready"))
    monkeypatch.setattr(bus, "listen", lambda: order.append("listens"))
    monkeypatch.setattr(bus, "close", lambda: None)

    async def live():
        told = asyncio.Queue()

        async def send(message):
            order.append(message["type"])

        for _step in range(2):
            told.put_nowait({"type": "lifespan"})
        await entrance.application({"type": "lifespan"}, told.get, send)

    asyncio.run(live())
    assert order[:3] == ["listens", "ready", "lifespan.startup.complete"]
    assert queries.make_lexicons in starting._wanted


def test_what_cannot_be_made_ready_keeps_no_process_from_starting(monkeypatch, caplog):
    def broken():
        raise ValueError("no")

    ran = []
    monkeypatch.setattr(starting, "_wanted", [broken, lambda: ran.append(1)])
    monkeypatch.setattr(starting, "close_old_connections", lambda: None)
    starting.make_ready()
    assert ran == [1]
    assert "not made ready" in caplog.text


def test_a_short_list_counts_for_the_next_text(village, watched, makings):
    queries.make_lexicons()
    actions.set_word(village.viewer("lan"), watched, "oolong", level="block")
    (found,) = queries.lexicons_for(village.community.pk)
    assert [one.word for one in found.finds("Some oolong")] == ["oolong"]


def test_a_long_list_goes_on_while_the_changed_one_is_made_beside(
    village, watched, makings, monkeypatch
):
    """Whoever writes meanwhile neither makes it nor waits for it."""
    monkeypatch.setattr(lexicons, "LONG", 1)
    asked = []
    monkeypatch.setattr(lexicons, "_make_beside", asked.append)
    queries.make_lexicons()
    makings.clear()
    actions.set_word(village.viewer("lan"), watched, "oolong", level="block")
    (found,) = queries.lexicons_for(village.community.pk)
    assert (makings, asked) == ([], [watched])
    assert [one.word for one in found.finds("A bargain of oolong")] == ["bargain"]
    lexicons._make(watched)
    assert len(makings) == 1
    (found,) = queries.lexicons_for(village.community.pk)
    assert [one.word for one in found.finds("A bargain of oolong")] == ["bargain", "oolong"]


def test_a_list_that_changes_while_it_is_made_is_made_again(village, watched, makings):
    whole, changes = lexicons._made, [1]

    def changing(list_id, stamp):
        found = whole(list_id, stamp)
        if changes.pop() if changes else 0:
            actions.set_word(village.viewer("lan"), watched, "oolong", level="block")
        return found

    lexicons._made = changing
    try:
        lexicons._make(watched)
    finally:
        lexicons._made = whole
    assert lexicons._kept[watched][0] == WordList.objects.get(pk=watched).stamp
    assert len(makings) == 2


def test_a_retired_list_is_forgotten(village, watched, makings):
    queries.make_lexicons()
    assert watched in lexicons._kept
    actions.retire_list(village.viewer("lan"), watched)
    lexicons._make(watched)
    assert watched not in lexicons._kept


def test_one_thread_at_a_time_makes_a_list(village, watched, makings, monkeypatch):
    started = []

    class Thread:
        def __init__(self, target, args, daemon):
            started.append((target, args, daemon))

        def start(self):
            pass

    monkeypatch.setattr(lexicons.threading, "Thread", Thread)
    monkeypatch.setattr(lexicons, "_beside", set())
    for _message in range(3):
        lexicons._changed({"list": watched})
    assert len(started) == 1
