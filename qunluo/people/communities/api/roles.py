"""Roles made, changed and retired; granted and taken back; the record of who holds or held them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Query, Schema, Status

from qunluo.people.communities import actions, queries
from qunluo.people.communities.api.routes import COMMUNITY, router
from qunluo.people.communities.api.shapes import Person, Walk, maybe_person, number_of, page_as
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

ROLES = f"{COMMUNITY}/roles"
GRANTS = f"{COMMUNITY}/grants"


class Permission(Schema):
    """`may_give`: one holds it oneself, and so may put it into a role."""

    name: str
    label: str
    may_give: bool


class Role(Schema):
    """`built_in`: owner, admin, volunteer or empty; `permissions` are names."""

    id: str
    built_in: str
    name: str
    duty: str
    permissions: list[str]
    holder_count: int


class RoleWish(Schema):
    """`duty`: what whoever holds the role is there to do; `permissions` as `listPermissions` names
    them."""

    name: Annotated[str, Field(max_length=50, examples=["Greeter"])]
    duty: Annotated[str, Field(max_length=2_000, examples=["Welcomes whoever is new."])]
    permissions: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(max_length=500, examples=[["communities.review_joins"]]),
    ]


class Made(Schema):
    id: str


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


class NewGrant(Schema):
    """`space_id`: only there; null for the whole community."""

    role_id: Annotated[str, Field(max_length=20)]
    member_id: Annotated[str, Field(max_length=20)]
    space_id: Annotated[str, Field(max_length=20)] | None = None


class GrantPage(Schema):
    items: list[Grant]
    next_cursor: str | None
    previous_cursor: str | None


class GrantWish(Walk):
    """`past`: what was held before, instead of what is held now."""

    past: bool = False


@router.get(f"{COMMUNITY}/permissions", response=list[Permission], operation_id="listPermissions")
def list_permissions(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """What roles are made of, for those who may make them."""
    viewer = entering(request, slug)
    viewer.require("communities.grant_roles")
    return [
        {"name": row.name, "label": str(row.label), "may_give": row.may_give}
        for row in queries.permissions_to_give(viewer)
    ]


@router.get(ROLES, response=list[Role], operation_id="listRoles")
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


@router.post(ROLES, response={201: Made}, operation_id="makeRole")
def make_role(request: HttpRequest, slug: str, sent: RoleWish) -> Status[dict[str, str]]:
    """A role of named permissions with a written duty; nobody gives what they do not hold."""
    viewer = entering(request, slug)
    made = actions.make_role(viewer, sent.name, duty=sent.duty, held=sent.permissions)
    return Status(201, {"id": str(made)})


@router.put(f"{ROLES}/{{role_id}}", response={204: None}, operation_id="changeRole")
def change_role(request: HttpRequest, slug: str, role_id: str, sent: RoleWish) -> Status[None]:
    """Say it anew, for all who hold it; built-in roles stay as they are."""
    viewer, role = entering(request, slug), number_of(role_id)
    actions.change_role(viewer, role, name=sent.name, duty=sent.duty, held=sent.permissions)
    return Status(204, None)


@router.delete(f"{ROLES}/{{role_id}}", response={204: None}, operation_id="retireRole")
def retire_role(request: HttpRequest, slug: str, role_id: str) -> Status[None]:
    """Take a custom role away from all who hold it; the record stays."""
    actions.retire_role(entering(request, slug), number_of(role_id))
    return Status(204, None)


@router.get(GRANTS, response=GrantPage, operation_id="listGrants")
def list_grants(
    request: HttpRequest, slug: str, wanted: Annotated[GrantWish, Query()]
) -> dict[str, Any]:
    """Who holds which role, newest first, for those who may grant them."""
    viewer = entering(request, slug)
    page = queries.grant_page(viewer, wanted.cursor, past=wanted.past, size=wanted.size)
    return page_as(page, _grant)


@router.post(GRANTS, response={201: Made}, operation_id="grantRole")
def grant_role(request: HttpRequest, slug: str, sent: NewGrant) -> Status[dict[str, str]]:
    """Give a member a role, built-in or custom, everywhere or in one space."""
    space = number_of(sent.space_id) if sent.space_id is not None else None
    role, member = number_of(sent.role_id), number_of(sent.member_id)
    made = actions.grant_role(entering(request, slug), role, member, space_id=space)
    return Status(201, {"id": str(made)})


@router.delete(f"{GRANTS}/{{grant_id}}", response={204: None}, operation_id="revokeGrant")
def revoke_grant(request: HttpRequest, slug: str, grant_id: str) -> Status[None]:
    """Take a role back; the record stays, and the last owner stays an owner."""
    actions.revoke_grant(entering(request, slug), number_of(grant_id))
    return Status(204, None)


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
