"""What is written is screened: refused, held, masked or noted; floods and newcomers wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock, preferences
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.search.queries import find
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities.models import Membership
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.models import Case, Signal, Trace
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions import actions as questions

SAID = "这是一段足够长的话，说说最近喝到的好茶，味道很不错"


@pytest.fixture
def words(village, lan):
    kept = actions.make_list(lan, "Adverts")
    for word, level in (("赌博", "block"), ("刷单", "hold"), ("加微信", "mask"), ("网贷", "log")):
        actions.set_word(lan, kept, word, level=level)
    return kept


@pytest.fixture
def mei(village):
    return village.viewer("mei")


def open_topic(viewer, village, body, title="Title"):
    return forum.open_topic(viewer, village.forum.pk, title, body=body)


def told(name):
    return StreamLine.objects.filter(name=name)


def names_for(viewer):
    return [line.title for line in topics.topic_list(viewer, topics.TopicFilter()).page.items]


@pytest.mark.parametrize("field", ["title", "body"])
def test_a_blocked_word_is_refused_by_the_author_s_own_words(village, words, mei, field):
    texts = {"title": "Tea", "body": "Good tea", field: "去赌*博吧"}
    with pytest.raises(Invalid) as no:
        forum.open_topic(mei, village.forum.pk, texts["title"], body=texts["body"])
    assert no.value.code == "moderation.words"
    assert "赌*博" in str(no.value.message)
    assert list(no.value.fields) == [field]
    assert not Topic.objects.exists()
    assert not Case.objects.exists()


def test_masked_words_are_stored_masked(village, words, mei):
    topic_id = open_topic(mei, village, "请加 微信聊")
    assert Post.objects.get(topic=topic_id).body_source == "请＊ ＊＊聊"
    assert not Case.objects.exists()


def test_a_noted_word_makes_a_case_and_hides_nothing(village, words, mei):
    open_topic(mei, village, "说说网贷的坑")
    assert names_for(village.viewer("jun")) == ["Title"]
    case = Case.objects.get()
    assert (case.is_held, Signal.objects.get().kind) == (False, "word")


def test_a_held_topic_is_seen_by_its_author_and_staff_only(village, words, mei, as_member):
    topic_id = open_topic(mei, village, "招刷单的", title="Held words")
    assert told("forum.topic_opened").count() == 0
    assert told("forum.post_held").get().audience == "staff"
    for name in ("jun", "zhu", ""):
        with pytest.raises(Missing):
            topics.topic_for(village.viewer(name), topic_id)
    for name in ("mei", "wei", "bo"):
        assert topics.topic_for(village.viewer(name), topic_id).pk == topic_id
    assert names_for(village.viewer("jun")) == names_for(mei) == []
    assert find(village.viewer("lan"), "Held", limit=5) == []
    address = topics.topic_address("tea", topic_id, "held-words")
    assert as_member("mei").get(address).status_code == 200
    assert "招刷单的" in as_member("mei").get(address).content.decode()
    assert as_member("jun").get(address).status_code == 404
    assert as_member("").get(address).status_code == 404


def test_what_is_released_is_told_as_its_author_s(village, words, mei):
    topic_id = open_topic(mei, village, "招刷单的")
    case = Case.objects.get()
    actions.decide_case(village.viewer("wei"), case.pk, Decision("kept"))
    line = told("forum.topic_opened").get()
    assert (line.object_id, line.actor_key) == (topic_id, mei.actor_key)
    assert names_for(village.viewer("jun")) == ["Title"]


def test_held_replies_and_comments_count_only_when_released(village, words, mei):
    topic_id = open_topic(village.viewer("jun"), village, "Hello")
    reply = forum.post_reply(mei, topic_id, "刷单去")
    comment = forum.post_comment(mei, topics.opening_ids([topic_id])[topic_id], "刷单吧")
    assert Topic.objects.get(pk=topic_id).reply_count == 0
    assert told("forum.reply_posted").count() == told("forum.comment_posted").count() == 0
    jun = village.viewer("jun")
    sheet = topics.topic_sheet(jun, topic_id)
    assert (sheet.posts, sheet.opening.comments, sheet.last_number) == ((), (), 1)
    own = topics.topic_sheet(mei, topic_id)
    assert [post.id for post in own.posts] == [reply]
    assert [post.id for post in own.opening.comments] == [comment]
    for case in Case.objects.all():
        actions.decide_case(village.viewer("wei"), case.pk, Decision("kept"))
    assert Topic.objects.get(pk=topic_id).reply_count == 1
    assert told("forum.reply_posted").get().about_actor == jun.actor_key
    assert told("forum.comment_posted").get().actor_key == mei.actor_key
    assert len(topics.topic_sheet(jun, topic_id).posts) == 1


def test_a_held_answer_answers_nothing_until_it_is_released(village, words, mei):
    asked = questions.ask(village.viewer("jun"), village.questions.pk, "How", body="to steep")
    questions.answer(mei, asked, "刷单")
    assert told("questions.answer_given").count() == 0
    actions.decide_case(village.viewer("lan"), Case.objects.get().pk, Decision("kept"))
    assert told("questions.answer_given").count() == 1


def test_a_rejected_held_post_stays_unseen(village, words, mei):
    topic_id = open_topic(mei, village, "招刷单的")
    actions.decide_case(
        village.viewer("wei"), Case.objects.get().pk, Decision("removed", "Adverts")
    )
    assert Topic.objects.get(pk=topic_id).removed_reason == "moderation"
    assert names_for(village.viewer("jun")) == []
    assert told("forum.topic_opened").count() == 0


def test_edits_are_refused_where_new_words_would_wait(village, words, mei):
    topic_id = open_topic(mei, village, "Hello")
    post_id = topics.opening_ids([topic_id])[topic_id]
    for body in ("赌博", "刷单"):
        with pytest.raises(Invalid):
            forum.edit_post(mei, post_id, 0, wording=forum.Wording(body))
    assert Post.objects.get(pk=post_id).body_source == "Hello"
    forum.edit_post(mei, post_id, 0, wording=forum.Wording("加微信"))
    assert Post.objects.get(pk=post_id).body_source == "＊＊＊"


def test_those_who_decide_are_not_held(village, words):
    open_topic(village.viewer("wei"), village, "说说刷单")
    assert not Case.objects.filter(is_held=True).exists()
    assert names_for(village.viewer("jun")) == ["Title"]


def test_the_same_text_again_and_again_waits(village, mei):
    open_topic(mei, village, SAID)
    open_topic(mei, village, SAID + "！！")
    assert not Case.objects.exists()
    open_topic(mei, village, f"  {SAID}")
    assert Signal.objects.get().kind == "repeat"
    assert Case.objects.get().is_held
    with clock.at(clock.now() + timedelta(days=2)):
        open_topic(mei, village, SAID)
        assert Case.objects.count() == 1
        while actions.forget_traces(mei, clock.now() - timedelta(days=1)):
            pass
    assert Trace.objects.count() == 1


def test_short_thanks_are_no_flood(village, mei):
    for _turn in range(5):
        open_topic(mei, village, "谢谢")
    assert not Case.objects.exists()


@pytest.fixture
def newcomer(village, setting_up):
    Membership.objects.filter(member=village.members["mei"]).update(
        joined_at=clock.now() - timedelta(days=1)
    )
    return village.viewer("mei")


def test_newcomers_links_wait(village, newcomer):
    open_topic(newcomer, village, "https://a.example https://b.example")
    assert not Case.objects.exists()
    open_topic(newcomer, village, "https://a.example https://b.example [c](https://c.example)")
    assert Signal.objects.get().kind == "links"
    old = village.viewer("jun")
    open_topic(old, village, "https://a.example https://b.example https://c.example")
    assert Case.objects.count() == 1


def test_newcomers_wait_where_the_community_says_so(village, newcomer, lan):
    preferences.set(lan, "moderation.newcomer_days", 3, level="community")
    open_topic(newcomer, village, "Hello")
    open_topic(village.viewer("jun"), village, "Hello")
    assert Signal.objects.get().kind == "newcomer"


def test_newcomers_are_held_in_an_emergency(village, newcomer, lan):
    actions.declare_emergency(lan, "newcomers", reason="Raid", hours=2)
    open_topic(newcomer, village, "Hello")
    open_topic(village.viewer("jun"), village, "Hello")
    assert Signal.objects.get().kind == "emergency"


@pytest.mark.parametrize(("kind", "code"), [("freeze", "frozen"), ("read_only", "read_only")])
def test_the_switch_stops_members_not_staff_and_ends_by_itself(village, lan, mei, kind, code):
    actions.declare_emergency(lan, kind, reason="Raid", hours=2)
    with pytest.raises(Forbidden) as no:
        open_topic(village.viewer("mei"), village, "Hello")
    assert no.value.code == f"communities.{code}"
    open_topic(village.viewer("wei"), village, "Team speaks")
    with pytest.raises(Refusal):
        actions.declare_emergency(lan, kind, reason="Again", hours=2)
    with clock.at(clock.now() + timedelta(hours=2, seconds=1)):
        open_topic(village.viewer("mei"), village, "Hello")
        assert queries.emergency_here(lan) is None
        actions.declare_emergency(lan, kind, reason="Again", hours=2)


def test_the_switch_is_turned_off(village, lan):
    actions.declare_emergency(lan, "freeze", reason="Raid", hours=2)
    actions.end_emergency(lan)
    open_topic(village.viewer("mei"), village, "Hello")
    with pytest.raises(Missing):
        actions.end_emergency(lan)


@pytest.mark.parametrize(
    ("kind", "reason", "hours", "code"),
    [("x", "y", 1, "choice"), ("freeze", "", 1, "empty"), ("freeze", "y", 0, "hours")],
)
def test_half_an_emergency_is_refused(lan, village, kind, reason, hours, code):
    with pytest.raises(Invalid) as no:
        actions.declare_emergency(lan, kind, reason=reason, hours=hours)
    assert no.value.code == f"moderation.{code}"
    open_topic(village.viewer("mei"), village, "Hello")


def test_screening_asks_five_queries_at_most(village, words, mei, django_assert_max_num_queries):
    queries.screen(mei, "warm")
    with django_assert_max_num_queries(5):
        queries.screen(mei, SAID, title="Tea")
