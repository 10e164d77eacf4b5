"""A topic that asks becomes a question, and a question that talks becomes a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Min

from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions.activities import MadeQuestion, MadeTopic
from qunluo.talk.questions.models import Question

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def make_question(actor: Viewer, topic_id: int, space_id: int) -> None:
    """Replies become answers; votes cast before a change back count again.

    Needs `forum.move`. Refuses like `forum.change_kind`.
    """
    topic, left = forum.change_kind(actor, topic_id, "question", space_id=space_id)
    answers = topic.posts.filter(kind="reply", removed_at=None)
    first = answers.aggregate(first=Min("posted_at"))["first"]
    Question.objects.create(topic=topic, community_id=topic.community_id, answered_at=first)
    record(MadeQuestion(**forum.of_topic(actor, topic), from_space_id=left))


@action
def make_topic(actor: Viewer, topic_id: int, space_id: int) -> None:
    """Answers become replies, none of them accepted. Needs `forum.move`; refuses likewise."""
    topic, left = forum.change_kind(actor, topic_id, "topic", space_id=space_id)
    Question.objects.filter(topic=topic).delete()
    record(MadeTopic(**forum.of_topic(actor, topic), from_space_id=left))
