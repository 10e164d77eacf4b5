from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.notices.models import Notice
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions import actions, queries
from qunluo.talk.questions.models import Expert, ExpertCall, Question


@pytest.fixture
def marked(village, setting_up):
    """wei, bo and jun are asked about brewing."""
    _ask(village, "The first")
    deliver_all()
    for handle in ("wei", "@bo", "jun"):
        actions.mark_expert(village.viewer("an"), handle, ["#Brewing", "nowhere"])


def _ask(village, title, tags=("brewing",)):
    return actions.ask(
        village.viewer("mei"), village.questions.pk, title, body="words", tags=list(tags)
    )


def called(village, topic_id):
    names = {member.pk: handle for handle, member in village.members.items()}
    rows = ExpertCall.objects.filter(topic=topic_id).order_by("pk")
    return [names[row.member_id] for row in rows]


def test_experts_are_asked_by_turns_so_that_the_load_is_shared(village, marked):
    loads = {"wei": 0, "bo": 0, "jun": 0}
    for n in range(6):
        with clock.at(clock.now() + timedelta(minutes=n)):
            topic = _ask(village, f"Question {n}")
            deliver_all()
        asked = called(village, topic)
        assert len(asked) == 2
        for name in asked:
            loads[name] += 1
    assert set(loads.values()) == {4}
    assert Notice.objects.filter(kind="questions.expert").count() == 12
    lines = queries.experts(village.viewer("mei"))
    assert {(line.calls, line.tags) for line in lines} == {(4, ("brewing",))}


def test_nobody_is_asked_about_other_tags_or_twice(village, marked):
    other = _ask(village, "Other", tags=["clay"])
    mine = _ask(village, "Brewing")
    deliver_all()
    assert called(village, other) == []
    assert actions.call_first(SYSTEM, mine) == 0
    assert len(called(village, mine)) == 2


def test_an_unanswered_question_goes_to_the_next_a_day_later(village, marked):
    topic = _ask(village, "Hard")
    deliver_all()
    assert actions.waiting_for_another() == []
    with clock.at(clock.now() + timedelta(hours=25)):
        assert actions.waiting_for_another() == [topic]
        assert actions.call_experts(SYSTEM, topic, most=1) == 1
        assert actions.waiting_for_another() == []
    assert sorted(called(village, topic)) == ["bo", "jun", "wei"]
    actions.answer(village.viewer("wei"), topic, "Like this")
    with clock.at(clock.now() + timedelta(days=9)):
        assert actions.waiting_for_another() == []
        assert actions.call_experts(SYSTEM, topic) == 0


def test_experts_are_marked_and_unmarked_on_a_page(village, marked, as_member):
    client = as_member("an")
    page = client.get("/c/tea/work/experts/").content.decode()
    assert "#brewing" in page
    done = client.post("/c/tea/work/experts/", {"handle": "bo", "tags": ""})
    assert done.status_code == 302
    assert not Expert.objects.filter(member=village.members["bo"]).exists()
    wrong = client.post("/c/tea/work/experts/", {"handle": "nobody", "tags": "brewing"})
    assert wrong.status_code == 422
    assert as_member("mei").get("/c/tea/work/experts/").status_code == 403
    with pytest.raises(Forbidden):
        actions.mark_expert(village.viewer("mei"), "mei", ["brewing"])
    with pytest.raises(Missing):
        actions.mark_expert(village.viewer("an"), "zhu", ["brewing"])


def test_a_topic_becomes_a_question_and_back(village, as_member, setting_up):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "How hot?", body="Water")
    post = forum.post_reply(village.viewer("jun"), topic, "80")
    actions.make_question(village.viewer("an"), topic, village.questions.pk)
    row = Topic.objects.get(pk=topic)
    assert (row.kind, row.space_id) == ("question", village.questions.pk)
    assert Question.objects.get().answered_at == Post.objects.get(pk=post).posted_at
    actions.cast_vote(village.viewer("wei"), post, 1)
    actions.accept_answer(village.viewer("mei"), post)
    actions.make_topic(village.viewer("an"), topic, village.forum.pk)
    row.refresh_from_db()
    assert (row.kind, row.is_solved, row.space_id) == ("topic", False, village.forum.pk)
    assert not Question.objects.exists()
    client = as_member("an")
    address = f"/c/tea/questions/{topic}/kind/"
    assert client.post(address, {"space": village.questions.pk}).status_code == 302
    assert Topic.objects.get(pk=topic).kind == "question"
    assert Post.objects.get(pk=post).score == 1
    assert client.post(address, {"space": "x"}).status_code == 404
    page = client.get(f"/c/tea/forum/topics/{topic}/", follow=True).content.decode()
    assert address in page


def test_what_cannot_be_converted_stays(village, setting_up):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "How hot?", body="Water")
    an = village.viewer("an")
    for act in (
        lambda: actions.make_question(an, topic, village.quiet.pk),
        lambda: actions.make_topic(an, topic, village.quiet.pk),
        lambda: actions.make_question(village.viewer("mei"), topic, village.questions.pk),
        lambda: actions.make_question(an, topic, 999),
    ):
        with pytest.raises(Refusal):
            act()
    assert Topic.objects.get().kind == "topic"
    assert not Question.objects.exists()


def test_an_accepted_answer_that_leaves_is_accepted_no_more(village, setting_up):
    topic = _ask(village, "How hot?")
    post = actions.answer(village.viewer("jun"), topic, "80")
    actions.accept_answer(village.viewer("mei"), post)
    forum.split_topic(
        village.viewer("an"), topic, [post], title="Eighty", space_id=village.forum.pk
    )
    deliver_all()
    assert Question.objects.get().accepted_post is None
    assert not Topic.objects.get(pk=topic).is_solved


def test_programs_mark_experts_and_convert(village, marked, as_member):
    client = as_member("an")
    base = "/api/v1/communities/tea"
    json = {"content_type": "application/json"}
    assert len(client.get(f"{base}/questions/experts").json()) == 3
    sent = {"tags": []}
    assert client.put(f"{base}/questions/experts/bo", sent, **json).status_code == 204
    topic = _ask(village, "How hot?")
    made = client.post(f"{base}/questions/{topic}/topic", {"space": "square"}, **json)
    assert made.status_code == 204
    back = client.post(f"{base}/forum/topics/{topic}/question", {"space": "help"}, **json)
    assert back.status_code == 204


def test_who_is_asked_about_a_merged_tag_is_asked_about_the_one_that_stays(village, marked):
    _ask(village, "The second", tags=["kettles"])
    actions.mark_expert(village.viewer("an"), "wei", ["brewing", "kettles"])
    forum.merge_tags(village.viewer("an"), "brewing", into="kettles")
    held = Expert.objects.order_by("member__handle").values_list("member__handle", "tag__name")
    assert list(held) == [("bo", "kettles"), ("jun", "kettles"), ("wei", "kettles")]
