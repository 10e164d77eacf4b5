"""A post drawn for one reader is kept for the next: what differs between them must be in the key."""

from __future__ import annotations

import re

import pytest

from qunluo.kernel.web.fragments import fragments
from qunluo.talk.forum import actions
from qunluo.talk.forum.models import Post, Topic

READERS = ("", "zhu", "jun", "mei", "bo", "wei", "lan")
TOKENS = re.compile(r'(name="(?:csrfmiddlewaretoken|token)" value=")[^"]+')


def seen(post_id):
    return Post.objects.get(pk=post_id).revision_count


@pytest.fixture
def busy(village, topic_id):
    """Mei's topic with an edited reply, a comment, signs, a bookmark, a removed and a held post."""
    mei, jun, lan = (village.viewer(name) for name in ("mei", "jun", "lan"))
    reply = actions.post_reply(jun, topic_id, "Two minutes are enough")
    actions.post_comment(mei, reply, "Even for the second?")
    actions.edit_post(
        jun, reply, seen(reply), wording=actions.Wording("Two minutes are enough, mostly")
    )
    actions.react(mei, reply, "like")
    actions.keep_bookmark(jun, reply)
    gone = actions.post_reply(jun, topic_id, "Something off the point")
    actions.remove_post(lan, gone, reason="moderation", note="off the point")
    return f"/c/tea/forum/topics/{topic_id}-{Topic.objects.get(pk=topic_id).slug}/"


def page_for(as_member, who, address, language):
    body = as_member(who).get(address, headers={"accept-language": language}).content.decode()
    return TOKENS.sub(r"\1…", body)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_kept_pieces_show_every_reader_what_fresh_ones_do(as_member, busy, language):
    fresh = {}
    for who in READERS:
        fragments.clear()
        fresh[who] = page_for(as_member, who, busy, language)
    for who in (*READERS, *reversed(READERS)):
        assert page_for(as_member, who, busy, language) == fresh[who], who


def test_a_kept_post_follows_what_happens_to_it(village, as_member, busy):
    reply = Post.objects.get(kind="reply", removed_at=None).pk
    assert 'aria-pressed="true"' in page_for(as_member, "mei", busy, "en")
    actions.withdraw_reaction(village.viewer("mei"), reply, "like")
    assert 'aria-pressed="true"' not in page_for(as_member, "mei", busy, "en")
    actions.edit_post(
        village.viewer("jun"), reply, seen(reply), wording=actions.Wording("Three minutes")
    )
    assert "Three minutes" in page_for(as_member, "jun", busy, "en")
