"""Every write of moderation."""

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
    "import_words",
    "make_list",
    "remove_word",
    "retire_list",
    "set_word",
]
