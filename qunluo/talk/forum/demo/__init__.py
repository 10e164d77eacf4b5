"""The demo's square: topics opened, replies given, reactions, a pin now and then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import Thread, lives
from qunluo.kernel.demo.words import filled
from qunluo.talk.forum import actions
from qunluo.talk.forum.demo import english, objections, texts, trouble
from qunluo.talk.forum.rules import SIGNS

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.demo import Folk, Town

__all__ = ["objections", "trouble"]

RECENT = 12
# Every so many topics and replies, without drawing lots: the town's year stays the one it was.
FEATURED, KEPT, SPLIT = 12, 10, 50
KEEPER = 0
KEPT_NOTES = ("周末照着试一次", "Try this at the weekend")
SPLIT_TITLES = ("从别处分出来：接着这个说", "Split off: more about this")


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
    title, body, tags, replies = town.rng.choice(town.speaks(texts.TOPICS, english.TOPICS))
    said = filled(town.rng, month=town.on_the_day().month, language=town.language)
    moment = town.moment()
    with clock.at(moment):
        topic_id = actions.open_topic(
            author.viewer,
            town.spaces["square"],
            title.format(**said),
            body=body.format(**said),
            tags=tags,
        )
    to_be_said = [reply.format(**said) for reply in replies]
    town.topics.append(Thread(topic_id, moment, author, to_be_said))
    if town.turn("topic") % FEATURED == 0:
        with clock.at(moment + timedelta(hours=20)):
            actions.feature_topic(town.folks[KEEPER].viewer, topic_id)


def _reply(town: Town, author: Folk) -> None:
    thread = town.rng.choice(town.topics)
    moment = max(town.moment(), thread.begun_at + timedelta(minutes=town.rng.randrange(3, 90)))
    replies = town.speaks(texts.REPLIES, english.REPLIES)
    words = thread.to_be_said.pop(0) if thread.to_be_said else town.rng.choice(replies)
    with clock.at(moment):
        post_id = actions.post_reply(author.viewer, thread.topic_id, words)
    others = [folk for folk in town.present() if folk is not author]
    with clock.at(moment + timedelta(minutes=9)):
        for admirer in town.rng.sample(others, min(3, len(others))):
            if town.rng.random() < admirer.zeal * 0.6:
                actions.react(admirer.viewer, post_id, town.rng.choice(sorted(SIGNS)))
        turn = town.turn("reply")
        if others and turn % KEPT == 0:
            keeper = others[turn % len(others)]
            actions.keep_bookmark(keeper.viewer, post_id, note=town.speaks(*KEPT_NOTES))
    if turn % SPLIT == 0:
        _split_off(town, thread, post_id, moment + timedelta(minutes=30))


def _split_off(town: Town, thread: Thread, post_id: int, moment: datetime) -> None:
    """Once in a while a reply is about something else and becomes a topic of its own."""
    with clock.at(moment):
        actions.split_topic(
            town.folks[KEEPER].viewer,
            thread.topic_id,
            [post_id],
            title=town.speaks(*SPLIT_TITLES),
            space_id=town.spaces["square"],
        )
