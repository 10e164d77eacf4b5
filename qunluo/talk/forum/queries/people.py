"""Who wrote what, under the names they have today in this community."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.people.communities import queries as communities
from qunluo.people.members.queries import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def people_of(community_id: int, member_ids: Iterable[int | None]) -> dict[int, Person]:
    """People by id; whoever erased themselves is called a former member."""
    found = communities.persons(community_id, member_ids)
    return {
        member_id: replace(person, name=_("Former member"), handle="", avatar="")
        if person.is_erased
        else person
        for member_id, person in found.items()
    }


def byline(people: Mapping[int, Person], member_id: int | None, name: str = "") -> Person:
    """The author to show; without a member, the name the source gave, or a former member."""
    if member_id is not None and member_id in people:
        return people[member_id]
    return Person(
        id=0,
        name=name or _("Former member"),
        handle="",
        avatar="",
        is_placeholder=bool(name),
        is_erased=not name,
    )
