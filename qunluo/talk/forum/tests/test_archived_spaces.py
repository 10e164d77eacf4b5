"""An archived space stays readable for those who may read it; nothing new is written there."""

from __future__ import annotations

import pytest

from qunluo.kernel.refusal import Missing, Refusal
from qunluo.people.communities import actions as communities
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Post, Reaction, Topic


@pytest.fixture
def archived(village, topic_id):
    communities.archive_space(village.viewer("lan"), village.forum.pk)
    return topic_id


def test_its_topics_are_read_by_who_could_read_them_before(as_member, archived):
    for name in ("", "zhu", "mei", "lan"):
        page = as_member(name).get(f"/c/tea/forum/topics/{archived}-first-flush/?lang=en")
        assert page.status_code == 200, name
        text = page.content.decode()
        assert "This space is archived" in text
        assert 'id="reply-text"' not in text
        space = as_member(name).get("/c/tea/forum/spaces/square/?lang=en")
        assert space.status_code == 200
        assert "First flush" in space.content.decode()
        assert "/new/" not in space.content.decode()


def test_it_leaves_the_menus_and_the_lists_of_everything(as_member, village, archived):
    card = as_member("mei").get("/c/tea/?lang=en").content.decode()
    assert "Archived, to be read:" in card
    assert "First flush" not in as_member("mei").get("/c/tea/forum/").content.decode()
    assert as_member("mei").get("/c/tea/forum/spaces/square/new/").status_code == 404


def test_a_space_for_members_stays_closed_to_others(village, as_member):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Inside", body="Hush")
    communities.archive_space(village.viewer("lan"), village.quiet.pk)
    assert as_member("jun").get(f"/c/tea/forum/topics/{quiet}-inside/").status_code == 200
    for name in ("", "zhu"):
        assert as_member(name).get(f"/c/tea/forum/topics/{quiet}-inside/").status_code == 404
        assert as_member(name).get("/c/tea/forum/spaces/quiet/").status_code == 404


def test_nothing_is_written_there(village, archived):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    opening = queries.topic_sheet(mei, archived).opening.id
    for act in (
        lambda: actions.post_reply(jun, archived, "More"),
        lambda: actions.post_comment(jun, opening, "More"),
        lambda: actions.react(jun, opening, "like"),
        lambda: actions.edit_post(mei, opening, 0, wording=actions.Wording("Other")),
        lambda: actions.pin_topic(village.viewer("lan"), archived),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "forum.space_archived"
    with pytest.raises(Missing):
        actions.open_topic(mei, village.forum.pk, "Another", body="Words")
    assert (Post.objects.count(), Topic.objects.count(), Reaction.objects.count()) == (1, 1, 0)


def test_opened_again_it_is_written_in_as_before(village, archived):
    communities.reopen_space(village.viewer("lan"), village.forum.pk)
    assert actions.post_reply(village.viewer("jun"), archived, "More")
