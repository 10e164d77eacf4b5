"""Forget what a member said of themselves, and whom they followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel.action import action
from qunluo.people.profiles.models import Card, Follow

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    Card.objects.filter(member=member_id).delete()
    Follow.objects.filter(Q(follower=member_id) | Q(followed=member_id)).delete()
