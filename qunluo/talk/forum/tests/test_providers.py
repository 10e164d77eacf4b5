from __future__ import annotations

import pytest

from qunluo.kernel.objects import kinds
from qunluo.kernel.purging import purge_community
from qunluo.kernel.refusal import Missing
from qunluo.kernel.web.slots import fill
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import actions
from qunluo.talk.forum.models import Draft, Follow, Post, Tag, Topic

TOPICS, POSTS = "forum.topic", "forum.post"


@pytest.fixture
def reply_id(village, topic_id):
    return actions.post_reply(village.viewer("jun"), topic_id, "Not yet, **@mei**")


def test_cards_are_for_those_who_may_read(village, topic_id, reply_id):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Whispers", body="Shh")
    card = kinds[TOPICS].cards(village.viewer(""), [topic_id, quiet])
    assert list(card) == [topic_id]
    assert card[topic_id].address == f"/c/tea/forum/topics/{topic_id}-first-flush/"
    assert set(kinds[TOPICS].cards(village.viewer("jun"), [topic_id, quiet])) == {topic_id, quiet}
    assert kinds[POSTS].cards(village.viewer(""), [reply_id])[reply_id].title == "First flush"
    actions.remove_post(village.viewer("jun"), reply_id)
    assert kinds[POSTS].cards(village.viewer(""), [reply_id]) == {}


def test_texts_say_who_may_find_them(village, topic_id, reply_id, setting_up):
    (text,) = kinds[TOPICS].texts([topic_id])
    assert (text.title, text.body, text.tags) == ("First flush", "Is it here?", ("spring",))
    assert text.audience == "public"
    assert text.author_key == village.members["mei"].actor_key
    opening = Post.objects.get(kind="opening").pk
    (text,) = kinds[POSTS].texts([reply_id, opening])
    assert (text.object_id, text.audience) == (reply_id, "public")
    actions.move_topic(village.viewer("an"), topic_id, village.quiet.pk)
    assert [text.audience for text in kinds[POSTS].texts([reply_id])] == ["members"]
    village.quiet.access = "private"
    village.quiet.save()
    assert [text.audience for text in kinds[TOPICS].texts([topic_id])] == ["space"]
    kinds[TOPICS].hide(village.viewer("an"), topic_id, reason="a reason of moderation")
    assert [text.audience for text in kinds[TOPICS].texts([topic_id])] == ["hidden"]
    assert [text.audience for text in kinds[POSTS].texts([reply_id])] == ["hidden"]


def test_everything_of_a_community_is_listed(village, topic_id, reply_id):
    assert list(kinds[TOPICS].all_ids(village.community.pk)) == [topic_id]
    assert list(kinds[POSTS].all_ids(village.community.pk)) == [reply_id]
    assert list(kinds[POSTS].all_ids(village.other.pk)) == []


def test_moderation_hides_and_restores(village, topic_id, reply_id):
    wei = village.viewer("wei")
    kinds[POSTS].hide(wei, reply_id, reason="spam")
    assert Post.objects.get(pk=reply_id).removed_reason == "spam"
    kinds[POSTS].restore(wei, reply_id)
    kinds[TOPICS].hide(wei, topic_id, reason="It names a neighbour")
    opening = Post.objects.get(kind="opening")
    assert (opening.removed_reason, opening.removed_note) == ("moderation", "It names a neighbour")
    kinds[TOPICS].restore(wei, topic_id)
    assert Topic.objects.get().removed_at is None
    with pytest.raises(Missing):
        kinds[TOPICS].hide(wei, 999_999, reason="spam")


def test_a_member_takes_a_copy_and_is_forgotten(village, topic_id, reply_id):
    jun = village.members["jun"]
    (own,) = kinds[POSTS].export(jun.pk)
    assert (own["topic"], own["text"]) == ("First flush", "Not yet, **@mei**")
    assert list(kinds[TOPICS].export(jun.pk)) == []
    assert [one["kind"] for one in kinds[TOPICS].export(village.members["mei"].pk)] == ["opening"]
    actions.keep_draft(village.viewer("jun"), f"topic:{topic_id}", "Half")
    for kind in (TOPICS, POSTS):
        kinds[kind].erase(jun.pk)
    assert not Draft.objects.exists()
    assert not Follow.objects.filter(member=jun).exists()
    assert Post.objects.filter(pk=reply_id).exists()


def test_a_purge_leaves_nothing_of_the_community(village, topic_id, reply_id):
    actions.post_comment(village.viewer("mei"), reply_id, "Hm")
    purge_community(village.community.pk)
    assert (Topic.objects.count(), Post.objects.count(), Tag.objects.count()) == (0, 0, 0)


def test_panels_show_what_the_viewer_may_read(village, topic_id, reply_id):
    actions.open_topic(village.viewer("mei"), village.quiet.pk, "Whispers", body="Shh")
    visitor, member = village.viewer(""), village.viewer("wei")
    for viewer, sees in ((visitor, False), (member, True)):
        if not viewer.is_member:  # members have their home's feed in its place
            card = communities.place(viewer)
            told = "".join(panel.html for panel in fill("community.card_panels", viewer, card))
            assert "First flush" in told
            assert "Whispers" not in told
        panels = fill("member.panels", viewer, village.members["mei"].pk)
        told = "".join(panel.html for panel in panels)
        assert ("Whispers" in told) is sees
    assert fill("member.panels", visitor, village.members["zhu"].pk) == []
