"""Invitation links: made, used up, revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import rules
from qunluo.people.communities.actions.joining import let_in, refuse_removed
from qunluo.people.communities.actions.standing import open_here, permitted_here, told_by
from qunluo.people.communities.activities import InvitationMade, InvitationRevoked
from qunluo.people.communities.models import Invitation

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

MOST_DAYS = 366
MOST_USES = 100_000


@action
def make_invitation(
    actor: Viewer, *, label: str = "", days: int | None = None, uses: int | None = None
) -> str:
    """A link's code; `days` until it expires and `uses` are without limit when None.

    Refuses with `communities.invitation_limits`.
    """
    community = permitted_here(actor, rules.INVITE)
    _refuse_odd_limits(days, uses)
    now = clock.now()
    invitation = Invitation.objects.create(
        community=community,
        code=secrets.token_urlsafe(16),
        label=label.strip()[:80],
        made_by_id=actor.require_member_id(),
        made_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
        uses_left=uses,
    )
    record(
        InvitationMade(
            object_id=invitation.pk, uses=uses, days=days, audience="staff", **told_by(actor)
        )
    )
    return invitation.code


@action
def revoke_invitation(actor: Viewer, invitation_id: int) -> None:
    """Close a link at once. Refuses with `missing`, `communities.invitation_closed`."""
    permitted_here(actor, rules.INVITE)
    found = Invitation.objects.select_for_update().filter(
        pk=invitation_id, community=actor.community_id
    )
    invitation = one_or_missing(found)
    if invitation.revoked_at is not None:
        raise _closed()
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    record(InvitationRevoked(object_id=invitation.pk, audience="staff", **told_by(actor)))


@action
def join_by_invitation(actor: Viewer, code: str) -> int:
    """Join the community the actor stands in by a link; returns the membership's id.

    The last use is taken by exactly one. Refuses with `communities.invitation_closed`,
    `communities.already_member`, `communities.removed_before`.
    """
    member_id = actor.require_member_id()
    community = open_here(actor)
    refuse_removed(community, member_id)
    now = clock.now()
    usable = Invitation.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now),
        Q(uses_left=None) | Q(uses_left__gt=0),
        community=community,
        code=code,
        revoked_at=None,
    )
    # One UPDATE takes the use, so of two people at the last one the database lets one through.
    if not usable.update(uses_left=F("uses_left") - 1, use_count=F("use_count") + 1):
        raise _closed()
    maker = Invitation.objects.values_list("made_by", flat=True).get(code=code)
    return let_in(community, member_id, channel="invitation", invited_by=maker)


def _closed() -> Refusal:
    return Forbidden(
        "communities.invitation_closed",
        _("This invitation is used up, expired or revoked. Ask for a new link."),
    )


def _refuse_odd_limits(days: int | None, uses: int | None) -> None:
    fields = {}
    if days is not None and not 1 <= days <= MOST_DAYS:
        fields["days"] = _("Between 1 and 366 days.")
    if uses is not None and not 1 <= uses <= MOST_USES:
        fields["uses"] = _("Between 1 and 100,000 uses.")
    if fields:
        raise Invalid(
            "communities.invitation_limits", _("These limits do not work."), fields=fields
        )
