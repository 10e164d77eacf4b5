"""Many processes at once on PostgreSQL: numbers have no gaps, totals are exact, nothing is doubled."""

from __future__ import annotations

import contextlib
import random

import pytest
from django.db import connection

from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import build_village
from qunluo.kernel.testing.crowd import on_postgresql, together
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions import actions
from qunluo.talk.questions.models import Vote

pytestmark = on_postgresql
CROWD = 6


@pytest.fixture
def town(transactional_db):
    village = build_village()
    with writing("*"):
        keeper = type(village.members["mei"]).objects
        for n in range(CROWD):
            member = keeper.create_user(f"c{n}@example.org", handle=f"c{n}", display_name=f"C{n}")
            membership = village.community.memberships.model
            membership.objects.create(
                community=village.community,
                member=member,
                joined_at=village.community.founded_at,
                join_channel="open",
            )
            village.members[f"c{n}"] = member
    return village


def test_posts_of_a_crowd_are_numbered_without_gaps(town):
    topic = forum.open_topic(town.viewer("mei"), town.forum.pk, "Crowd", body="Come")
    opening = Post.objects.get().pk

    def write(n):
        viewer = town.viewer(f"c{n}")
        for turn in range(8):
            if turn % 3 == 2:
                forum.post_comment(viewer, opening, f"{n}.{turn}")
            else:
                forum.post_reply(viewer, topic, f"{n}.{turn}")

    together(CROWD, write)
    numbers = list(Post.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, CROWD * 8 + 2))
    assert Topic.objects.get().reply_count == Post.objects.filter(kind="reply").count()
    assert StreamLine.objects.filter(name="forum.reply_posted").count() == CROWD * 6


def test_votes_of_a_crowd_add_up(town):
    question = actions.ask(town.viewer("mei"), town.questions.pk, "How hot?", body="Water")
    answer = actions.answer(town.viewer("jun"), question, "80")

    def vote(n):
        dice = random.Random(n)
        viewer = town.viewer(f"c{n}")
        for _ in range(15):
            try:
                if value := dice.choice((-1, 0, 1)):
                    actions.cast_vote(viewer, answer, value)
                else:
                    actions.withdraw_vote(viewer, answer)
            except Refusal:
                continue

    together(CROWD, vote)
    stands = sum(Vote.objects.filter(post=answer).values_list("value", flat=True))
    assert Post.objects.get(pk=answer).score == stands


def test_one_member_voting_from_many_windows_has_one_vote(town):
    question = actions.ask(town.viewer("mei"), town.questions.pk, "How hot?", body="Water")
    answer = actions.answer(town.viewer("jun"), question, "80")

    def vote(n):
        with contextlib.suppress(Refusal):  # questions.voted, for all but the first
            actions.cast_vote(town.viewer("wei"), answer, 1)

    together(CROWD, vote)
    assert Vote.objects.count() == 1
    assert Post.objects.get(pk=answer).score == 1
    assert StreamLine.objects.filter(name="questions.vote_cast").count() == 1


def test_one_form_sent_from_many_windows_posts_once(town):
    topic = forum.open_topic(town.viewer("mei"), town.forum.pk, "Crowd", body="Come")

    def send(n):
        viewer = town.viewer("jun")
        forum.submit_once(viewer, "same", lambda: forum.post_reply(viewer, topic, "Once"))

    together(CROWD, send)
    assert Post.objects.filter(kind="reply").count() == 1
    assert connection.vendor == "postgresql"


def test_of_two_answers_accepted_at_once_one_stands(town):
    question = actions.ask(town.viewer("mei"), town.questions.pk, "How hot?", body="Water")
    answers = [actions.answer(town.viewer("jun"), question, f"{n}") for n in range(CROWD)]

    def accept(n):
        actions.accept_answer(town.viewer("mei"), answers[n])

    together(CROWD, accept)
    told = [
        StreamLine.objects.filter(name=f"questions.{name}").count()
        for name in ("answer_accepted", "acceptance_withdrawn")
    ]
    assert told == [CROWD, CROWD - 1]
    assert Topic.objects.get(pk=question).is_solved
