"""Questions, answers, acceptances and votes in bulk, from an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min, OuterRef, Q, Subquery, Sum

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many, update_many
from qunluo.kernel.stream.record import record_many
from qunluo.talk.forum.actions import importing as forum
from qunluo.talk.questions.activities import (
    AnswerAccepted,
    AnswerGiven,
    QuestionAsked,
    VoteCast,
)
from qunluo.talk.questions.models import Question, Vote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ImportedAcceptance:
    """`answerer_key`: whom it honours. `by`: the asker, when the source says who that is."""

    topic_id: int
    post_id: int
    by: forum.Author
    answerer_key: str | None
    accepted_at: datetime


@dataclass(frozen=True)
class ImportedVote:
    """`value` is 1 or -1. The source does not say whose vote it was."""

    topic_id: int
    post_id: int
    value: int
    author_key: str | None
    cast_at: datetime


@action
def add_questions(
    actor: Viewer, place: forum.Place, questions: Sequence[forum.ImportedTopic]
) -> list[forum.AddedTopic]:
    """Questions with their first posts, in order; at most 1,000 at once."""
    added = forum.add_topics(actor, place, questions, telling=QuestionAsked)
    insert_many(
        Question,
        ("topic_id", "community_id"),
        [(row.topic_id, place.community_id) for row in added],
    )
    return added


@action
def add_answers(
    actor: Viewer, place: forum.Place, answers: Sequence[forum.ImportedPost]
) -> list[int]:
    """Answers, in order; returns their posts' ids. At most 1,000 at once."""
    return forum.add_posts(actor, place, answers, telling=AnswerGiven)


@action
def accept_answers(
    actor: Viewer, place: forum.Place, acceptances: Sequence[ImportedAcceptance]
) -> None:
    """Mark accepted answers; a later acceptance of the same question takes the earlier's place."""
    update_many(
        Question,
        "topic_id",
        ("accepted_post_id", "accepted_at", "accepted_by_id"),
        [(one.post_id, one.accepted_at, one.by.member_id, one.topic_id) for one in acceptances],
    )
    forum.mark_all_solved(actor, [acceptance.topic_id for acceptance in acceptances])
    record_many(
        [
            (
                AnswerAccepted(
                    **forum.told(
                        place, acceptance.post_id, acceptance.topic_id, acceptance.by.actor_key
                    ),
                    about_actor=acceptance.answerer_key,
                ),
                acceptance.accepted_at,
            )
            for acceptance in acceptances
        ]
    )


@action
def add_votes(_actor: Viewer, place: forum.Place, votes: Sequence[ImportedVote]) -> list[int]:
    """Votes without voters; returns their ids, in order. At most 1,000 at once."""
    ids = insert_many(
        Vote,
        ("post_id", "community_id", "value", "cast_at"),
        [(vote.post_id, place.community_id, vote.value, vote.cast_at) for vote in votes],
    )
    record_many(
        [
            (
                VoteCast(
                    **forum.told(place, vote.post_id, vote.topic_id, None),
                    about_actor=vote.author_key,
                ),
                vote.cast_at,
            )
            for vote in votes
        ]
    )
    return ids


@action
def recount_scores(actor: Viewer, post_ids: Sequence[int]) -> None:
    """Set the posts' scores to the sum of their votes; at most 1,000 at once."""
    sums = Vote.objects.filter(post__in=post_ids).order_by().values_list("post")
    scores = dict.fromkeys(post_ids, 0) | dict(sums.annotate(total=Sum("value")))
    forum.set_scores(actor, scores)


@action
def recount_answers(_actor: Viewer, topic_ids: Sequence[int]) -> None:
    """When each question was first answered; at most 1,000 at once."""
    answers = Q(topic__posts__kind="reply", topic__posts__removed_at=None)
    asked = Question.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    first = asked.annotate(first=Min("topic__posts__posted_at", filter=answers)).values("first")
    Question.objects.filter(topic__in=topic_ids).update(answered_at=Subquery(first))


@action
def withdraw_votes(_actor: Viewer, vote_ids: Sequence[int]) -> None:
    """Delete imported votes; scores follow in `recount_scores`."""
    Vote.objects.filter(pk__in=vote_ids, voter=None).delete()


@action
def withdraw_acceptances(actor: Viewer, post_ids: Sequence[int]) -> None:
    """No longer accept these answers."""
    questions = Question.objects.filter(accepted_post__in=post_ids)
    topics = list(questions.values_list("topic_id", flat=True))
    questions.update(accepted_post=None, accepted_at=None, accepted_by=None)
    forum.mark_all_solved(actor, topics, is_solved=False)
