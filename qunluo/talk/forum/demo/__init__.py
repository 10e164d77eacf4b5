"""The demo's square: topics opened, replies given, reactions, a pin now and then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.talk.forum import actions
from qunluo.talk.forum.demo.texts import REPLIES, TOPICS
from qunluo.talk.forum.rules import SIGNS

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

RECENT = 12


@lives(order=40)
def a_day_in_the_square(town: Town) -> None:
    """Some open a topic, others reply to recent ones; twice as much at the festival."""
    if town.is_on("outage"):
        return
    present = [folk for folk in town.present() if town.rng.random() < folk.zeal]
    feast = 2.0 if town.is_on("festival") else 1.0
    for _ in range(town.times(town.size.topics * feast)):
        if present:
            _open(town, town.rng.choice(present))
    for folk in present:
        if town.topics and town.rng.random() < folk.wordiness * feast:
            _reply(town, folk)
    del town.topics[:-RECENT]


def _open(town: Town, author: Folk) -> None:
    title, body, tags = town.rng.choice(TOPICS)
    moment = town.moment()
    with clock.at(moment):
        topic_id = actions.open_topic(
            author.viewer, town.spaces["square"], title, body=body, tags=tags
        )
    town.topics.append((topic_id, moment))


def _reply(town: Town, author: Folk) -> None:
    topic_id, opened_at = town.rng.choice(town.topics)
    moment = max(town.moment(), opened_at + timedelta(minutes=town.rng.randrange(3, 90)))
    with clock.at(moment):
        post_id = actions.post_reply(author.viewer, topic_id, town.rng.choice(REPLIES))
    others = [folk for folk in town.present() if folk is not author]
    with clock.at(moment + timedelta(minutes=9)):
        for admirer in town.rng.sample(others, min(3, len(others))):
            if town.rng.random() < admirer.zeal * 0.6:
                actions.react(admirer.viewer, post_id, town.rng.choice(sorted(SIGNS)))
