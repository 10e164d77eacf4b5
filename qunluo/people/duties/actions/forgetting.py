"""Forgetting who did the work, and a whole community's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel.action import action
from qunluo.people.duties.models import Duty

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def forget_member(actor: Viewer, member_id: int) -> None:
    """Take the person's name off the work; what they had claimed is free again."""
    mine = Q(claimed_by=member_id) | Q(done_by=member_id)
    for column in ("claimed_by", "done_by"):
        Duty.objects.filter(mine, **{column: member_id}).update(**{column: None})


@action
def purge_duties(actor: Viewer, community_id: int) -> None:
    """Delete a community's work; only the purge calls this."""
    Duty.objects.filter(community=community_id).delete()
