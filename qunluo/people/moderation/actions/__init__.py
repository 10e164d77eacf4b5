"""Every write of moderation."""

from qunluo.people.moderation.actions.books import (
    RuleText,
    acknowledge_rules,
    begin_rules,
    drop_rule,
    publish_rules,
    write_preface,
    write_rule,
)
from qunluo.people.moderation.actions.words import (
    Imported,
    import_words,
    make_list,
    remove_word,
    retire_list,
    set_word,
)

__all__ = [
    "Imported",
    "RuleText",
    "acknowledge_rules",
    "begin_rules",
    "drop_rule",
    "import_words",
    "make_list",
    "publish_rules",
    "remove_word",
    "retire_list",
    "set_word",
    "write_preface",
    "write_rule",
]
