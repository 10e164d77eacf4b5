"""Who wrote what, under the names they have today in this community."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from qunluo.people.communities import queries as communities
from qunluo.people.members.queries import Person
from qunluo.talk.forum.queries.finding import posts_open_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qunluo.kernel.viewer import Viewer


def people_of(community_id: int, member_ids: Iterable[int | None]) -> dict[int, Person]:
    """People by id; whoever erased themselves is called a former member."""
    found = communities.persons(community_id, member_ids)
    return {
        member_id: replace(person, name=_("Former member"), handle="", avatar="")
        if person.is_erased
        else person
        for member_id, person in found.items()
    }


def names_starting(viewer: Viewer, begun: str, *, most: int = 8) -> list[Person]:
    """Members who have written here and whose name or handle begins so; four queries."""
    if viewer.community_id is None or not begun:
        return []
    begins = Q(author__handle__istartswith=begun) | Q(author__display_name__istartswith=begun)
    writers = posts_open_to(viewer).filter(begins).order_by().distinct()
    handles = set(writers.values_list("author__handle", flat=True)[: most * 4])
    present = communities.ids_by_handle(viewer.community_id, handles)
    people = people_of(viewer.community_id, present.values())
    standing = [person for person in people.values() if not person.is_erased]
    return sorted(standing, key=lambda person: person.name)[:most]


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
