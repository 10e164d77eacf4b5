"""Roles, and the record of who holds or held them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Query, Schema

from qunluo.people.communities import queries
from qunluo.people.communities.api.routes import COMMUNITY, router
from qunluo.people.communities.api.shapes import Person, Walk, maybe_person, page_as
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest


class Role(Schema):
    """`built_in`: owner, admin, volunteer or empty; `permissions` are names."""

    id: str
    built_in: str
    name: str
    duty: str
    permissions: list[str]
    holder_count: int


class Grant(Schema):
    """`space` is empty for the whole community; `revoked_at` is null while the role is held."""

    id: str
    role_id: str
    role_name: str
    person: Person | None
    space: str
    granted_by: Person | None
    granted_at: datetime
    revoked_by: Person | None
    revoked_at: datetime | None


class GrantPage(Schema):
    items: list[Grant]
    next_cursor: str | None
    previous_cursor: str | None


class GrantWish(Walk):
    """`past`: what was held before, instead of what is held now."""

    past: bool = False


@router.get(f"{COMMUNITY}/roles", response=list[Role], operation_id="listRoles")
def list_roles(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """Roles in use, for those who may grant them."""
    return [
        {
            "id": str(role.id),
            "built_in": role.built_in,
            "name": str(role.name),
            "duty": str(role.duty),
            "permissions": sorted(role.held),
            "holder_count": role.holder_count,
        }
        for role in queries.roles_for(entering(request, slug))
    ]


@router.get(f"{COMMUNITY}/grants", response=GrantPage, operation_id="listGrants")
def list_grants(
    request: HttpRequest, slug: str, wanted: Annotated[GrantWish, Query()]
) -> dict[str, Any]:
    """Who holds which role, newest first, for those who may grant them."""
    viewer = entering(request, slug)
    page = queries.grant_page(viewer, wanted.cursor, past=wanted.past, size=wanted.size)
    return page_as(page, _grant)


def _grant(row: queries.GrantRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "role_id": str(row.role_id),
        "role_name": str(row.role_name),
        "person": maybe_person(row.person),
        "space": row.space_name,
        "granted_by": maybe_person(row.granted_by),
        "granted_at": row.granted_at,
        "revoked_by": maybe_person(row.revoked_by),
        "revoked_at": row.revoked_at,
    }
