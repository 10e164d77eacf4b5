"""Say which answer solved the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions import rules
from qunluo.talk.questions.activities import AcceptanceWithdrawn, AnswerAccepted
from qunluo.talk.questions.models import Question

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Post, Topic


@action
def accept_answer(actor: Viewer, post_id: int) -> None:
    """Accept an answer; one accepted before is taken back first.

    Refuses with `questions.may_not_accept`, `questions.not_an_answer`, `questions.accepted`,
    `forum.post_removed`, `forum.removed`, `forum.archived`.
    """
    post, topic, question = _locked(actor, post_id)
    if post.removed_at is not None:
        raise Refusal("forum.post_removed", _("This post was removed."))
    if question.accepted_post_id == post.pk:
        raise Refusal("questions.accepted", _("This answer is accepted already."))
    if question.accepted_post is not None:
        _tell_withdrawn(actor, topic, question.accepted_post)
    Question.objects.filter(pk=question.pk).update(
        accepted_post=post, accepted_at=clock.now(), accepted_by=actor.member_id
    )
    forum.mark_solved(actor, topic.pk, True)
    record(AnswerAccepted(**forum.of_post(actor, topic, post, whom=post.author_id)))


@action
def withdraw_acceptance(actor: Viewer, post_id: int) -> None:
    """Take the acceptance back; refuses with `questions.not_accepted` and like `accept_answer`."""
    post, topic, question = _locked(actor, post_id)
    if question.accepted_post_id != post.pk:
        raise Refusal("questions.not_accepted", _("This answer is not accepted."))
    _clear(actor, topic, question)
    _tell_withdrawn(actor, topic, post)


def _clear(actor: Viewer, topic: Topic, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(
        accepted_post=None, accepted_at=None, accepted_by=None
    )
    forum.mark_solved(actor, topic.pk, False)


def _tell_withdrawn(actor: Viewer, topic: Topic, post: Post) -> None:
    record(AcceptanceWithdrawn(**forum.of_post(actor, topic, post, whom=post.author_id)))


def _locked(actor: Viewer, post_id: int) -> tuple[Post, Topic, Question]:
    forum.require_member(actor)
    post, topic = forum.locked_post(actor, post_id)
    if topic.kind != "question" or post.kind != "reply":
        raise Refusal("questions.not_an_answer", _("Only an answer to a question is accepted."))
    forum.require_lively(topic)
    if not rules.may_accept(actor, topic.author_id, topic.space_id):
        told = _("Only whoever asked may accept an answer.")
        raise Forbidden("questions.may_not_accept", told)
    found = Question.objects.select_related("accepted_post").filter(topic=topic)
    return post, topic, one_or_missing(found)
