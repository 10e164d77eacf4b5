"""What moderation tells others: watched words, verdicts, rules, cases, sanctions, the log."""

from qunluo.people.moderation.queries.lexicons import lexicons_for
from qunluo.people.moderation.queries.words import (
    ChangeLine,
    ListLine,
    ListSheet,
    Trial,
    WordLine,
    exported,
    list_for,
    lists_for,
    require_keeping,
    try_text,
)

__all__ = [
    "ChangeLine",
    "ListLine",
    "ListSheet",
    "Trial",
    "WordLine",
    "exported",
    "lexicons_for",
    "list_for",
    "lists_for",
    "require_keeping",
    "try_text",
]
