"""Custom roles with a written duty, and who holds which role, where, by whom, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.permissions import BUILT_IN_ROLES, permissions
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.actions.leaving import refuse_last_owner
from qunluo.people.communities.actions.standing import permitted_here, told_by
from qunluo.people.communities.activities import (
    RoleChanged,
    RoleGranted,
    RoleMade,
    RoleRetired,
    RoleRevoked,
)
from qunluo.people.communities.models import Grant, Membership, Role, Space
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Collection

    from qunluo.kernel.viewer import Viewer


@action
def make_role(actor: Viewer, name: str, *, duty: str, held: Collection[str]) -> int:
    """A role of named permissions with a written duty; returns its id.

    Refuses with `communities.name_missing`, `communities.duty_missing`, `communities.role_taken`,
    `communities.unknown_permission`, `communities.not_held`.
    """
    community = permitted_here(actor, rules.GRANT_ROLES)
    _refuse_odd_role(actor, name, duty, held)
    role = Role(community=community)
    _write(role, name, duty, held)
    record(
        RoleMade(
            object_id=role.pk, permission_count=len(set(held)), audience="staff", **told_by(actor)
        )
    )
    return role.pk


@action
def change_role(
    actor: Viewer, role_id: int, *, name: str, duty: str, held: Collection[str]
) -> None:
    """Change a custom role, for all who hold it. Refuses like `make_role`, and with `missing`."""
    permitted_here(actor, rules.GRANT_ROLES)
    _refuse_odd_role(actor, name, duty, held)
    role = _custom_role(actor, role_id)
    before = set(role.permissions)
    _write(role, name, duty, held)
    record(
        RoleChanged(
            object_id=role.pk,
            added=len(set(held) - before),
            removed=len(before - set(held)),
            audience="staff",
            **told_by(actor),
        )
    )


@action
def retire_role(actor: Viewer, role_id: int) -> None:
    """Take a custom role away from all who hold it; its history stays. Refuses with `missing`."""
    permitted_here(actor, rules.GRANT_ROLES)
    role = _custom_role(actor, role_id)
    role.retired_at = clock.now()
    role.name = f"{role.name[:40]} #{role.pk}"  # frees the name; communities_role_name
    role.save(update_fields=["retired_at", "name"])
    for grant in Grant.objects.select_for_update().filter(role=role, revoked_at=None):
        _revoke(actor, grant, role)
    record(RoleRetired(object_id=role.pk, audience="staff", **told_by(actor)))


@action
def grant_role(actor: Viewer, role_id: int, member_id: int, *, space_id: int | None = None) -> int:
    """Give a member a role in the whole community or in one space; returns the grant's id.

    Refuses with `missing`, `communities.not_a_member`, `communities.not_held`,
    `communities.owner_everywhere`, `communities.already_granted`.
    """
    community = permitted_here(actor, rules.GRANT_ROLES)
    role = one_or_missing(Role.objects.filter(community=community, pk=role_id, retired_at=None))
    belonging = _belonging(actor, member_id)
    if space_id is not None:
        one_or_missing(Space.objects.filter(community=community, pk=space_id, archived_at=None))
        _refuse_owner_of_a_space(role)
    _refuse_not_held(actor, rules.permissions_of(role))
    grant = Grant(role=role, member_id=member_id, space_id=space_id)
    grant.granted_by_id, grant.granted_at = actor.member_id, clock.now()
    try:
        # Leans on communities_one_grant_each and communities_one_grant_per_space.
        with transaction.atomic():
            grant.save()
    except IntegrityError:
        raise Refusal(
            "communities.already_granted", _("This member holds the role there already.")
        ) from None
    record(
        RoleGranted(
            object_id=belonging.pk,
            role_id=role.pk,
            role=role.built_in or "custom",
            space_id=space_id,
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="members",
            **told_by(actor),
        )
    )
    return grant.pk


@action
def revoke_grant(actor: Viewer, grant_id: int) -> None:
    """Take a role away; the record stays.

    Refuses with `missing`, `communities.already_revoked`, `communities.not_held`,
    `communities.last_owner`.
    """
    community = permitted_here(actor, rules.GRANT_ROLES)
    found = Grant.objects.select_for_update().filter(pk=grant_id, role__community=community)
    grant = one_or_missing(found)
    if grant.revoked_at is not None:
        raise Refusal("communities.already_revoked", _("This was taken away already."))
    role = grant.role
    _refuse_not_held(actor, rules.permissions_of(role))
    if role.built_in == "owner":
        refuse_last_owner(community, grant.member_id)
    _revoke(actor, grant, role)


def _revoke(actor: Viewer, grant: Grant, role: Role) -> None:
    grant.revoked_at, grant.revoked_by_id = clock.now(), actor.member_id
    grant.save(update_fields=["revoked_at", "revoked_by"])
    belonging = Membership.objects.get(community=role.community_id, member=grant.member_id)
    record(
        RoleRevoked(
            object_id=belonging.pk,
            role_id=role.pk,
            role=role.built_in or "custom",
            space_id=grant.space_id,
            about_actor=members.actor_keys([grant.member_id]).get(grant.member_id),
            audience="members",
            **told_by(actor),
        )
    )


def _custom_role(actor: Viewer, role_id: int) -> Role:
    found = Role.objects.select_for_update().filter(
        community=actor.community_id, pk=role_id, built_in="", retired_at=None
    )
    return one_or_missing(found)


def _belonging(actor: Viewer, member_id: int) -> Membership:
    found = Membership.objects.filter(
        community=actor.community_id, member=member_id, left_at=None
    ).first()
    if found is None:
        raise rules.not_a_member()
    return found


def _refuse_odd_role(actor: Viewer, name: str, duty: str, held: Collection[str]) -> None:
    rules.refuse_empty("name", name)
    rules.refuse_too_long({"name": (name, 50)})
    if not duty.strip():
        text = _("Write down what whoever holds this role is there to do.")
        raise Invalid("communities.duty_missing", text, fields={"duty": text})
    if not set(held) <= set(permissions):
        text = _("Please choose one of the choices.")
        raise Invalid("communities.unknown_permission", text, fields={"held": text})
    _refuse_not_held(actor, held)


def _refuse_not_held(actor: Viewer, held: Collection[str]) -> None:
    if not rules.may_grant(actor, held, None):
        raise Forbidden(
            "communities.not_held", _("You cannot give or take what you do not hold yourself.")
        )


def _refuse_owner_of_a_space(role: Role) -> None:
    if role.built_in == "owner":
        raise Refusal(
            "communities.owner_everywhere", _("An owner owns the whole community, not one space.")
        )


def _write(role: Role, name: str, duty: str, held: Collection[str]) -> None:
    role.name, role.duty, role.permissions = name.strip(), duty.strip(), sorted(set(held))
    taken = Invalid(
        "communities.role_taken",
        _("There is a role of this name already."),
        fields={"name": _("There is a role of this name already.")},
    )
    if role.name.lower() in BUILT_IN_ROLES:
        raise taken
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        raise taken from None
