"""What moderation has a membership or a community hold back; moderation records why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community, Membership

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@action
def hold_back(
    actor: Viewer,
    member_id: int,
    *,
    muted_until: datetime | None,
    shut_out_until: datetime | None,
    is_banned: bool,
) -> None:
    """Set what holds a member back from now on; refuses with `communities.not_a_member`.

    Asks for no permission and records nothing: the calling action has and does.
    """
    found = Membership.objects.filter(community=actor.community_id, member=member_id)
    if not found.update(
        muted_until=muted_until, shut_out_until=shut_out_until, is_banned=is_banned
    ):
        raise rules.not_a_member()


@action
def hold_community(actor: Viewer, kind: str, until: datetime | None) -> None:
    """Set the community's emergency (freeze, newcomers, read_only, or "" for none).

    Asks for no permission and records nothing: the calling action has and does.
    """
    if not Community.objects.filter(pk=actor.community_id or 0).update(
        emergency=kind, emergency_until=until
    ):
        raise missing()
