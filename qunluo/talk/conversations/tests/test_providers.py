"""What conversations answer for others: copies, forgetting, files, notices, sockets."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from qunluo.kernel import clock, files, preferences
from qunluo.kernel.live.topics import may_hear
from qunluo.kernel.objects import kinds
from qunluo.kernel.purging import purge_community
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.ports import keepers
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions, jobs, rules
from qunluo.talk.conversations.models import Block, Conversation, Message, Seat
from qunluo.talk.conversations.web import keep_file

MESSAGES = "conversations.message"


def test_only_those_who_sit_there_hear_it(village, talk_id, group_id):
    for name, hears in (("mei", True), ("jun", True), ("lan", False), ("zhu", False), ("", False)):
        viewer = village.viewer(name)
        assert may_hear(viewer, f"conversation:{talk_id}") is hears, name
        assert may_hear(viewer, "conversation:x") is False
    actions.leave_conversation(village.viewer("jun"), group_id)
    assert may_hear(village.viewer("jun"), f"conversation:{group_id}") is False


def test_a_file_is_read_by_those_in_the_conversation_and_by_no_staff(village, talk_id, say):
    upload = SimpleUploadedFile("plan.txt", b"the plan", content_type="text/plain")
    file = keep_file(village.viewer("mei"), talk_id, upload, is_voice=False)
    jun = village.viewer("jun")
    assert files.may_read(jun, file) is False  # no message carries it yet
    message = say(talk_id, "mei", "", file=file)
    staff = SYSTEM
    assert [files.may_read(one, file) for one in (jun, village.viewer("lan"), staff)] == [
        True,
        False,
        False,
    ]
    assert files.may_read(village.viewer(""), file) is False
    actions.recall_message(village.viewer("mei"), message)
    assert files.may_read(jun, file) is False


def test_a_message_gives_one_notice_that_says_nothing_of_it(village, talk_id, say):
    notice = apps.get_model("notices.Notice")
    message = say(talk_id, "mei", "Secret")
    deliver_all()
    assert [(n.member_id, n.kind) for n in notice.objects.all()] == [
        (village.members["jun"].pk, "conversations.message")
    ]
    card = kinds[MESSAGES].cards(village.viewer("jun"), [message])[message]
    assert (card.title, card.address) == ("Mei", f"/conversations/messages/{message}/")
    assert kinds[MESSAGES].cards(village.viewer("lan"), [message]) == {}
    actions.mark_read(village.viewer("jun"), talk_id, 1)
    assert notice.objects.get().read_at is not None
    actions.recall_message(village.viewer("mei"), message)
    deliver_all()
    assert notice.objects.get().hidden_at is not None


def test_a_member_takes_a_copy_and_their_words_go_with_them(village, talk_id, say):
    say(talk_id, "mei", "Mine")
    say(talk_id, "jun", "Yours")
    mei = village.members["mei"]
    actions.block_person(village.viewer("mei"), village.members["an"].pk)
    (own,) = kinds[MESSAGES].export(mei.pk)
    assert own["text"] == "Mine"
    assert len(list(keepers["conversations.traces"].export(mei.pk))) == 2
    kinds[MESSAGES].erase(mei.pk)
    first, second = Message.objects.order_by("number")
    assert (first.body_source, first.author_id, first.removed_reason) == ("", None, "author")
    assert second.body_source == "Yours"
    assert not Seat.objects.filter(member=mei).exists()
    assert not Block.objects.exists()


def test_nothing_is_left_of_a_purged_community(village, talk_id, say):
    say(talk_id, "mei")
    purge_community(village.community.pk)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


def test_what_is_old_goes_where_a_community_says_so(village, talk_id, say):
    old = say(talk_id, "jun", "Old")
    reported = say(talk_id, "jun", "Bad")
    with clock.at(clock.now() + timedelta(days=40)):
        say(talk_id, "mei", "New")
        jobs.drop_old_messages.func()
        assert Message.objects.count() == 3
        preferences.set(village.viewer("lan"), rules.KEEP_DAYS, 30, level="community")
        actions.report_messages(village.viewer("mei"), reported, note="x")
        jobs.drop_old_messages.func()
        assert not Message.objects.filter(pk=old).exists()
        assert Message.objects.count() == 2


def test_nothing_private_is_in_the_stream(village, talk_id, say):
    from qunluo.kernel.stream.models import StreamLine

    say(talk_id, "mei", "Secret")
    actions.block_person(village.viewer("mei"), village.members["an"].pk)
    for line in StreamLine.objects.filter(name__startswith="conversations."):
        assert (line.audience, line.about_actor) == ("parties", None)
        assert "Secret" not in str(line.facts)
    assert Utterance("x").body == "x"
