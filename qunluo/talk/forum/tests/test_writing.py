from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid, JoinRequired, Missing, Refusal, SignInRequired
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum import actions
from qunluo.talk.forum.models import (
    Draft,
    Follow,
    Mention,
    Post,
    Reaction,
    ReadMark,
    Tag,
    Topic,
)


def told(name):
    return StreamLine.objects.filter(name=name)


def test_a_member_opens_a_topic_and_follows_it(village, topic_id):
    topic = Topic.objects.get(pk=topic_id)
    opening = topic.posts.get()
    assert (opening.kind, opening.number, opening.body_source) == ("opening", 1, "Is it here?")
    assert "<p>" in opening.body_html
    assert Follow.objects.filter(topic=topic, member=village.members["mei"]).exists()
    assert Tag.objects.get(name="spring").topic_count == 1
    line = told("forum.topic_opened").get()
    assert (line.object_id, line.space_id, line.audience) == (topic_id, village.forum.pk, "public")
    assert line.actor_key == village.members["mei"].actor_key


def test_strangers_and_visitors_open_nothing(village):
    for name, refusal in (("", SignInRequired), ("zhu", JoinRequired)):
        with pytest.raises(refusal):
            actions.open_topic(village.viewer(name), village.forum.pk, "Hello", body="Hi")
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("x", "text", "forum.title_short"),
        ("x" * 201, "text", "forum.title_long"),
        ("fine", "   ", "forum.empty"),
        ("fine", "x" * 40_001, "forum.too_long"),
    ],
)
def test_a_topic_of_the_wrong_size_is_refused_with_the_field_to_mend(village, title, body, code):
    with pytest.raises(Invalid) as refused:
        actions.open_topic(village.viewer("mei"), village.forum.pk, title, body=body)
    assert refused.value.code == code
    assert refused.value.fields
    assert not Topic.objects.exists()


def test_tags_have_limits(village):
    mei = village.viewer("mei")
    for tags, code in ((list("abcdef"), "forum.too_many_tags"), (["x" * 31], "forum.tag_long")):
        with pytest.raises(Invalid) as refused:
            actions.open_topic(mei, village.forum.pk, "fine", body="text", tags=tags)
        assert refused.value.code == code
    assert not Topic.objects.exists()


def test_a_plain_topic_does_not_fit_into_a_questions_space(village):
    with pytest.raises(Refusal) as refused:
        actions.open_topic(village.viewer("mei"), village.questions.pk, "Hello", body="Hi")
    assert refused.value.code == "forum.wrong_space"
    with pytest.raises(Missing):
        actions.open_topic(village.viewer("mei"), 999_999, "Hello", body="Hi")


def test_replies_are_numbered_and_counted(village, topic_id):
    jun = village.viewer("jun")
    first = actions.post_reply(jun, topic_id, "Not yet")
    actions.post_comment(village.viewer("mei"), first, "Pity")
    actions.post_reply(village.viewer("wei"), topic_id, "Soon")
    assert list(Post.objects.order_by("number").values_list("number", "kind")) == [
        (1, "opening"),
        (2, "reply"),
        (3, "comment"),
        (4, "reply"),
    ]
    topic = Topic.objects.get()
    assert (topic.reply_count, topic.last_poster_id) == (2, village.members["wei"].pk)
    line = told("forum.reply_posted").first()
    assert (line.object_id, line.root_id, line.root_type) == (first, topic_id, "forum.topic")
    assert line.about_actor == village.members["mei"].actor_key
    comment = told("forum.comment_posted").get()
    assert comment.about_actor == village.members["jun"].actor_key
    assert comment.target_id == first
    assert Follow.objects.filter(topic=topic, member=village.members["jun"]).exists()


def test_whoever_answers_themselves_concerns_nobody(village, topic_id):
    actions.post_reply(village.viewer("mei"), topic_id, "Found it")
    assert told("forum.reply_posted").get().about_actor is None


def test_comments_stay_one_level_deep_and_short(village, topic_id):
    jun = village.viewer("jun")
    opening = Post.objects.get()
    comment = actions.post_comment(jun, opening.pk, "Nice")
    with pytest.raises(Refusal) as refused:
        actions.post_comment(jun, comment, "Deeper")
    assert refused.value.code == "forum.no_comments_on_comments"
    with pytest.raises(Invalid):
        actions.post_comment(jun, opening.pk, "x" * 2001)
    assert Post.objects.count() == 2


def test_a_mention_is_kept_by_id_and_only_members_are_mentioned(village):
    actions.open_topic(
        village.viewer("mei"), village.forum.pk, "Call", body="@jun and @zhu and @nobody, come"
    )
    assert [row.member_id for row in Mention.objects.all()] == [village.members["jun"].pk]
    assert "@jun" not in Post.objects.get().body_source


def test_a_form_sent_twice_posts_once(village, topic_id):
    jun = village.viewer("jun")
    sent = [
        actions.submit_once(jun, "t1", lambda: actions.post_reply(jun, topic_id, "Once"))
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert Post.objects.filter(kind="reply").count() == 1
    with pytest.raises(Invalid):
        actions.submit_once(jun, "t2", lambda: actions.post_reply(jun, topic_id, ""))
    actions.submit_once(jun, "t2", lambda: actions.post_reply(jun, topic_id, "Mended"))
    actions.submit_once(jun, "", lambda: actions.post_reply(jun, topic_id, "No token"))
    assert Post.objects.filter(kind="reply").count() == 3
    with clock.at(clock.now() + timedelta(days=8)):
        assert actions.forget_submissions() == 2


def test_signs_are_given_once_each_and_taken_back(village, topic_id):
    jun, opening = village.viewer("jun"), Post.objects.get().pk
    actions.react(jun, opening, "like")
    actions.react(jun, opening, "thanks")
    for member, sign, code in (
        ("jun", "like", "forum.reacted"),
        ("jun", "rocket", "forum.unknown_sign"),
        ("mei", "like", "forum.own_post"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.react(village.viewer(member), opening, sign)
        assert refused.value.code == code
    actions.withdraw_reaction(jun, opening, "like")
    with pytest.raises(Refusal):
        actions.withdraw_reaction(jun, opening, "like")
    assert Reaction.objects.get().sign == "thanks"
    assert told("forum.reaction_given").first().facts == {"sign": "like"}


def test_following_is_once(village, topic_id):
    jun = village.viewer("jun")
    actions.follow_topic(jun, topic_id)
    with pytest.raises(Refusal):
        actions.follow_topic(jun, topic_id)
    actions.unfollow_topic(jun, topic_id)
    with pytest.raises(Refusal):
        actions.unfollow_topic(jun, topic_id)


def test_reading_marks_only_move_forward_and_tell_nobody(village, topic_id):
    jun = village.viewer("jun")
    actions.post_reply(village.viewer("wei"), topic_id, "Yes")
    before = StreamLine.objects.count()
    for number, kept in ((1, 1), (99, 2), (1, 2), (-5, 2)):
        actions.mark_read(jun, topic_id, number)
        mark = ReadMark.objects.get(member=village.members["jun"])
        assert mark.post_number == kept
    assert StreamLine.objects.count() == before


def test_a_draft_is_kept_and_gone_once_posted(village, topic_id):
    jun = village.viewer("jun")
    actions.keep_draft(jun, f"topic:{topic_id}", "Half a tho")
    actions.keep_draft(jun, f"topic:{topic_id}", "Half a thought")
    assert Draft.objects.get().body_source == "Half a thought"
    actions.post_reply(jun, topic_id, "A whole thought")
    assert not Draft.objects.exists()
    actions.keep_draft(jun, f"space:{village.forum.pk}", "", title="Hm")
    actions.keep_draft(jun, f"space:{village.forum.pk}", "", title="")
    assert not Draft.objects.exists()
    opening = Post.objects.get(number=1).pk
    actions.keep_draft(jun, f"post:{opening}", "x")
    actions.drop_draft(jun, f"post:{opening}")
    assert not Draft.objects.exists()
    for place in ("nowhere", "space:999999", "post:x"):
        with pytest.raises(Invalid):
            actions.keep_draft(jun, place, "x")
    with pytest.raises(Invalid):
        actions.keep_draft(jun, f"topic:{topic_id}", "x" * 40_001)
    with pytest.raises(Missing):
        actions.keep_draft(jun, "topic:999999", "x")


def test_nothing_is_written_in_an_archived_community(village, topic_id, setting_up):
    village.community.state = "archived"
    village.community.save()
    opening = Post.objects.get().pk
    jun = village.viewer("jun")
    for write in (
        lambda: actions.open_topic(jun, village.forum.pk, "Hello", body="Hi"),
        lambda: actions.post_reply(jun, topic_id, "Hi"),
        lambda: actions.post_comment(jun, opening, "Hi"),
        lambda: actions.react(jun, opening, "like"),
    ):
        with pytest.raises(Refusal) as refused:
            write()
        assert refused.value.code == "forum.archived"
    assert Post.objects.count() == 1


def test_a_member_of_another_community_finds_no_members_topic(village):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Quiet", body="Shh")
    for viewer in (village.viewer("zhu"), village.viewer("zhu", community="coffee")):
        with pytest.raises((Missing, JoinRequired)):
            actions.post_reply(viewer, quiet, "Let me in")
    assert Post.objects.count() == 1
