"""Going: leaving, being removed, and handing over before one goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.actions.standing import here, open_here, permitted_here, told_by
from qunluo.people.communities.activities import (
    MemberLeft,
    MemberRemoved,
    OwnershipTransferred,
    RoleGranted,
    RoleRevoked,
)
from qunluo.people.communities.models import Community, Grant, Membership, Role
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def leave(actor: Viewer) -> None:
    """Leave the community the actor stands in; roles end, words stay.

    Refuses with `communities.not_a_member`, `communities.last_owner`.
    """
    member_id = actor.require_member_id()
    community = here(actor)
    belonging = _belonging(community, member_id)
    refuse_last_owner(community, member_id)
    _let_go(actor, belonging, reason="")
    record(MemberLeft(object_id=belonging.pk, audience="members", **told_by(actor)))


@action
def remove_member(actor: Viewer, member_id: int, *, reason: str) -> None:
    """Remove someone, with a reason on record (at most 200 signs).

    Nobody removes an owner, nor someone who holds more than they do. Refuses with
    `communities.not_a_member`, `communities.reason_missing`, `communities.holds_more`.
    """
    community = permitted_here(actor, rules.REMOVE_MEMBERS)
    rules.refuse_empty_reason(reason)
    belonging = _belonging(community, member_id)
    if not rules.may_remove(actor, member_id, _roles_held(community, member_id)):
        raise Forbidden(
            "communities.holds_more",
            _("This member holds a role you do not. Ask the owner to remove them."),
        )
    _let_go(actor, belonging, reason=reason.strip()[:200])
    record(
        MemberRemoved(
            object_id=belonging.pk,
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="staff",
            **told_by(actor),
        )
    )


@action
def transfer_ownership(actor: Viewer, member_id: int) -> None:
    """Make another member the owner in the actor's place; the actor stays as admin.

    Refuses with `communities.not_owner`, `communities.not_a_member`, `communities.heir_leaving`.
    """
    own_id = actor.require_member_id()
    community = open_here(actor)
    owned = Grant.objects.select_for_update().filter(
        role__community=community, role__built_in="owner", member=own_id, revoked_at=None
    )
    grant = owned.first()
    if grant is None or member_id == own_id:
        raise Forbidden("communities.not_owner", _("Only the owner may hand the community over."))
    heir = _belonging(community, member_id)
    if member_id not in members.staying([member_id]):
        told = _("This member cannot sign in or is about to be erased. Choose somebody who stays.")
        raise Refusal("communities.heir_leaving", told)
    _end(actor, grant)
    _hold(actor, community, member_id, "owner")
    _hold(actor, community, own_id, "admin")
    record(
        OwnershipTransferred(
            object_id=community.pk,
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="members",
            **told_by(actor),
        )
    )
    record(
        RoleGranted(
            object_id=heir.pk,
            role_id=grant.role_id,
            role="owner",
            about_actor=members.actor_keys([member_id]).get(member_id),
            audience="members",
            **told_by(actor),
        )
    )


def refuse_last_owner(community: Community, member_id: int) -> None:
    """A community is never left without an owner."""
    owners = Grant.objects.filter(
        role__community=community, role__built_in="owner", revoked_at=None, space=None
    )
    holders = set(owners.values_list("member", flat=True))
    # Who is about to be erased, or is, will not look after anything.
    if member_id in holders and not members.staying(holders - {member_id}):
        raise Refusal(
            "communities.last_owner",
            _("You are the last owner. Hand the community over first, then leave."),
        )


def _belonging(community: Community, member_id: int) -> Membership:
    found = Membership.objects.select_for_update().filter(
        community=community, member=member_id, left_at=None
    )
    belonging = found.first()
    if belonging is None:
        raise rules.not_a_member()
    return belonging


def _roles_held(community: Community, member_id: int) -> list[tuple[str, frozenset[str]]]:
    grants = Grant.objects.filter(
        role__community=community, member=member_id, revoked_at=None
    ).select_related("role")
    return [(grant.role.built_in, rules.permissions_of(grant.role)) for grant in grants]


def _let_go(actor: Viewer, belonging: Membership, *, reason: str) -> None:
    now = clock.now()
    belonging.left_at, belonging.left_reason = now, reason
    belonging.removed_by_id = actor.member_id if reason else None
    belonging.save(update_fields=["left_at", "left_reason", "removed_by"])
    held = Grant.objects.filter(
        role__community=belonging.community_id, member=belonging.member_id, revoked_at=None
    )
    for grant in held.select_related("role"):
        _end(actor, grant)
        _tell_revoked(actor, grant, belonging)
    if belonging.bot_since is None:  # the card counts people
        Community.objects.filter(pk=belonging.community_id).update(
            member_count=F("member_count") - 1
        )


def _tell_revoked(actor: Viewer, grant: Grant, belonging: Membership) -> None:
    record(
        RoleRevoked(
            object_id=belonging.pk,
            role_id=grant.role_id,
            role=grant.role.built_in or "custom",
            space_id=grant.space_id,
            about_actor=members.actor_keys([grant.member_id]).get(grant.member_id),
            audience="members",
            **told_by(actor),
        )
    )


def _end(actor: Viewer, grant: Grant) -> None:
    grant.revoked_at, grant.revoked_by_id = clock.now(), actor.member_id
    grant.save(update_fields=["revoked_at", "revoked_by"])


def _hold(actor: Viewer, community: Community, member_id: int, built_in: str) -> None:
    role = one_or_missing(Role.objects.filter(community=community, built_in=built_in))
    held = Grant.objects.filter(role=role, member=member_id, space=None, revoked_at=None)
    if not held.exists():
        Grant.objects.create(
            role=role, member_id=member_id, granted_by_id=actor.member_id, granted_at=clock.now()
        )
