"""What moderation tells the town. Ids, kinds and counts only: words and reasons stay in tables."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class WordListMade(Activity):
    name = "moderation.list_made"
    verb = "Create"
    object_type = "moderation.word_list"


@dataclass(frozen=True, kw_only=True)
class WordListRetired(Activity):
    name = "moderation.list_retired"
    verb = "Remove"
    object_type = "moderation.word_list"


@dataclass(frozen=True, kw_only=True)
class WordsChanged(Activity):
    name = "moderation.words_changed"
    verb = "Update"
    object_type = "moderation.word_list"
    act: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RulesPublished(Activity):
    name = "moderation.rules_published"
    verb = "Update"
    object_type = "moderation.rule_book"
    number: int


@dataclass(frozen=True, kw_only=True)
class RulesAcknowledged(Activity):
    name = "moderation.rules_acknowledged"
    verb = "Accept"
    object_type = "moderation.rule_book"
    number: int
