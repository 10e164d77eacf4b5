from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qunluo.kernel import clock
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.notices.models import Bundle, Notice
from qunluo.talk.forum import actions as forum

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Wednesday


class Talk:
    """Short ways to make people talk, and to look into their inboxes."""

    def __init__(self, village):
        self.village = village

    def viewer(self, name):
        return self.village.viewer(name)

    def opens(self, name, title="How to store puer?", body="Dry?", space=None):
        space = space or self.village.forum
        made = forum.open_topic(self.viewer(name), space.pk, title, body=body)
        deliver_all()
        return made

    def replies(self, name, topic, body="Dry and dark."):
        made = forum.post_reply(self.viewer(name), topic, body)
        deliver_all()
        return made

    def comments(self, name, post, body="How dark?"):
        made = forum.post_comment(self.viewer(name), post, body)
        deliver_all()
        return made

    def told(self, name):
        """Kinds of standing notices of one person, in the order they were made."""
        rows = Notice.objects.filter(member=self.village.members[name], hidden_at=None)
        return list(rows.order_by("pk").values_list("kind", flat=True))

    def unread(self, name):
        rows = Bundle.objects.filter(
            member=self.village.members[name], is_unread=True, hidden_at=None
        )
        return sum(rows.values_list("unread", flat=True))


@pytest.fixture
def talk(village):
    return Talk(village)


@pytest.fixture
def noon():
    with clock.at(NOON):
        yield NOON
