"""Forgetting a member who was erased: memberships stay for the counts, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.people.communities.models import JoinRequest, Membership

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """The members domain tells that somebody was erased, so nothing is recorded here."""
    Membership.objects.filter(member=member_id).update(
        nickname="", avatar=None, custom_fields={}, left_reason=""
    )
    JoinRequest.objects.filter(member=member_id).update(answers=[], reason="")
