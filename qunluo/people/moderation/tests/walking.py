"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import RuleText
from qunluo.people.moderation.models import Word


def plant(place: Any) -> dict[str, object]:
    """A list with a word, of the place's community: in tea its keepers may read them."""
    said = place.space.slug if place.slug == "tea" else place.secret
    made = actions.make_list(place.author, f"List {said}")
    actions.set_word(place.author, made, f"word{said}", level="log")
    actions.begin_rules(place.author)
    rule = actions.write_rule(place.author, "", RuleText(f"Rule {said}", f"Rule {said}"))
    return {"key": rule, "list_id": made, "word_id": Word.objects.get(list=made).pk}
