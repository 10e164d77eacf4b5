"""What moderation finds in a room: refused, held, masked, noted; who is muted or banned is stopped."""

from __future__ import annotations

import pytest

from qunluo.kernel.files.tests import uploads
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.moderation import actions as moderation
from qunluo.people.moderation.actions import Decision, Penalty
from qunluo.people.moderation.models import Case
from qunluo.people.notices.models import Notice
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.models import Mention, Message
from qunluo.talk.chat.sockets import may_hear_room


@pytest.fixture(autouse=True)
def words(village):
    lan = village.viewer("lan")
    kept = moderation.make_list(lan, "Adverts")
    told = "赌博,block\n刷单,hold\n加微信,mask\n网贷,log"
    moderation.import_words(lan, kept, told)


def seen(village, room_id, name):
    room = queries.room_for(village.viewer(name), room_id)
    return [str(one.body) for one in queries.window(room).items]


def told(name):
    return StreamLine.objects.filter(name=f"chat.{name}")


def test_a_blocked_word_is_refused_and_nothing_is_said(room_id, say):
    with pytest.raises(Invalid) as no:
        say(room_id, "mei", "来赌 博")
    assert no.value.code == "moderation.words"
    assert not Message.objects.exists()


def test_masked_and_noted_words_are_said(village, room_id, say):
    say(room_id, "mei", "请加-微信吧")
    say(room_id, "mei", "小心网贷")
    assert [one.strip() for one in seen(village, room_id, "jun")] == [
        "<p>请＊＊＊＊吧</p>",
        "<p>小心网贷</p>",
    ]
    assert [case.is_held for case in Case.objects.all()] == [False]


def test_a_held_message_is_read_and_heard_by_nobody(village, room_id, say):
    say(room_id, "mei", "@jun 来刷单")
    for name in ("mei", "jun", "lan", ""):
        room = queries.room_for(village.viewer(name), room_id)
        (one,) = queries.window(room).items
        assert (one.removed, str(one.body), one.mentions) == ("held", "", ())
    deliver_all()
    assert told("message_posted").count() == Mention.objects.count() == 0
    assert told("message_held").get().audience == "staff"
    assert not Notice.objects.filter(kind__startswith="chat.").exists()


def test_a_released_message_calls_and_is_told_as_its_author_s(village, room_id, say):
    first = say(room_id, "jun", "Hello")
    message = say(room_id, "mei", "@jun 来刷单", answers=first)
    moderation.decide_case(village.viewer("wei"), Case.objects.get().pk, Decision("kept"))
    line = told("message_posted").get(object_id=message)
    assert line.actor_key == village.viewer("mei").actor_key
    assert line.about_actor == village.viewer("jun").actor_key
    assert Mention.objects.get().member_id == village.members["jun"].pk
    assert "来刷单" in seen(village, room_id, "jun")[1]
    deliver_all()
    assert Notice.objects.filter(kind="chat.mention").exists()


def test_decisions_on_what_is_held_are_undone_to_held(village, room_id, say):
    message = say(room_id, "mei", "来刷单")
    wei, case = village.viewer("wei"), Case.objects.get().pk
    for outcome in ("kept", "removed"):
        moderation.decide_case(wei, case, Decision(outcome, "Adverts"))
        moderation.undo_decision(wei, case)
        row = Message.objects.get(pk=message)
        assert (row.removed_reason, Case.objects.get().state) == ("held", "open")
    moderation.decide_case(wei, case, Decision("removed", "Adverts"))
    assert Message.objects.get(pk=message).removed_reason == "moderation"


def test_a_case_about_a_recalled_message_is_still_decided(village, room_id, say):
    message = say(room_id, "mei", "Rude")
    case = moderation.flag(village.viewer("jun"), "chat.message", message, note="Rude")
    actions.recall_message(village.viewer("mei"), message)
    moderation.decide_case(village.viewer("wei"), case, Decision("removed", "Rude"))
    assert Message.objects.get(pk=message).removed_reason == "author"


def test_an_edit_brings_in_nothing_that_would_be_held(room_id, say, village):
    message = say(room_id, "mei", "Hello")
    with pytest.raises(Invalid):
        actions.edit_message(village.viewer("mei"), message, "来刷单")
    assert Message.objects.get().body_source == "Hello"


@pytest.mark.parametrize(
    ("kind", "hears"), [("mute", True), ("suspend", False), ("ban", False), ("warning", True)]
)
def test_a_sanction_holds_on_pages_api_and_sockets(village, quiet_id, say, as_member, kind, hears):
    mei = village.viewer("mei")
    days = 3 if kind in {"mute", "suspend"} else None
    moderation.sanction(village.viewer("lan"), mei.member_id, Penalty(kind, "Rude", days))
    pages, speaks = as_member("mei"), kind == "warning"
    api = f"/api/v1/communities/tea/chat/rooms/{quiet_id}"
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "x1"}}
    said = pages.post(f"{api}/messages", {"body": "Hi"}, **sent)
    assert said.status_code == (201 if speaks else 403)
    form = pages.post(f"/c/tea/chat/rooms/{quiet_id}/messages/", {"body": "Hi", "client": "y"})
    assert (form.status_code == 302) is speaks or form.status_code == 403
    picture = uploads.upload(uploads.picture("PNG"))
    upload = pages.post(f"{api}/files", {"file": picture})
    assert upload.status_code == (201 if speaks else 403)
    assert Message.objects.count() == (2 if speaks else 0)
    if not speaks:
        with pytest.raises(Refusal):
            say(quiet_id, "mei", "Hi")
    assert may_hear_room(village.viewer("mei"), str(quiet_id)) is hears
    assert (pages.get(f"{api}/messages").status_code == 200) is hears
