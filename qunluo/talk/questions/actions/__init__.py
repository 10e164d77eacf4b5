"""Every write of questions; one verb per function."""

from qunluo.talk.questions.actions.accepting import accept_answer, withdraw_acceptance
from qunluo.talk.questions.actions.asking import answer, ask
from qunluo.talk.questions.actions.voting import cast_vote, withdraw_vote

__all__ = [
    "accept_answer",
    "answer",
    "ask",
    "cast_vote",
    "withdraw_acceptance",
    "withdraw_vote",
]
