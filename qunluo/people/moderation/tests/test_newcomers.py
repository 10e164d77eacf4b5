"""Newcomers nobody spoke to within a day are work; being answered takes them off the table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.communities.models import JoinRequest, Membership
from qunluo.people.duties.models import Duty
from qunluo.people.duties.queries import open_duties
from qunluo.people.members.models import Member
from qunluo.people.members.queries import viewer_of
from qunluo.people.moderation import actions
from qunluo.talk.forum import actions as forum

HOUR = timedelta(hours=1)


@pytest.fixture
def zhu(village):
    """Joins the tea community now; returns them as they stand in it."""

    def enter():
        return places.entrance(viewer_of(village.members["zhu"]), "tea").viewer

    communities.join(enter())
    return enter


def prove(member):
    with writing("members"):
        Member.objects.filter(pk=member.pk).update(email_proven_at=clock.now())


def waiting():
    return list(Duty.objects.filter(kind="moderation.newcomer", done_at=None))


def test_a_newcomer_nobody_speaks_to_becomes_work_after_a_day(village, zhu):
    now = clock.now()
    with clock.at(now + 23 * HOUR):
        assert actions.look_after_newcomers(SYSTEM) == (0, 0)
    with clock.at(now + 25 * HOUR):
        assert actions.look_after_newcomers(SYSTEM) == (1, 0)
        assert actions.look_after_newcomers(SYSTEM) == (1, 0)
        (duty,) = waiting()
        assert (
            duty.object_id
            == Membership.objects.get(
                member=village.members["zhu"].pk, left_at=None, community__slug="tea"
            ).pk
        )
        (sheet,) = open_duties(village.viewer("wei"), "moderation.newcomer")
        assert sheet.title == "Zhu"
        assert open_duties(village.viewer("mei"), "moderation.newcomer") == []


def test_an_answer_takes_them_off_the_table(village, zhu):
    now = clock.now()
    topic = forum.open_topic(zhu(), village.forum.pk, "Hello", body="I am new")
    with clock.at(now + 25 * HOUR):
        forum.post_reply(zhu(), topic, "Still me")
        actions.look_after_newcomers(SYSTEM)
        assert len(waiting()) == 1
        forum.post_reply(village.viewer("jun"), topic, "Welcome")
        assert actions.look_after_newcomers(SYSTEM) == (0, 1)
        assert waiting() == []


def test_looking_after_newcomers_asks_two_queries(zhu, django_assert_num_queries):
    from qunluo.people.moderation.queries import newcomers_by_greeting

    with clock.at(clock.now() + 25 * HOUR), django_assert_num_queries(2):
        newcomers_by_greeting()


@pytest.mark.parametrize(
    ("proven", "words", "answer", "is_in"),
    [
        (False, "", "I love tea", False),
        (False, "龙井，Longjing", "I drink LONGJING", True),
        (False, "龙井，Longjing", "I love tea", False),
        (True, "", "I love tea", True),
    ],
)
def test_rules_of_admission_let_in_at_once(village, lan, proven, words, answer, is_in):
    communities.change_settings(lan, joining="review")
    communities.set_join_questions(lan, [("Why?", True)])
    communities.set_admission(lan, admit_proven=proven, admit_words=words)
    prove(village.members["zhu"])
    stranger = places.entrance(viewer_of(village.members["zhu"]), "tea").viewer
    (question,) = places.door_sheet(stranger).questions
    communities.request_to_join(stranger, {question.id: answer})
    entered = places.entrance(viewer_of(village.members["zhu"]), "tea").viewer
    assert entered.is_member is is_in
    assert JoinRequest.objects.get().state == ("approved" if is_in else "waiting")
    assert Duty.objects.filter(kind="communities.join", done_at=None).exists() is not is_in


def test_who_was_removed_waits_for_a_person(village, lan):
    communities.change_settings(lan, joining="review")
    communities.set_admission(lan, admit_proven=True, admit_words="tea")
    prove(village.members["mei"])
    communities.remove_member(lan, village.members["mei"].pk, reason="Adverts")
    stranger = places.entrance(viewer_of(village.members["mei"]), "tea").viewer
    communities.request_to_join(stranger, {})
    assert JoinRequest.objects.get().state == "waiting"
