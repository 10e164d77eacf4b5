"""What questions tell the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity
from qunluo.talk.forum.activities import Opened, Replied


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Opened):
    name = "questions.question_asked"
    verb = "Question"
    topic_kind = "question"


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Replied):
    """`about_actor` is the asker."""

    name = "questions.answer_given"
    verb = "Create"
    topic_kind = "question"


@dataclass(frozen=True, kw_only=True)
class OfAnswer(Activity):
    """About a post of a question; `root` is the question's topic."""

    object_type = "forum.post"


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(OfAnswer):
    """`about_actor` is who gave the answer."""

    name = "questions.answer_accepted"
    verb = "Accept"


@dataclass(frozen=True, kw_only=True)
class AcceptanceWithdrawn(OfAnswer):
    name = "questions.acceptance_withdrawn"
    verb = "Undo"
    retracts = "questions.answer_accepted"


@dataclass(frozen=True, kw_only=True)
class VoteCast(OfAnswer):
    """Says that somebody voted, never what."""

    name = "questions.vote_cast"
    verb = "Like"


@dataclass(frozen=True, kw_only=True)
class VoteWithdrawn(OfAnswer):
    name = "questions.vote_withdrawn"
    verb = "Undo"
    retracts = "questions.vote_cast"
