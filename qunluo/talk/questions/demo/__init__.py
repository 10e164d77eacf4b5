"""The demo's questions: asked, answered by the helpful few, voted on, sometimes accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import lives
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions import actions
from qunluo.talk.questions.demo.texts import ANSWERS, COMMENTS, PLACES, QUESTIONS, TEAS, VESSELS

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

OPEN_AT_MOST = 60
ACCEPTING = 0.55
SKILLED = 0.3


@lives(order=50)
def a_day_of_questions(town: Town) -> None:
    """Some ask; those with skill look through what is open; askers come back and accept."""
    if town.is_on("outage"):
        return
    present = [folk for folk in town.present() if town.rng.random() < folk.zeal]
    for _ in range(town.times(town.size.questions)):
        if present:
            _ask(town, town.rng.choice(present))
    for folk in present:
        _help(town, folk)
    del town.open_questions[:-OPEN_AT_MOST]


def _ask(town: Town, asker: Folk) -> None:
    title, body, tags = town.rng.choice(QUESTIONS)
    said = {
        "tea": town.rng.choice(TEAS),
        "vessel": town.rng.choice(VESSELS),
        "place": town.rng.choice(PLACES),
    }
    moment = town.moment()
    with clock.at(moment):
        topic_id = actions.ask(
            asker.viewer,
            town.spaces["help"],
            title.format(**said),
            body=body.format(**said),
            tags=tags,
        )
    town.open_questions.append((topic_id, moment, asker))


def _help(town: Town, helper: Folk) -> None:
    is_away = town.is_on("drought") and helper.skill > SKILLED
    if is_away or not town.open_questions or town.rng.random() > helper.skill:
        return
    position = town.rng.randrange(len(town.open_questions))
    topic_id, asked_at, asker = town.open_questions[position]
    if asker is helper:
        return
    pause = timedelta(minutes=town.rng.randrange(4, 180))
    moment = max(town.moment(), asked_at + pause)
    with clock.at(moment):
        post_id = actions.answer(helper.viewer, topic_id, town.rng.choice(ANSWERS))
    is_happy = town.rng.random() < ACCEPTING
    with clock.at(moment + pause):
        _thank(town, asker, helper, post_id, is_happy=is_happy)
    if is_happy:
        town.open_questions.pop(position)


def _thank(town: Town, asker: Folk, helper: Folk, post_id: int, *, is_happy: bool) -> None:
    present = town.present()
    if asker in present and is_happy:
        actions.accept_answer(asker.viewer, post_id)
    if asker in present and town.rng.random() < asker.wordiness:
        forum.post_comment(asker.viewer, post_id, town.rng.choice(COMMENTS))
    voters = [folk for folk in present if folk is not helper]
    for voter in town.rng.sample(voters, min(4, len(voters))):
        if town.rng.random() < voter.zeal:
            actions.cast_vote(voter.viewer, post_id, 1)
