"""What moderation tells others: watched words, verdicts, rules, cases, sanctions, the log."""

from qunluo.people.moderation.queries.books import (
    BookSheet,
    RuleSheet,
    draft_for,
    draft_rule,
    has_new_rules,
    rule_titles,
    rules_acknowledged,
    rules_for,
)
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
    "BookSheet",
    "ChangeLine",
    "ListLine",
    "ListSheet",
    "RuleSheet",
    "Trial",
    "WordLine",
    "draft_for",
    "draft_rule",
    "exported",
    "has_new_rules",
    "lexicons_for",
    "list_for",
    "lists_for",
    "require_keeping",
    "rule_titles",
    "rules_acknowledged",
    "rules_for",
    "try_text",
]
