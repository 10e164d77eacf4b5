from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum import actions
from qunluo.talk.forum.models import (
    Post,
    Revision,
    Tag,
    Topic,
)


def told(name):
    return StreamLine.objects.filter(name=name)


def test_a_closed_topic_takes_no_replies_but_the_last_word_of_staff(village, topic_id):
    actions.close_topic(village.viewer("wei"), topic_id, "Settled  \n now")
    assert Topic.objects.get().closed_reason == "Settled now"
    for say in (
        lambda: actions.post_reply(village.viewer("jun"), topic_id, "But"),
        lambda: actions.post_comment(village.viewer("jun"), Post.objects.get(number=1).pk, "But"),
    ):
        with pytest.raises(Refusal) as refused:
            say()
        assert refused.value.code == "forum.topic_closed"
    assert Post.objects.count() == 1
    actions.post_reply(village.viewer("an"), topic_id, "Thanks all")
    with pytest.raises(Refusal):
        actions.close_topic(village.viewer("wei"), topic_id)
    actions.reopen_topic(village.viewer("wei"), topic_id)
    actions.post_reply(village.viewer("jun"), topic_id, "Again")
    with pytest.raises(Refusal):
        actions.reopen_topic(village.viewer("wei"), topic_id)


def test_a_volunteer_of_one_space_acts_only_there(village, topic_id):
    bo = village.viewer("bo")
    elsewhere = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Quiet", body="Shh")
    actions.pin_topic(bo, topic_id)
    actions.close_topic(bo, topic_id)
    for act in (actions.pin_topic, actions.close_topic, actions.unpin_topic, actions.reopen_topic):
        with pytest.raises(Forbidden):
            act(bo, elsewhere)
    with pytest.raises(Forbidden):
        actions.move_topic(bo, topic_id, village.quiet.pk)
    with pytest.raises(Forbidden):
        actions.remove_post(bo, Post.objects.get(topic=elsewhere).pk, reason="spam")
    quiet = Topic.objects.get(pk=elsewhere)
    assert quiet.pinned_at is None
    assert quiet.closed_at is None
    assert quiet.removed_at is None


def test_pinning_has_an_end(village, topic_id):
    wei = village.viewer("wei")
    with pytest.raises(Invalid):
        actions.pin_topic(wei, topic_id, until=clock.now() - timedelta(hours=1))
    actions.pin_topic(wei, topic_id, until=clock.now() + timedelta(hours=1))
    assert Topic.objects.get().pinned_until is not None
    actions.unpin_topic(wei, topic_id)
    assert Topic.objects.get().pinned_at is None
    with pytest.raises(Refusal):
        actions.unpin_topic(wei, topic_id)


def test_moving_a_topic_changes_who_may_hear_of_it(village, topic_id):
    an = village.viewer("an")
    actions.move_topic(an, topic_id, village.quiet.pk)
    line = told("forum.topic_moved").get()
    assert (line.space_id, line.audience) == (village.quiet.pk, "members")
    assert line.facts == {"from_space_id": village.forum.pk}
    for space, code in (
        (village.questions.pk, "forum.wrong_space"),
        (village.quiet.pk, "forum.already_there"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.move_topic(an, topic_id, space)
        assert refused.value.code == code
    with pytest.raises(Missing):
        actions.move_topic(an, topic_id, 999_999)


def test_topics_are_linked_once_and_never_to_themselves(village, topic_id):
    mei = village.viewer("mei")
    other = actions.open_topic(mei, village.forum.pk, "Second flush", body="And now?")
    actions.link_topics(mei, topic_id, other)
    assert told("forum.topic_linked").get().target_id == other
    for args, code in (
        ((topic_id, other), "forum.linked_already"),
        ((topic_id, topic_id), "forum.linked_to_itself"),
        ((topic_id, other, "friend"), "forum.link_kind"),
        ((topic_id, other, "duplicate"), "not_permitted"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.link_topics(mei, *args)
        assert refused.value.code == code


def test_editing_keeps_every_state(village, topic_id):
    mei = village.viewer("mei")
    opening = Post.objects.get()
    actions.edit_post(
        mei,
        opening.pk,
        0,
        wording=actions.Wording("It is here", title="First flush 2026", tags=["autumn"]),
        reason="news",
    )
    topic, opening = Topic.objects.get(), Post.objects.get()
    assert (topic.title, opening.body_source, opening.revision_count) == (
        "First flush 2026",
        "It is here",
        1,
    )
    states = Revision.objects.order_by("number").values_list(
        "number", "title", "body_source", "tags"
    )
    assert list(states) == [
        (1, "First flush", "Is it here?", ["spring"]),
        (2, "First flush 2026", "It is here", ["autumn"]),
    ]
    counts = dict(Tag.objects.values_list("name", "topic_count"))
    assert counts == {"spring": 0, "autumn": 1}
    assert told("forum.post_edited").get().facts == {"is_own": True}


def test_an_edit_that_came_too_late_changes_nothing(village, topic_id):
    mei, wei = village.viewer("mei"), village.viewer("wei")
    opening = Post.objects.get()
    actions.edit_post(wei, opening.pk, 0, wording=actions.Wording("Wei's words"))
    with pytest.raises(Refusal) as refused:
        actions.edit_post(mei, opening.pk, 0, wording=actions.Wording("Mei's words"))
    assert refused.value.code == "forum.edited_meanwhile"
    assert Post.objects.get().body_source == "Wei's words"
    assert Revision.objects.count() == 2


def test_an_edit_that_came_too_late_shows_both_texts_and_can_be_sent_again(
    village, topic_id, as_member
):
    opening = Post.objects.get()
    address = f"/c/tea/forum/posts/{opening.pk}/edit/"
    wei = village.viewer("wei")
    actions.edit_post(wei, opening.pk, 0, wording=actions.Wording("Weis Wort", "Weis Titel"))
    mei = as_member("mei")
    sent = {"body": "Meine Worte", "title": "Mein Titel", "tags": "spring", "seen": "0"}
    late = mei.post(address, sent)
    shown = late.content.decode()
    assert late.status_code == 409
    assert "<del>Weis Wort</del><ins>Meine Worte</ins>" in shown
    assert "<del>Weis Titel</del> <ins>Mein Titel</ins>" in shown
    assert 'name="seen" value="1"' in shown
    assert Post.objects.get().body_source == "Weis Wort"
    assert mei.post(address, sent | {"seen": "1"}).status_code == 302
    assert Post.objects.get().body_source == "Meine Worte"


def test_a_draft_older_than_the_last_edit_says_so(village, topic_id, as_member):
    opening = Post.objects.get()
    with clock.at(clock.now() - timedelta(hours=1)):
        actions.keep_draft(village.viewer("mei"), f"post:{opening.pk}", "Half an edit")
    actions.edit_post(village.viewer("wei"), opening.pk, 0, wording=actions.Wording("Weis Wort"))
    mei = as_member("mei")
    address = f"/c/tea/forum/posts/{opening.pk}/edit/"
    shown = mei.get(address).content.decode()
    assert "<del>Weis Wort</del><ins>Half an edit</ins>" in shown
    fresh = mei.get(f"{address}?present=1").content.decode()
    assert "Half an edit" not in fresh
    assert "Weis Wort" in fresh


def test_members_edit_only_their_own(village, topic_id):
    with pytest.raises(Forbidden) as refused:
        actions.edit_post(
            village.viewer("jun"), Post.objects.get().pk, 0, wording=actions.Wording("Mine")
        )
    assert refused.value.code == "forum.may_not_edit"
    assert Post.objects.get().body_source == "Is it here?"


def test_a_removed_reply_leaves_a_tombstone_and_the_counts_follow(village, topic_id):
    jun = village.viewer("jun")
    reply = actions.post_reply(jun, topic_id, "Rubbish")
    actions.remove_post(jun, reply)
    topic = Topic.objects.get()
    assert (topic.reply_count, topic.last_poster_id) == (0, village.members["mei"].pk)
    assert topic.last_posted_at == topic.opened_at
    assert Post.objects.get(pk=reply).removed_reason == "author"
    with pytest.raises(Refusal):
        actions.remove_post(jun, reply)
    with pytest.raises(Refusal):
        actions.post_comment(village.viewer("mei"), reply, "Why?")
    actions.restore_post(jun, reply)
    assert Topic.objects.get().reply_count == 1
    with pytest.raises(Refusal):
        actions.restore_post(jun, reply)


def test_what_staff_removed_only_staff_restore(village, topic_id):
    jun, wei = village.viewer("jun"), village.viewer("wei")
    reply = actions.post_reply(jun, topic_id, "Buy now")
    with pytest.raises(Invalid):
        actions.remove_post(wei, reply)
    actions.remove_post(wei, reply, reason="spam", note="third time")
    assert told("forum.post_removed").get().facts == {
        "reason": "spam",
        "is_own": False,
        "post_kind": "reply",
    }
    with pytest.raises(Forbidden):
        actions.restore_post(jun, reply)
    actions.restore_post(wei, reply)
    assert Post.objects.get(pk=reply).removed_at is None


def test_an_author_takes_a_topic_back_only_while_nobody_replied(village, topic_id):
    mei = village.viewer("mei")
    opening = Post.objects.get().pk
    actions.remove_post(mei, opening)
    assert Topic.objects.get().removed_at is not None
    assert Tag.objects.get().topic_count == 0
    with pytest.raises(Refusal) as refused:
        actions.post_reply(village.viewer("jun"), topic_id, "Too late")
    assert refused.value.code == "forum.removed"
    actions.restore_post(mei, opening)
    actions.post_reply(village.viewer("jun"), topic_id, "In time")
    with pytest.raises(Forbidden):
        actions.remove_post(mei, opening)
    with pytest.raises(Forbidden):
        actions.remove_post(village.viewer("jun"), opening)
    assert Topic.objects.get().removed_at is None
