"""Whom an `@` may mean: members who may read where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel.permissions import held_by
from qunluo.people.communities import rules
from qunluo.people.communities.models import Grant, Membership, Role, Space
from qunluo.people.communities.queries.cards import persons
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


def names_starting(
    viewer: Viewer, begun: str, *, space_id: int | None = None, most: int = 8
) -> list[Person]:
    """Present members whose name, nickname or handle begins so and who may read the space.

    Imported people without an account are left out: a call would reach nobody. Five queries.
    """
    begun = begun.strip()
    if viewer.community_id is None or not viewer.is_member or not begun:
        return []
    begins = (
        Q(nickname__istartswith=begun)
        | Q(member__display_name__istartswith=begun)
        | Q(member__handle__istartswith=begun)
    )
    found = Membership.objects.filter(
        begins,
        community=viewer.community_id,
        left_at=None,
        member__is_placeholder=False,
        member__erased_at=None,
    )
    readers = _readers(viewer.community_id, space_id)
    if readers is not None:
        found = found.filter(member__in=readers)
    ids = list(found.order_by("member__display_name", "pk").values_list("member", flat=True)[:most])
    people = persons(viewer.community_id, ids)
    return sorted((people[one] for one in ids), key=lambda person: person.name)


def members_called(viewer: Viewer, words: str, *, most: int = 8) -> list[Person]:
    """Present members whose names hold every word, for those who may see members; three queries."""
    wanted = words.split()[:5]
    if not wanted or not viewer.may(rules.SEE_MEMBERS):
        return []
    found = Membership.objects.filter(
        community=viewer.community_id, left_at=None, member__erased_at=None
    )
    for word in wanted:
        found = found.filter(_named(word.removeprefix("@"), "icontains"))
    return _in_order(viewer, found, most)


def keys_called(viewer: Viewer, name: str) -> list[str]:
    """Actor keys of members, past ones included, called exactly so; two queries."""
    found = Membership.objects.filter(_named(name, "iexact"), community=viewer.community_id)
    ids = found.filter(member__erased_at=None).values_list("member", flat=True)[:20]
    return list(members.actor_keys(ids).values())


def _named(word: str, how: str) -> Q:
    names = ("nickname", "member__display_name", "member__handle")
    either = Q()
    for name in names:
        either |= Q(**{f"{name}__{how}": word})
    return either


def _in_order(viewer: Viewer, found: QuerySet[Membership], most: int) -> list[Person]:
    ordered = found.order_by("member__display_name", "pk")
    ids = list(ordered.values_list("member", flat=True)[:most])
    people = persons(viewer.community_id or 0, ids)
    return [people[member_id] for member_id in ids if member_id in people]


def _readers(community_id: int, space_id: int | None) -> QuerySet[Grant, int] | None:
    """Who may read a space that goes by role; None: every member."""
    if space_id is None:
        return None
    if not Space.objects.filter(pk=space_id, community=community_id, access="private").exists():
        return None
    roles = Role.objects.filter(community=community_id, retired_at=None)
    keepers = [role.pk for role in roles if "communities.manage_spaces" in _permissions(role)]
    within = Q(space=space_id) | Q(space=None, role__in=keepers)
    held = Grant.objects.filter(within, role__community=community_id, role__retired_at=None)
    return held.filter(revoked_at=None).values_list("member", flat=True)


def _permissions(role: Role) -> frozenset[str]:
    return held_by(role.built_in) if role.built_in else frozenset(role.permissions)
