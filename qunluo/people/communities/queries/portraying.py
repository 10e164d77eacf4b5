"""What segments ask of memberships: who is of which kind, and what ids are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.people.communities.models import Membership, ProfileField, Role, Space
from qunluo.people.communities.rules import CHANNEL_LABELS, ROLE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["CHANNEL_LABELS", "ROLE_LABELS", "NamesHere", "members_with", "names_in"]


@dataclass(frozen=True)
class NamesHere:
    """(id, name) of the spaces and own fields of a community, (key or id, name) of its roles."""

    spaces: Sequence[tuple[int, str]]
    fields: Sequence[tuple[int, str]]
    roles: Sequence[tuple[str, str]]


def names_in(community_id: int) -> NamesHere:
    """Three queries."""
    spaces = Space.objects.filter(community=community_id).order_by("position", "pk")
    fields = ProfileField.objects.filter(community=community_id, retired_at=None)
    roles = Role.objects.filter(community=community_id, retired_at=None).order_by("pk")
    return NamesHere(
        list(spaces.values_list("pk", "name")),
        list(fields.order_by("position", "pk").values_list("pk", "label")),
        [(row.built_in or str(row.pk), row.name) for row in roles if row.built_in != "member"],
    )


def members_with(community_id: int, trait: str, value: str, field_id: int = 0) -> frozenset[int]:
    """Present members who are `imported` or `verified`, read in the `language`, or whose own `field`
    contains the value; one query."""
    which = {
        "imported": Q(member__is_placeholder=True),
        "verified": Q(verified_to_post_at__isnull=False),
        "language": Q(member__language=value),
        "field": ~Q(custom_fields={}),
    }[trait]
    found = Membership.objects.filter(which, community=community_id, left_at=None)
    if trait != "field":
        return frozenset(found.values_list("member_id", flat=True))
    # Read here: a key that is a number means a place in a list to the database.
    key, wanted = str(field_id), value.casefold()
    return frozenset(
        member_id
        for member_id, told in found.values_list("member_id", "custom_fields")
        if wanted in str(told.get(key, "")).casefold()
    )
