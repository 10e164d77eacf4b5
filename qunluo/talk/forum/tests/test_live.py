"""Who may hear a topic, and what is said there."""

import pytest

from qunluo.kernel import bus
from qunluo.kernel.live.topics import may_hear
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import actions as communities
from qunluo.people.members import queries as members
from qunluo.talk.forum import actions, queries


def outside(village, name):
    """A viewer as the hub knows them: signed in, standing in no community."""
    return members.viewer_of(village.members[name]) if name else Viewer()


@pytest.fixture
def told():
    heard = []
    leave = bus.subscribe("live", heard.append)
    yield heard
    leave()


def test_whoever_may_read_a_topic_may_hear_it(village, topic_id):
    for name in ("", "zhu", "mei", "lan"):
        assert may_hear(outside(village, name), f"topic:{topic_id}"), name
    assert not may_hear(outside(village, "mei"), "topic:999999")
    assert not may_hear(outside(village, "mei"), "topic:x")


def test_a_topic_for_members_is_heard_by_members_only(village):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Inside", body="Hush")
    heard = [
        n for n in ("", "zhu", "jun", "lan") if may_hear(outside(village, n), f"topic:{quiet}")
    ]
    assert heard == ["jun", "lan"]
    communities.leave(village.viewer("jun"))
    assert not may_hear(outside(village, "jun"), f"topic:{quiet}")


def test_a_removed_topic_is_heard_no_more(village, topic_id):
    opening = queries.topic_sheet(village.viewer("mei"), topic_id).opening.id
    actions.remove_post(village.viewer("mei"), opening)
    assert not may_hear(outside(village, "lan"), f"topic:{topic_id}")


def test_a_reply_is_told_by_number_without_its_words(
    village, topic_id, told, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.post_reply(village.viewer("jun"), topic_id, "Not for the wire")
    (message,) = [one for one in told if one["topic"] == f"topic:{topic_id}"]
    assert message["payload"] == {"number": 2, "kind": "reply"}
