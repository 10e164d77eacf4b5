"""What chat answers for others: cards, texts, copies, forgetting, notices, the menu."""

from __future__ import annotations

import pytest
from django.apps import apps

from qunluo.kernel.objects import kinds
from qunluo.kernel.purging import purge_community
from qunluo.kernel.refusal import Missing
from qunluo.kernel.search import find
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.web.slots import fill
from qunluo.people.members.ports import keepers
from qunluo.talk.chat import actions
from qunluo.talk.chat.actions import Setup
from qunluo.talk.chat.models import Mention, Message, Room, Seat

MESSAGES, ROOMS = "chat.message", "chat.room"


def test_cards_are_for_those_who_may_read(village, room_id, quiet_id, say):
    open_one, quiet_one = say(room_id, "mei"), say(quiet_id, "mei")
    cards = kinds[MESSAGES].cards
    assert list(cards(village.viewer(""), [open_one, quiet_one])) == [open_one]
    assert set(cards(village.viewer("jun"), [open_one, quiet_one])) == {open_one, quiet_one}
    card = cards(village.viewer(""), [open_one])[open_one]
    assert (card.title, card.address) == ("Tea table", f"/c/tea/chat/messages/{open_one}/")
    assert list(kinds[ROOMS].cards(village.viewer(""), [room_id, quiet_id])) == [room_id]
    actions.recall_message(village.viewer("mei"), open_one)
    assert cards(village.viewer("jun"), [open_one]) == {}


def test_texts_say_who_may_find_them(village, room_id, quiet_id, say, setting_up):
    open_one, quiet_one = say(room_id, "mei", "Bitter **tea**"), say(quiet_id, "mei")
    texts = {text.object_id: text for text in kinds[MESSAGES].texts([open_one, quiet_one])}
    assert (texts[open_one].body, texts[open_one].audience) == ("Bitter tea", "public")
    assert texts[quiet_one].audience == "members"
    village.forum.access = "private"
    village.forum.save()
    assert [text.audience for text in kinds[MESSAGES].texts([open_one])] == ["space"]
    actions.remove_message(village.viewer("an"), open_one, "spam")
    assert [text.audience for text in kinds[MESSAGES].texts([open_one])] == ["hidden"]


def test_chinese_words_are_found_by_those_who_may_read(village, room_id, quiet_id, say):
    here, among_us = say(room_id, "mei", "老白茶白名单"), say(quiet_id, "mei", "名单在这里")
    deliver_all()
    found = find(village.viewer("jun"), "名单", kinds=[MESSAGES], limit=10)
    assert {hit.object_id for hit in found} == {here, among_us}
    assert {hit.object_id for hit in find(village.viewer(""), "名单", limit=10)} == {here}


def test_everything_is_listed_hidden_and_restored(village, room_id, say):
    first = say(room_id, "mei")
    assert list(kinds[MESSAGES].all_ids(village.community.pk)) == [first]
    assert list(kinds[ROOMS].all_ids(village.community.pk)) == [room_id]
    wei = village.viewer("wei")
    kinds[MESSAGES].hide(wei, first, reason="It names a neighbour")
    row = Message.objects.get()
    assert (row.removed_reason, row.removed_note) == ("moderation", "It names a neighbour")
    kinds[MESSAGES].restore(wei, first)
    assert Message.objects.get().removed_at is None
    for deed in (lambda: kinds[ROOMS].hide(wei, room_id, reason="x"),
                 lambda: kinds[ROOMS].restore(wei, room_id)):  # fmt: skip
        with pytest.raises(Missing):
            deed()


def test_a_member_takes_a_copy_and_is_forgotten(village, room_id, say):
    say(room_id, "mei", "Mine, @jun")
    say(room_id, "jun", "Yours, @mei")
    mei = village.members["mei"]
    (own,) = kinds[MESSAGES].export(mei.pk)
    assert own["room"] == "Tea table"
    assert own["text"].startswith("Mine, @")
    assert len(list(keepers["chat.traces"].export(mei.pk))) == 1
    assert list(kinds[ROOMS].export(mei.pk)) == []
    kinds[MESSAGES].erase(mei.pk)
    assert not Seat.objects.filter(member=mei).exists()
    assert not Mention.objects.filter(member=mei).exists()
    assert Message.objects.count() == 2


def test_nothing_is_left_of_a_purged_community(village, room_id, say):
    say(room_id, "mei", "@jun")
    purge_community(village.community.pk)
    assert not Room.objects.exists()
    assert not Message.objects.exists()


def test_who_is_called_or_answered_gets_one_notice(village, room_id, say):
    notice = apps.get_model("notices.Notice")
    first = say(room_id, "mei", "Where is @jun?")
    deliver_all()
    assert [(n.member_id, n.kind) for n in notice.objects.all()] == [
        (village.members["jun"].pk, "chat.mention")
    ]
    actions.edit_message(village.viewer("mei"), first, "Where is @jun now?")
    say(room_id, "jun", "Here, @mei", answers=first)
    deliver_all()
    kinds_told = sorted((n.member_id, n.kind) for n in notice.objects.all())
    assert kinds_told == sorted(
        [(village.members["jun"].pk, "chat.mention"), (village.members["mei"].pk, "chat.mention")]
    )
    actions.mark_read(village.viewer("mei"), room_id, 2)
    assert notice.objects.get(member=village.members["mei"]).read_at is not None


def test_a_reply_without_a_call_gives_a_notice(village, room_id, say):
    notice = apps.get_model("notices.Notice")
    say(room_id, "jun", "Here", answers=say(room_id, "mei", "Who is there?"))
    deliver_all()
    assert [n.kind for n in notice.objects.filter(member=village.members["mei"])] == ["chat.reply"]


def test_the_menu_counts_what_waits(village, room_id, say):
    jun = village.viewer("jun")
    actions.mark_read(jun, room_id, 0)
    say(room_id, "mei")

    def item(viewer):
        return next(one for one in fill("community.menu", viewer) if one.key == "chat")

    assert (item(jun).count, item(village.viewer("")).count) == (1, None)
    actions.set_up_room(village.viewer("lan"), room_id, Setup("Tea table", is_closed=True))
    assert item(jun).count is None


def test_what_is_said_in_a_room_of_no_space_has_its_line_among_the_results(
    village, quiet_id, say, as_member
):
    say(quiet_id, "mei", "Bitter oolong")
    deliver_all()
    page = as_member("jun").get("/c/tea/search/?q=oolong")
    assert page.status_code == 200
    assert "Bitter <mark>oolong</mark>" in page.content.decode()
