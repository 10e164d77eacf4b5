from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.kernel.refusal import Forbidden, Invalid, JoinRequired, Refusal, SignInRequired
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions import actions
from qunluo.talk.questions.models import Question, Vote


@pytest.fixture
def question_id(village):
    return actions.ask(
        village.viewer("mei"), village.questions.pk, "How hot?", body="The water", tags=["brewing"]
    )


@pytest.fixture
def answer_id(village, question_id):
    return actions.answer(village.viewer("jun"), question_id, "80 degrees")


def test_asking_tells_one_thing_only(village, question_id):
    line = StreamLine.objects.get()
    assert (line.name, line.object_type, line.object_id) == (
        "questions.question_asked",
        "forum.topic",
        question_id,
    )
    assert (line.root_type, line.root_id) == ("forum.topic", question_id)
    assert Topic.objects.get().kind == "question"
    assert Question.objects.get().answered_at is None


def test_answering_tells_one_thing_only_and_marks_the_question_answered(village, answer_id):
    names = list(StreamLine.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["questions.question_asked", "questions.answer_given"]
    line = StreamLine.objects.get(name="questions.answer_given")
    assert (line.object_type, line.object_id) == ("forum.post", answer_id)
    assert line.about_actor == village.members["mei"].actor_key
    answered_at = Question.objects.get().answered_at
    assert answered_at is not None
    actions.answer(village.viewer("wei"), Topic.objects.get().pk, "90")
    assert Question.objects.get().answered_at == answered_at


def test_a_question_takes_answers_and_a_topic_takes_replies(village, question_id):
    jun = village.viewer("jun")
    with pytest.raises(Refusal) as refused:
        forum.post_reply(jun, question_id, "80 degrees")
    assert refused.value.code == "forum.answer_instead"
    topic = forum.open_topic(jun, village.forum.pk, "Hello", body="Hi")
    with pytest.raises(Refusal) as refused:
        actions.answer(jun, topic, "Hi back")
    assert refused.value.code == "questions.not_a_question"
    with pytest.raises(Refusal):
        actions.ask(jun, village.forum.pk, "Hello?", body="Anyone")
    assert Post.objects.filter(kind="reply").count() == 0


def test_a_vote_moves_the_score_and_says_not_which_way(village, answer_id):
    wei = village.viewer("wei")
    actions.cast_vote(wei, answer_id, 1)
    assert Post.objects.get(pk=answer_id).score == 1
    actions.cast_vote(wei, answer_id, -1)
    assert Post.objects.get(pk=answer_id).score == -1
    assert StreamLine.objects.filter(name="questions.vote_cast").first().facts == {}
    actions.withdraw_vote(wei, answer_id)
    assert Post.objects.get(pk=answer_id).score == 0
    assert not Vote.objects.exists()


def test_a_vote_on_the_question_shows_in_lists(village, question_id):
    actions.cast_vote(village.viewer("jun"), Post.objects.get(number=1).pk, 1)
    assert Topic.objects.get().score == 1


def test_votes_that_do_not_count_are_refused(village, answer_id):
    wei = village.viewer("wei")
    comment = forum.post_comment(wei, answer_id, "Really?")
    actions.cast_vote(wei, answer_id, 1)
    for voter, post, value, code in (
        ("wei", answer_id, 1, "questions.voted"),
        ("wei", answer_id, 5, "questions.vote_value"),
        ("jun", answer_id, 1, "questions.own_post"),
        ("mei", comment, 1, "questions.not_voted_on"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.cast_vote(village.viewer(voter), post, value)
        assert refused.value.code == code
    for voter, kind in (("", SignInRequired), ("zhu", JoinRequired)):
        with pytest.raises(kind):
            actions.cast_vote(village.viewer(voter), answer_id, 1)
    with pytest.raises(Refusal):
        actions.withdraw_vote(village.viewer("mei"), answer_id)
    assert Post.objects.get(pk=answer_id).score == 1


def test_a_removed_answer_is_neither_voted_on_nor_accepted(village, answer_id):
    forum.remove_post(village.viewer("jun"), answer_id)
    for act in (
        lambda: actions.cast_vote(village.viewer("wei"), answer_id, 1),
        lambda: actions.accept_answer(village.viewer("mei"), answer_id),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "forum.post_removed"


def test_whoever_asked_accepts_one_answer(village, question_id, answer_id):
    mei = village.viewer("mei")
    other = actions.answer(village.viewer("wei"), question_id, "90")
    actions.accept_answer(mei, answer_id)
    assert Topic.objects.get().is_solved
    with pytest.raises(Refusal):
        actions.accept_answer(mei, answer_id)
    actions.accept_answer(mei, other)
    question = Question.objects.get()
    assert question.accepted_post_id == other
    with pytest.raises(Refusal):
        actions.withdraw_acceptance(mei, answer_id)
    actions.withdraw_acceptance(mei, other)
    assert not Topic.objects.get().is_solved
    names = StreamLine.objects.filter(name__contains="accept").order_by("pk")
    assert [(line.name.split(".")[1], line.object_id) for line in names] == [
        ("answer_accepted", answer_id),
        ("acceptance_withdrawn", answer_id),
        ("answer_accepted", other),
        ("acceptance_withdrawn", other),
    ]
    assert names[0].about_actor == village.members["jun"].actor_key


def test_others_do_not_accept_unless_their_role_says_so(village, answer_id):
    for name in ("jun", "bo"):  # bo is a volunteer of another space
        with pytest.raises(Forbidden):
            actions.accept_answer(village.viewer(name), answer_id)
    assert Question.objects.get().accepted_post_id is None
    actions.accept_answer(village.viewer("wei"), answer_id)
    assert Question.objects.get().accepted_post_id == answer_id


def test_only_answers_are_accepted(village, question_id):
    with pytest.raises(Refusal) as refused:
        actions.accept_answer(village.viewer("mei"), Post.objects.get(number=1).pk)
    assert refused.value.code == "questions.not_an_answer"


moves = st.lists(
    st.tuples(st.sampled_from(["lan", "an", "wei", "bo", "mei"]), st.sampled_from([-1, 0, 1])),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=moves)
def test_the_score_is_always_the_sum_of_the_votes_that_stand(village, answer_id, moves):
    from django.db import transaction

    place = transaction.savepoint()
    stands = {}
    for name, value in moves:
        try:
            if value:
                actions.cast_vote(village.viewer(name), answer_id, value)
            else:
                actions.withdraw_vote(village.viewer(name), answer_id)
        except Refusal:
            assert stands.get(name, 0) == value
        else:
            stands[name] = value
        assert Post.objects.get(pk=answer_id).score == sum(stands.values())
    assert sum(Vote.objects.values_list("value", flat=True)) == sum(stands.values())
    transaction.savepoint_rollback(place)


def test_a_vote_has_a_direction(village, answer_id):
    with pytest.raises(Invalid):
        actions.cast_vote(village.viewer("wei"), answer_id, 0)
