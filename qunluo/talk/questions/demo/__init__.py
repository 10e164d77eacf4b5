"""The demo's questions: asked, answered by the helpful few, voted on, sometimes accepted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import Thread, lives
from qunluo.kernel.demo.words import filled
from qunluo.people.members import queries as people
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries
from qunluo.talk.questions import actions
from qunluo.talk.questions.demo import english, texts

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

OPEN_AT_MOST = 60
# One question in twelve is too hard for the town and stays open.
HARD = 1 / 12
ACCEPTING = 0.45
SKILLED = 0.3
EXPERTS_ON = 7
EXPERT_TAGS = (("新手", "选购", "健康"), ("beginners", "buying", "health"))


@lives(order=50)
def a_day_of_questions(town: Town) -> None:
    """Some ask; those with skill look through what is open; askers come back and accept."""
    if town.is_on("outage"):
        return
    present = [folk for folk in town.present() if town.rng.random() < folk.zeal]
    for _ in range(town.times(town.size.questions)):
        if present:
            _ask(town, town.rng.choice(present))
    if town.day == EXPERTS_ON:
        _mark_experts(town)
    for folk in present:
        _help(town, folk)
    del town.open_questions[:-OPEN_AT_MOST]


def _mark_experts(town: Town) -> None:
    """The keeper asks two of the skilled to look after what newcomers ask."""
    skilled = sorted(town.present(), key=lambda folk: -folk.skill)[:2]
    names = people.persons([folk.viewer.member_id for folk in skilled])
    noon = datetime.combine(town.on_the_day(), time(4), UTC)
    with clock.at(noon):
        for person in names.values():
            actions.mark_expert(town.folks[0].viewer, person.handle, town.speaks(*EXPERT_TAGS))


def _ask(town: Town, asker: Folk) -> None:
    title, body, tags, answers = town.rng.choice(town.speaks(texts.QUESTIONS, english.QUESTIONS))
    said = filled(town.rng, month=town.on_the_day().month, language=town.language)
    moment = town.moment()
    with clock.at(moment):
        topic_id = actions.ask(
            asker.viewer,
            town.spaces["help"],
            title.format(**said),
            body=body.format(**said),
            tags=tags,
        )
    _vote(town, asker, queries.opening_ids([topic_id])[topic_id], moment + timedelta(minutes=2))
    to_be_said = [answer.format(**said) for answer in answers]
    town.rng.shuffle(to_be_said)
    if town.rng.random() > HARD:
        town.open_questions.append(Thread(topic_id, moment, asker, to_be_said))


def _help(town: Town, helper: Folk) -> None:
    is_away = town.is_on("drought") and helper.skill > SKILLED
    if is_away or not town.open_questions or town.rng.random() > helper.skill:
        return
    position = town.rng.randrange(len(town.open_questions))
    thread = town.open_questions[position]
    if thread.author is helper:
        return
    pause = timedelta(minutes=town.rng.randrange(4, 180))
    moment = max(town.moment(), thread.begun_at + pause)
    with clock.at(moment):
        post_id = actions.answer(helper.viewer, thread.topic_id, thread.to_be_said.pop())
    is_happy = town.rng.random() < ACCEPTING
    with clock.at(moment + pause):
        _thank(town, thread, post_id, is_happy=is_happy)
    _vote(town, helper, post_id, moment + pause)
    if is_happy or not thread.to_be_said:
        town.open_questions.pop(position)


def _thank(town: Town, thread: Thread, post_id: int, *, is_happy: bool) -> None:
    asker = thread.author
    if asker not in town.present():
        return
    if is_happy:
        actions.accept_answer(asker.viewer, post_id)
    if town.rng.random() < asker.wordiness:
        thanks = town.speaks(texts.THANKS, english.THANKS)
        comments = town.speaks(texts.COMMENTS, english.COMMENTS)
        words = thanks if is_happy else town.rng.choice(comments)
        forum.post_comment(asker.viewer, post_id, words)


def _vote(town: Town, author: Folk, post_id: int, moment: datetime) -> None:
    """Up to four others who are around vote for it, within the hour."""
    voters = [folk for folk in town.present() if folk is not author]
    with clock.at(moment):
        for voter in town.rng.sample(voters, min(4, len(voters))):
            if town.rng.random() < voter.zeal:
                actions.cast_vote(voter.viewer, post_id, 1)
