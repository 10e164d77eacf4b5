"""How long a room keeps its messages, and how a message read before it was edited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.search import find
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Setup
from qunluo.talk.chat.jobs import drop_old_messages
from qunluo.talk.chat.models import Message, Room, Wording


def keep(village, room_id, days):
    lan = village.viewer("lan")
    actions.set_up_room(lan, room_id, Setup(Room.objects.get(pk=room_id).name, keep_days=days))


def test_a_room_forgets_what_is_older_than_it_keeps(village, room_id, quiet_id, say, as_member):
    with clock.at(clock.now() - timedelta(days=40)):
        old, kept_elsewhere = say(room_id, "mei", "Forgotten oolong"), say(quiet_id, "mei")
    fresh = say(room_id, "jun", "Fresh sencha", answers=old)
    deliver_all()
    assert len(find(village.viewer("jun"), "oolong")) == 1
    keep(village, room_id, 30)
    drop_old_messages.func()
    left = Message.objects.order_by("pk").values_list("pk", flat=True)
    assert list(left) == [kept_elsewhere, fresh]
    room = Room.objects.get(pk=room_id)
    assert (room.last_number, room.dropped_count) == (2, 1)
    assert find(village.viewer("jun"), "oolong") == []
    told = StreamLine.objects.filter(name="chat.messages_dropped").get()
    assert (told.facts, told.audience) == ({"message_count": 1}, "staff")
    # What was counted stays counted.
    assert StreamLine.objects.filter(name="chat.message_posted").count() == 3
    page = as_member("jun").get(f"/c/tea/chat/rooms/{room_id}/").content.decode()
    assert "Fresh sencha" in page
    assert "30 天后删除" in page
    assert actions.drop_old(SYSTEM, room_id) == 0


def test_a_room_keeps_everything_unless_told(village, room_id, say):
    with clock.at(clock.now() - timedelta(days=4_000)):
        say(room_id, "mei")
    assert actions.drop_old(SYSTEM, room_id) == 0
    assert Message.objects.count() == 1
    assert queries.forgetful_rooms() == []


def test_chunks_go_one_by_one(village, room_id, say, monkeypatch, setting_up):
    monkeypatch.setattr("qunluo.talk.chat.actions.forgetting.CHUNK", 2)
    for _ in range(3):
        say(room_id, "mei")
    Message.objects.update(posted_at=F("posted_at") - timedelta(days=8))
    keep(village, room_id, 7)
    assert [actions.drop_old(SYSTEM, room_id) for _ in range(3)] == [2, 1, 0]


def test_only_the_times_offered_are_taken(village, room_id):
    with pytest.raises(Invalid) as refused:
        keep(village, room_id, 3)
    assert refused.value.code == "chat.keep_unknown"
    assert Room.objects.get(pk=room_id).keep_days == 0


def test_those_who_keep_order_read_how_a_message_read_before(village, room_id, say, as_member):
    said = say(room_id, "mei", "Boil the water")
    mei = village.viewer("mei")
    actions.edit_message(mei, said, "Boil the kettle")
    actions.edit_message(mei, said, "Boil the kettle")
    address = f"/c/tea/chat/messages/{said}/options/"
    seen = as_member("wei").get(address).content.decode()
    assert "Boil the <del>water</del><ins>kettle</ins>" in seen
    for name in ("mei", "jun"):
        assert "<del>water</del>" not in as_member(name).get(address).content.decode()
    assert Wording.objects.count() == 1
    states = queries.options_sheet(village.viewer("wei"), said).wordings
    assert [len(state.changes) for state in states] == [3, 1]


def test_earlier_words_go_with_their_author(village, room_id, say):
    said = say(room_id, "mei", "Boil the water")
    actions.edit_message(village.viewer("mei"), said, "Boil the kettle")
    actions.forget_member(SYSTEM, village.members["mei"].pk)
    assert not Wording.objects.exists()
