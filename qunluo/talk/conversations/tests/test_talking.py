"""Who writes to whom, and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal, SignInRequired, TooMany
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.profiles import actions as profiles
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions, queries, rules
from qunluo.talk.conversations.models import Conversation, Message, Seat

HELLO = Utterance("Hello")


def refused(kind, code, call, *args, **kwargs):
    def everything():
        return (
            list(Conversation.objects.values()),
            list(Seat.objects.values()),
            list(Message.objects.values()),
            StreamLine.objects.count(),
        )

    before = everything()
    with pytest.raises(kind) as told:
        call(*args, **kwargs)
    assert told.value.code == code
    assert everything() == before
    return told.value


def test_two_begin_one_conversation_whoever_begins(village, talk_id):
    assert actions.start_direct(village.viewer("jun"), village.members["mei"].pk) == talk_id
    assert Conversation.objects.count() == 1
    line = StreamLine.objects.get(name="conversations.conversation_started")
    assert (line.audience, line.about_actor, line.facts) == ("parties", None, {"people_count": 2})


def test_what_is_said_comes_once_and_is_counted(village, talk_id, say):
    first = say(talk_id, "mei", "One", client="x")
    assert say(talk_id, "mei", "One", client="x") == first
    say(talk_id, "mei", "Two")
    jun, mei = village.viewer("jun"), village.viewer("mei")
    (line,) = queries.lines(jun).items
    assert (line.unread, line.title, line.excerpt) == (2, "Mei", "Two")
    assert (queries.unread_count(jun), queries.unread_count(mei)) == (1, 0)
    actions.mark_read(jun, talk_id, 99)
    assert queries.lines(jun).items[0].unread == 0
    actions.mark_read(jun, talk_id, 1)
    assert Seat.objects.get(member=jun.member_id).read_number == 2
    line = StreamLine.objects.filter(name="conversations.message_posted").first()
    assert (line.audience, line.about_actor, line.facts) == ("parties", None, {})


def test_nobody_else_reads_it_staff_or_not(village, talk_id, say):
    message = say(talk_id, "mei", "Secret")
    with writing("members"):
        village.members["lan"].is_staff = True
        village.members["lan"].save()
    for name in ("lan", "an", "wei", "bo", "zhu"):
        viewer = village.viewer(name)
        for ask in (
            lambda v=viewer: queries.sheet(v, talk_id),
            lambda v=viewer: queries.message_for(v, message),
            lambda v=viewer: actions.mark_read(v, talk_id, 1),
            lambda v=viewer: actions.report_messages(v, message, note="x"),
        ):
            with pytest.raises(Missing):
                ask()
        assert queries.lines(viewer).items == ()
        assert queries.search(viewer, "Secret") == []
        refused(Missing, "missing", actions.post_message, viewer, talk_id, HELLO, client_id="q")
    visitor = village.viewer("")
    refused(
        SignInRequired, "sign_in_required", actions.post_message, visitor, talk_id, HELLO,
        client_id="q",
    )  # fmt: skip
    assert [one.excerpt for one in queries.search(village.viewer("jun"), "secret")] == ["Secret"]


def test_whom_one_may_write_to_is_theirs_to_say(village):
    jun, mei, an = village.viewer("jun"), village.viewer("mei"), village.viewer("an")
    preferences.set(jun, rules.WHO_MAY_WRITE, rules.NOBODY)
    start, jun_id = actions.start_direct, jun.member_id
    refused(Forbidden, "conversations.not_taken", start, mei, jun_id)
    refused(Forbidden, "conversations.not_taken", start, an, jun_id)
    refused(Forbidden, "conversations.not_taken", start, mei, jun_id, is_invited=True)
    preferences.set(jun, rules.WHO_MAY_WRITE, rules.FOLLOWED)
    refused(Forbidden, "conversations.not_taken", start, mei, jun_id)
    profiles.follow(jun, mei.member_id)
    assert start(mei, jun_id)
    refused(Forbidden, "conversations.not_taken", actions.start_group, an, [jun_id])
    assert start(an, jun_id, is_invited=True)


def test_only_members_of_the_same_community_are_written_to(village):
    mei, zhu = village.viewer("mei"), village.viewer("zhu")
    refused(Missing, "missing", actions.start_direct, mei, village.members["zhu"].pk)
    refused(Missing, "missing", actions.start_group, mei, [village.members["zhu"].pk])
    refused(
        Forbidden, "conversations.not_here", actions.start_direct, zhu, village.members["mei"].pk
    )
    refused(Refusal, "conversations.oneself", actions.start_direct, mei, mei.member_id)


def test_a_block_freezes_what_stands_and_says_so_politely(village, talk_id, say):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    say(talk_id, "mei")
    actions.block_person(jun, mei.member_id)
    with translation.override("en"):
        told = refused(
            Forbidden,
            "conversations.frozen",
            actions.post_message,
            mei,
            talk_id,
            HELLO,
            client_id="z",
        )
    assert "does not take messages" in str(told.message)
    refused(
        Forbidden, "conversations.frozen", actions.post_message, jun, talk_id, HELLO, client_id="z"
    )
    assert queries.sheet(jun, talk_id).frozen == "blocked_by_me"
    assert queries.sheet(mei, talk_id).frozen == "blocked"
    refused(Forbidden, "conversations.blocked", actions.start_group, mei, [jun.member_id])
    refused(Refusal, "conversations.blocked_already", actions.block_person, jun, mei.member_id)
    refused(Refusal, "conversations.oneself", actions.block_person, jun, jun.member_id)
    refused(Missing, "missing", actions.block_person, jun, 987)
    actions.lift_block(jun, mei.member_id)
    refused(Refusal, "conversations.not_blocked", actions.lift_block, jun, mei.member_id)
    assert say(talk_id, "mei", "Again")


def test_a_sanction_and_leaving_hold_here_too(village, talk_id, say, setting_up):
    mei = village.viewer("mei")
    _mute(village, "mei")
    refused(
        Forbidden, "communities.muted", actions.post_message, village.viewer("mei"), talk_id,
        HELLO, client_id="z",
    )  # fmt: skip
    assert queries.sheet(village.viewer("mei"), talk_id).frozen == "barred"
    from qunluo.people.communities.models import Membership

    Membership.objects.filter(member=mei.member_id).update(muted_until=None, left_at=clock.now())
    refused(
        Forbidden, "conversations.not_here", actions.post_message, mei, talk_id, HELLO,
        client_id="z",
    )  # fmt: skip
    assert queries.sheet(mei, talk_id).frozen == "not_here"
    assert queries.sheet(village.viewer("jun"), talk_id).frozen == "gone"


def _mute(village, name):
    from qunluo.people.communities.models import Membership

    until = clock.now() + timedelta(days=1)
    Membership.objects.filter(member=village.members[name]).update(muted_until=until)


def test_new_members_begin_only_a_few(village, setting_up):
    from qunluo.people.communities.models import Membership

    mei, lan = village.viewer("mei"), village.viewer("lan")
    preferences.set(lan, rules.NEWCOMER_STARTS, 1, level="community")
    actions.start_direct(mei, village.members["jun"].pk)
    actions.start_direct(mei, village.members["wei"].pk)
    Membership.objects.filter(member=mei.member_id).update(joined_at=clock.now())
    refused(TooMany, "conversations.too_many", actions.start_direct, mei, lan.member_id)
    assert actions.start_direct(mei, village.members["jun"].pk)  # one that stands already
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert actions.start_direct(mei, lan.member_id)


def test_who_comes_later_reads_from_there_and_who_leaves_reads_nothing(village, group_id, say):
    mei, lan, jun = (village.viewer(name) for name in ("mei", "lan", "jun"))
    old = say(group_id, "mei", "Before")
    assert actions.add_people(mei, group_id, [lan.member_id]) == 1
    new = say(group_id, "jun", "After")
    sheet = queries.sheet(lan, group_id)
    assert [one.id for one in sheet.window.items] == [new]
    assert not sheet.window.has_earlier
    with pytest.raises(Missing):
        queries.message_for(lan, old)
    talk = queries.conversation_for(lan, group_id)
    found = queries.changes(talk, queries.seat_in(lan, group_id), 0)
    assert [one.id for one in found.items] == [new]
    refused(Missing, "missing", actions.post_message, lan, group_id, Utterance("x", answers=old),
            client_id="q")  # fmt: skip
    refused(Invalid, "conversations.people", actions.add_people, mei, group_id, [lan.member_id])
    actions.leave_conversation(jun, group_id)
    with pytest.raises(Missing):
        queries.sheet(jun, group_id)
    assert queries.search(jun, "After") == []
    assert "Jun" not in [one.name for one in queries.sheet(mei, group_id).line.people]


def test_a_talk_of_two_is_not_left_named_or_widened(village, talk_id, say):
    mei = village.viewer("mei")
    lan_id = village.members["lan"].pk
    say(talk_id, "mei")
    for call in (
        lambda: actions.leave_conversation(mei, talk_id),
        lambda: actions.name_conversation(mei, talk_id, "x"),
        lambda: actions.add_people(mei, talk_id, [lan_id]),
    ):
        refused(Refusal, "conversations.not_a_group", call)


def test_groups_have_names_and_a_limit(village, group_id):
    mei = village.viewer("mei")
    actions.name_conversation(mei, group_id, "  Tea   table ")
    assert Conversation.objects.get().name == "Tea table"
    refused(Invalid, "conversations.name", actions.name_conversation, mei, group_id, "x" * 61)
    refused(Invalid, "conversations.people", actions.start_group, mei, [])
    refused(Invalid, "conversations.people", actions.start_group, mei, list(range(900, 930)))


def test_own_words_are_mended_and_recalled_for_some_minutes(village, talk_id, say):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    start = clock.now()
    message = say(talk_id, "mei", "Teh")
    refused(Forbidden, "conversations.may_not_edit", actions.edit_message, jun, message, "x")
    refused(Forbidden, "conversations.may_not_edit", actions.recall_message, jun, message)
    actions.edit_message(mei, message, "Tea")
    with clock.at(start + timedelta(minutes=16)):
        refused(Refusal, "conversations.too_late", actions.recall_message, mei, message)
    actions.recall_message(mei, message)
    (shown,) = queries.sheet(jun, talk_id).window.items
    assert (shown.removed, str(shown.body)) == ("author", "")
    refused(Refusal, "conversations.message_gone", actions.edit_message, mei, message, "x")
    assert queries.sheet(jun, talk_id).line.excerpt == ""


def test_a_muted_conversation_counts_nothing(village, talk_id, say):
    jun = village.viewer("jun")
    actions.mute_conversation(jun, talk_id, True)
    message = say(talk_id, "mei")
    assert (queries.unread_count(jun), queries.lines(jun).items[0].unread) == (0, 0)
    assert queries.heard_by(message) == []


def test_the_list_costs_the_same_for_one_and_for_many(village, say, django_assert_num_queries):
    mei = village.viewer("mei")
    for name in ("jun", "wei", "an"):
        talk = actions.start_direct(mei, village.members[name].pk)
        say(talk, name, "Hello")
    with django_assert_num_queries(4):
        assert len(queries.lines(mei).items) == 3
