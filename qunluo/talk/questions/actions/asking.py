"""Ask and answer: forum's building blocks, telling their own activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.questions.activities import AnswerGiven, QuestionAsked
from qunluo.talk.questions.models import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer


@action
def ask(author: Viewer, space_id: int, title: str, *, body: str, tags: Sequence[str] = ()) -> int:
    """Ask a question in a questions space; returns the topic's id. Refuses like `open_topic`."""
    topic_id = forum.open_topic(
        author, space_id, title, body=body, tags=tags, telling=QuestionAsked
    )
    topic = topics.topic_for(author, topic_id)
    Question.objects.create(topic=topic, community_id=topic.community_id)
    return topic_id


@action
def answer(author: Viewer, topic_id: int, body: str) -> int:
    """Answer a question; returns the post's id.

    Refuses like `post_reply`, and with `questions.not_a_question`.
    """
    if topics.topic_for(author, topic_id).kind != "question":
        raise Refusal("questions.not_a_question", _("This is not a question. Reply to it instead."))
    post_id = forum.post_reply(author, topic_id, body, telling=AnswerGiven)
    if topics.post_for(author, post_id).removed_at is None:
        note_answer(topic_id)
    return post_id


@action
def see_answer(_system: Viewer, topic_id: int) -> None:
    """A first answer that had waited for review is there; again is nothing new."""
    note_answer(topic_id)


def note_answer(topic_id: int) -> None:
    Question.objects.filter(topic=topic_id, answered_at=None).update(answered_at=clock.now())
