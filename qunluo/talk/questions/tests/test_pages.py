from __future__ import annotations

import pytest

from qunluo.kernel.purging import purge_community
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.web.slots import fill
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions import actions, queries
from qunluo.talk.questions.models import Question, Vote


@pytest.fixture
def question_id(village):
    return actions.ask(
        village.viewer("mei"), village.questions.pk, "How hot?", body="Water", tags=["brewing"]
    )


def test_the_queue_of_unanswered_questions(village, as_member, question_id):
    second = actions.ask(village.viewer("jun"), village.questions.pk, "How long?", body="Steep")
    waiting = queries.waiting(village.viewer(""))
    assert (waiting.count, waiting.oldest_at) == (2, Topic.objects.get(pk=question_id).opened_at)
    lines = queries.unanswered(village.viewer("")).items
    assert [line.id for line in lines] == [question_id, second]
    assert len(queries.unanswered(village.viewer(""), tag="brewing").items) == 1
    text = as_member("").get("/c/tea/questions/unanswered/?lang=en").content.decode()
    assert "2 questions wait" in text
    assert "csrfmiddlewaretoken" not in text
    actions.answer(village.viewer("wei"), question_id, "80")
    forum.close_topic(village.viewer("wei"), second)
    assert queries.waiting(village.viewer("")).count == 0
    for asked in ("", "?order=newest", "?tag=brewing", "?tag=x&order=newest"):
        assert as_member("mei").get(f"/c/tea/questions/unanswered/{asked}").status_code == 200


def test_a_question_is_asked_answered_voted_on_and_accepted_from_pages(village, as_member):
    asker = as_member("mei")
    new = "/c/tea/questions/spaces/help/new/"
    assert asker.get(new).status_code == 200
    assert asker.post(new, {"title": "How hot?", "body": ""}).status_code == 422
    answer = asker.post(new, {"title": "How hot?", "body": "The water", "token": "q"})
    topic = Topic.objects.get()
    assert answer["Location"] == f"/c/tea/forum/topics/{topic.pk}/"
    helper = as_member("jun")
    place = f"/c/tea/questions/{topic.pk}/answers/"
    assert helper.get(place).status_code == 200
    assert helper.post(place, {"body": "80 degrees", "token": "a"}).status_code == 302
    post = Post.objects.get(kind="reply").pk
    votes = f"/c/tea/questions/posts/{post}/votes/"
    voter = as_member("wei")
    fragment = voter.post(votes, {"value": "up"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in fragment.content.decode()
    assert voter.post(votes, {"value": "sideways"}).status_code == 422
    assert voter.post(votes, {"value": "none"}).status_code == 302
    assert Vote.objects.count() == 0
    acceptance = f"/c/tea/questions/posts/{post}/acceptance/"
    assert as_member("jun").post(acceptance, {"value": "accept"}).status_code == 403
    assert as_member("mei").post(acceptance, {"value": "accept"}).status_code == 302
    assert Topic.objects.get().is_solved
    page = as_member("").get(f"/c/tea/forum/topics/{topic.pk}-how-hot/").content.decode()
    assert "acceptedAnswer" in page
    assert "已解决" in page
    assert as_member("mei").post(acceptance, {"value": "withdraw"}).status_code == 302
    assert not Topic.objects.get().is_solved


def test_answers_stand_accepted_first_then_by_score(village, question_id):
    names = ("jun", "wei", "an")
    posts = [actions.answer(village.viewer(name), question_id, name) for name in names]
    actions.cast_vote(village.viewer("lan"), posts[1], 1)
    actions.accept_answer(village.viewer("mei"), posts[2])
    viewer = village.viewer("lan")
    best = topics.topic_sheet(viewer, question_id)
    assert [post.id for post in best.posts] == [posts[2], posts[1], posts[0]]
    assert best.posts[1].vote == 1
    oldest = topics.topic_sheet(viewer, question_id, order="oldest")
    assert [post.id for post in oldest.posts] == posts
    forum.remove_post(village.viewer("wei"), posts[1])
    assert [post.id for post in topics.topic_sheet(viewer, question_id).posts][-1] == posts[1]


def test_every_answer_is_found_on_its_page_in_best_order(village, as_member, question_id):
    posts = [actions.answer(village.viewer("jun"), question_id, f"{n}") for n in range(23)]
    actions.cast_vote(village.viewer("lan"), posts[22], 1)
    actions.cast_vote(village.viewer("lan"), posts[0], -1)
    actions.accept_answer(village.viewer("mei"), posts[21])
    forum.remove_post(village.viewer("jun"), posts[1])
    viewer = village.viewer("lan")
    shown = {}
    for page in (1, 2):
        for post in topics.topic_sheet(viewer, question_id, page=page).posts:
            shown[post.number] = page
    assert len(shown) == 23
    found = {n: topics.page_of_post(viewer, question_id, n) for n in shown}
    assert found == shown


def test_a_removed_answer_loses_its_acceptance(village, question_id):
    post = actions.answer(village.viewer("jun"), question_id, "80")
    actions.accept_answer(village.viewer("mei"), post)
    forum.remove_post(village.viewer("jun"), post)
    deliver_all()
    question = Question.objects.get()
    assert (question.accepted_post_id, question.answered_at) == (None, None)
    assert not Topic.objects.get().is_solved
    forum.restore_post(village.viewer("jun"), post)
    deliver_all()
    assert Question.objects.get().answered_at == Post.objects.get(pk=post).posted_at


def test_removals_elsewhere_concern_no_question(village):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Hello", body="Hi")
    forum.remove_post(village.viewer("mei"), Post.objects.get(topic=topic).pk)
    deliver_all()
    assert not Question.objects.exists()


def grow(village, replies, comments):
    topic_id = actions.ask(
        village.viewer("mei"), village.questions.pk, "How hot?", body="@jun?", tags=["a", "b"]
    )
    for n in range(replies):
        name = ("jun", "wei", "an")[n % 3]
        post = actions.answer(village.viewer(name), topic_id, f"{n} degrees @mei")
        actions.cast_vote(village.viewer("lan"), post, 1)
        forum.react(village.viewer("lan"), post, "like")
        for _ in range(comments):
            forum.post_comment(village.viewer("mei"), post, "Sure? @wei")
    return topic_id


def test_a_topic_page_asks_the_same_whatever_its_size(village):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for size in ((1, 1), (18, 3)):
        topic_id = grow(village, *size)
        viewer = village.viewer("jun")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            sheet = topics.topic_sheet(viewer, topic_id)
        assert len(sheet.posts) == size[0]
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert asked[0] <= 12


def test_the_workbench_and_the_card_show_what_waits(village, question_id):
    viewer = village.viewer("wei")
    card = communities.place(viewer)
    (tile,) = [one for one in fill("work.tiles", viewer, card) if one.key.startswith("questions")]
    assert (tile.value, tile.tone) == (1, "warn")
    visitor = village.viewer("")
    panels = {panel.key: panel for panel in fill("community.card_panels", visitor, card)}
    assert "How hot?" in panels["questions.waiting"].html
    actions.answer(viewer, question_id, "80")
    (tile,) = [one for one in fill("work.tiles", viewer, card) if one.key.startswith("questions")]
    assert (tile.value, tile.tone) == (0, "good")
    assert "questions.waiting" not in {
        panel.key for panel in fill("community.card_panels", visitor, card)
    }


def test_a_purge_takes_questions_and_votes_along(village, question_id):
    answer = actions.answer(village.viewer("jun"), question_id, "80")
    actions.cast_vote(village.viewer("wei"), answer, 1)
    purge_community(village.community.pk)
    assert (Question.objects.count(), Vote.objects.count(), Topic.objects.count()) == (0, 0, 0)
