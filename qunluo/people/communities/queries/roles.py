"""Roles, what they hold, and the record of who was given which, by whom, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from qunluo.kernel.permissions import permissions
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import rules
from qunluo.people.communities.models import Grant, Membership, Role
from qunluo.people.communities.queries.belonging import present_among
from qunluo.people.communities.queries.cards import persons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


@dataclass(frozen=True)
class RoleSheet:
    """`built_in`: owner, admin, volunteer or empty for a custom role; `held` are permission names."""

    id: int
    built_in: str
    name: str | StrPromise
    duty: str | StrPromise
    held: frozenset[str]
    holder_count: int


@dataclass(frozen=True)
class GrantRow:
    """One line of the record; `revoked_at` None: still held. `space_name` empty: everywhere."""

    id: int
    role_id: int
    role_name: str | StrPromise
    person: Person | None
    space_name: str
    granted_by: Person | None
    granted_at: datetime
    revoked_by: Person | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class PermissionRow:
    """A permission as the form of a role shows it; `may_give`: the viewer holds it."""

    name: str
    label: str | StrPromise
    domain: str
    may_be_limited_to_space: bool
    may_give: bool


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role in the whole community now; `role`: a built-in key or the id."""

    role: str
    role_name: str | StrPromise
    member_id: int


def holders_in(community_id: int) -> list[Holder]:
    """Who holds a role above membership everywhere in the community, and belongs to it still, the
    longest holder first; two queries."""
    rows = (
        Grant.objects.filter(
            role__community=community_id, role__retired_at=None, space=None, revoked_at=None
        )
        .select_related("role")
        .order_by("granted_at", "pk")
    )
    present = present_among(community_id, [row.member_id for row in rows])
    return [
        Holder(
            row.role.built_in or str(row.role_id),
            rules.ROLE_LABELS.get(row.role.built_in, row.role.name),
            row.member_id,
        )
        for row in rows
        if row.member_id in present
    ]


def roles_for(viewer: Viewer) -> list[RoleSheet]:
    """Roles in use, built-in ones first; one query. For those who may grant."""
    viewer.require(rules.GRANT_ROLES)
    rows = (
        Role.objects.filter(community=viewer.community_id, retired_at=None)
        .annotate(holders=Count("grants", filter=Q(grants__revoked_at=None)))
        .order_by("-built_in", "pk")
    )
    return sorted((_role(row) for row in rows), key=_rank)


def grants_for(viewer: Viewer, *, past: bool = False) -> list[GrantRow]:
    """Who holds what now, or what was held before, newest first; at most 500; three queries."""
    rows = _grants(viewer, past=past).order_by(*_newest(past=past))[:500]
    return _grant_rows(viewer, list(rows))


def grant_page(
    viewer: Viewer, cursor: str | None = None, *, past: bool = False, size: int = 20
) -> Page[GrantRow]:
    """The same, page by page; three queries. For those who may grant."""
    page = page_of(_grants(viewer, past=past), _newest(past=past), cursor, size=size)
    return page.of(_grant_rows(viewer, page.items))


def permissions_to_give(viewer: Viewer) -> list[PermissionRow]:
    """Every permission of the installation, by domain; no query."""
    return [
        PermissionRow(
            entry.name,
            entry.label,
            entry.name.split(".", maxsplit=1)[0],
            entry.may_be_limited_to_space,
            viewer.may(entry.name),
        )
        for entry in sorted(permissions.values(), key=lambda entry: entry.name)
    ]


def holders_of(community_id: int, permission: str, *, space_id: int | None = None) -> list[int]:
    """Ids of the members who hold a permission in the whole community, or in that space of it;
    three queries."""
    rows = Role.objects.filter(community=community_id, retired_at=None)
    wanted = [row.pk for row in rows if permission in rules.permissions_of(row)]
    where = Q(space=None) | Q(space=space_id) if space_id else Q(space=None)
    held = Grant.objects.filter(where, role__in=wanted, revoked_at=None)
    return sorted(present_among(community_id, held.values_list("member_id", flat=True)))


def member_names(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the 500 longest-standing members with an account, for choosing one."""
    viewer.require(rules.GRANT_ROLES)
    rows = Membership.objects.filter(
        community=viewer.community_id, left_at=None, member__is_placeholder=False
    ).order_by("joined_at", "pk")[:500]
    ids = [row.member_id for row in rows]
    people = persons(viewer.community_id or 0, ids)
    return [(one, f"{people[one].name} @{people[one].handle}") for one in ids]


def _role(row: Role) -> RoleSheet:
    return RoleSheet(
        id=row.pk,
        built_in=row.built_in,
        name=rules.ROLE_LABELS.get(row.built_in, row.name),
        duty=row.duty or rules.ROLE_DUTIES.get(row.built_in, ""),
        held=rules.permissions_of(row),
        holder_count=row.holders,  # type: ignore[attr-defined]
    )


def _rank(role: RoleSheet) -> tuple[int, int]:
    order = ("owner", "admin", "volunteer")
    return (order.index(role.built_in) if role.built_in in order else len(order), role.id)


def _newest(*, past: bool) -> tuple[str, str]:
    return "-revoked_at" if past else "-granted_at", "-pk"


def _grants(viewer: Viewer, *, past: bool) -> QuerySet[Grant]:
    viewer.require(rules.GRANT_ROLES)
    return Grant.objects.filter(
        role__community=viewer.community_id, revoked_at__isnull=not past
    ).select_related("role", "space")


def _grant_rows(viewer: Viewer, rows: Sequence[Grant]) -> list[GrantRow]:
    named = [n for row in rows for n in (row.member_id, row.granted_by_id, row.revoked_by_id)]
    people = persons(viewer.community_id or 0, named)
    return [_grant(row, people) for row in rows]


def _grant(row: Grant, people: dict[int, Person]) -> GrantRow:
    role, space = row.role, row.space
    return GrantRow(
        id=row.pk,
        role_id=row.role_id,
        role_name=rules.ROLE_LABELS.get(role.built_in, role.name),
        person=people.get(row.member_id),
        space_name=space.name if space else "",
        granted_by=people.get(row.granted_by_id) if row.granted_by_id else None,
        granted_at=row.granted_at,
        revoked_by=people.get(row.revoked_by_id) if row.revoked_by_id else None,
        revoked_at=row.revoked_at,
    )
