"""Whoever is shut out of a private community finds it nowhere any more, from the same moment."""

from __future__ import annotations

import pytest

import qunluo.site.live  # noqa: F401 - registers who hears of a community
from qunluo.kernel import search
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.queries import may_read
from qunluo.kernel.live.topics import may_hear
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.members.queries import viewer_of
from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import Penalty
from qunluo.people.notices.actions.sending import send_digest
from qunluo.talk.articles import actions as articles
from qunluo.talk.chat import actions as chat
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(village, setting_up):
    """A private community with a topic mei follows, a room, and a feed of hers."""
    village.community.access = "private"
    village.community.save()
    mei = village.viewer("mei")
    topic = forum.open_topic(mei, village.forum.pk, "Gunpowder tea", body="Rolled leaves.")
    room = chat.open_room(village.viewer("lan"), chat.Setup("Tea room"))
    key = articles.make_feed_key(mei)
    forum.post_reply(village.viewer("jun"), topic, "Rolled by hand.")
    deliver_all()
    return {"topic": topic, "room": room, "key": key}


@pytest.mark.parametrize(("kind", "days"), [("suspend", 2), ("ban", None)])
def test_nothing_of_a_private_community_reaches_whom_it_shut_out(
    village, place, as_member, kind, days, mailoutbox
):
    base = viewer_of(village.members["mei"])
    heard = [f"topic:{place['topic']}", f"chat:{place['room']}", "community:tea"]
    page = topics.topic_address("tea", place["topic"], "")
    asked = f"/api/v1/communities/tea/forum/topics/{place['topic']}"
    feed = f"/feeds/tea/rss/?key={place['key']}"
    browser = as_member("mei")
    assert all(may_hear(base, one) for one in heard)
    assert browser.get(asked).status_code == 200
    assert browser.get(feed).status_code == 200
    assert search.find(village.viewer("mei"), "Gunpowder")

    actions.sanction(village.viewer("an"), base.member_id, Penalty(kind, "Rude", days))

    assert not any(may_hear(base, one) for one in heard)
    assert browser.get(page, follow=True).status_code in {403, 404}
    assert browser.get(asked).status_code in {403, 404}
    assert as_member("mei").get(feed).status_code in {403, 404}
    outside = village.viewer("mei")
    assert not search.find(outside, "Gunpowder")
    file = StoredFile(access="members", community_id=village.community.pk, owner_key="another")
    assert not may_read(outside, file)
    send_digest(base.member_id)
    assert not [one for one in mailoutbox if "Gunpowder" in one.body]


def test_a_muted_member_hears_and_reads_on_but_says_nothing(village, place, as_member):
    base = viewer_of(village.members["mei"])
    actions.sanction(village.viewer("an"), base.member_id, Penalty("mute", "Rude", 2))
    assert may_hear(base, f"chat:{place['room']}")
    sent = {"body": "Hello"}
    for where in (f"chat/rooms/{place['room']}/messages", f"forum/topics/{place['topic']}/posts"):
        answer = as_member("mei").post(
            f"/api/v1/communities/tea/{where}",
            sent,
            content_type="application/json",
            headers={"Idempotency-Key": "said-once"},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "communities.muted")
