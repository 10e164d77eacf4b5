"""Every write of questions; one verb per function."""

from qunluo.talk.questions.actions.accepting import accept_answer, withdraw_acceptance
from qunluo.talk.questions.actions.asking import answer, ask, see_answer
from qunluo.talk.questions.actions.purging import purge_questions, see_removal
from qunluo.talk.questions.actions.voting import cast_vote, withdraw_vote

__all__ = [
    "accept_answer",
    "answer",
    "ask",
    "cast_vote",
    "purge_questions",
    "see_answer",
    "see_removal",
    "withdraw_acceptance",
    "withdraw_vote",
]
