"""Tables of moderation."""

from qunluo.people.moderation.models.cases import Case, Flag, Signal
from qunluo.people.moderation.models.rules import Acknowledgement, Rule, RuleBook
from qunluo.people.moderation.models.sanctions import (
    Appeal,
    Emergency,
    RemovalAppeal,
    Sanction,
    Trace,
)
from qunluo.people.moderation.models.words import Word, WordChange, WordList

__all__ = [
    "Acknowledgement",
    "Appeal",
    "Case",
    "Emergency",
    "Flag",
    "RemovalAppeal",
    "Rule",
    "RuleBook",
    "Sanction",
    "Signal",
    "Trace",
    "Word",
    "WordChange",
    "WordList",
]
