"""What questions tell the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience
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


@dataclass(frozen=True, kw_only=True)
class OfExpert(Activity):
    """`object` is the tag, `about_actor` the expert."""

    object_type = "forum.tag"


@dataclass(frozen=True, kw_only=True)
class ExpertMarked(OfExpert):
    name = "questions.expert_marked"
    verb = "Add"


@dataclass(frozen=True, kw_only=True)
class ExpertUnmarked(OfExpert):
    name = "questions.expert_unmarked"
    verb = "Remove"


@dataclass(frozen=True, kw_only=True)
class OfQuestion(Activity):
    """About a question's topic."""

    object_type = "forum.topic"


@dataclass(frozen=True, kw_only=True)
class ExpertAsked(OfQuestion):
    """`about_actor` was asked by turn to look at a question."""

    name = "questions.expert_asked"
    verb = "Invite"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class MadeQuestion(OfQuestion):
    """A plain topic is a question from now on."""

    name = "questions.topic_made_question"
    verb = "Move"
    from_space_id: int


@dataclass(frozen=True, kw_only=True)
class MadeTopic(OfQuestion):
    """A question is a plain topic from now on."""

    name = "questions.question_made_topic"
    verb = "Move"
    from_space_id: int
