"""Every write of questions; one verb per function."""

from qunluo.talk.questions.actions.accepting import accept_answer, withdraw_acceptance
from qunluo.talk.questions.actions.asking import answer, ask, see_answer
from qunluo.talk.questions.actions.consulting import (
    call_experts,
    call_first,
    forget_expert,
    mark_expert,
    move_experts,
    waiting_for_another,
)
from qunluo.talk.questions.actions.converting import make_question, make_topic
from qunluo.talk.questions.actions.purging import purge_questions, see_removal
from qunluo.talk.questions.actions.voting import cast_vote, withdraw_vote

__all__ = [
    "accept_answer",
    "answer",
    "ask",
    "call_experts",
    "call_first",
    "cast_vote",
    "forget_expert",
    "make_question",
    "make_topic",
    "mark_expert",
    "move_experts",
    "purge_questions",
    "see_answer",
    "see_removal",
    "waiting_for_another",
    "withdraw_acceptance",
    "withdraw_vote",
]
