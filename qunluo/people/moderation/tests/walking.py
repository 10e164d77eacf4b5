"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import RuleText
from qunluo.people.moderation.models import Appeal, Case, RemovalAppeal, Sanction, Word


def plant(place: Any) -> dict[str, object]:
    """A list with a word, of the place's community: in tea its keepers may read them."""
    said = place.space.slug if place.slug == "tea" else place.secret
    made = actions.make_list(place.author, f"List {said}")
    actions.set_word(place.author, made, f"word{said}", level="log")
    actions.begin_rules(place.author)
    rule = actions.write_rule(place.author, "", RuleText(f"Rule {said}", f"Rule {said}"))
    community = place.space.community
    with writing("*"):
        case = Case.objects.create(
            community=community,
            space=place.space,
            object_type="forum.topic",
            object_id=900_000 + place.space.pk,
            title=place.secret,
            acted_at=FOUNDED,
            opened_at=FOUNDED,
        )
        punished = Sanction.objects.create(
            community=community,
            member_id=place.author.member_id,
            kind="warning",
            reason=said,
            began_at=FOUNDED,
        )
        appeal = Appeal.objects.create(
            sanction=punished, text=said, made_at=FOUNDED, due_at=FOUNDED
        )
        objected = RemovalAppeal.objects.create(
            case=case,
            author_id=place.author.member_id,
            text=said,
            made_at=FOUNDED,
            due_at=FOUNDED,
        )
    return {
        "removal_appeal_id": objected.pk,
        "key": rule,
        "list_id": made,
        "word_id": Word.objects.get(list=made).pk,
        "case_id": case.pk,
        "sanction_id": punished.pk,
        "appeal_id": appeal.pk,
    }
