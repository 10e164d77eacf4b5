"""Delete a community's questions and votes when it is purged, and mend what removals leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Min

from qunluo.kernel.action import action
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions.models import Expert, ExpertCall, Question, Vote

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def purge_questions(_actor: Viewer, community_id: int) -> None:
    """The purge itself is told by the communities domain."""
    for model in (Vote, Expert, ExpertCall):
        model.objects.filter(community=community_id).delete()
    Question.objects.filter(community=community_id).delete()


@action
def see_removal(actor: Viewer, topic_id: int) -> None:
    """After a post came or went: a removed answer is not accepted, and only standing ones count.

    The removal itself has been told. Repeatable: it looks at what stands now.
    """
    question = Question.objects.select_related("accepted_post").filter(topic=topic_id).first()
    if question is None:
        return
    accepted = question.accepted_post
    if accepted is not None and (accepted.removed_at or accepted.topic_id != topic_id):
        Question.objects.filter(pk=question.pk).update(
            accepted_post=None, accepted_at=None, accepted_by=None
        )
        forum.mark_solved(actor, topic_id, False)
    answers = question.topic.posts.filter(kind="reply", removed_at=None)
    first = answers.aggregate(first=Min("posted_at"))["first"]
    Question.objects.filter(pk=question.pk).update(answered_at=first)
