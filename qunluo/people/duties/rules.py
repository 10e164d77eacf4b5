"""Who sees which work, and until when a claim keeps it from others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.refusal import Refusal
from qunluo.people.duties.ports import duty_kinds

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.duties.models import Duty

CLAIM_HOURS = 8


def for_viewer(viewer: Viewer) -> Q:
    """A condition on duties: the viewer holds what they need, where they stand. Asks nothing."""
    wanted = {kind.permission for kind in duty_kinds.values()} - {""}
    seen = Q(community=viewer.community_id, permission__in=sorted(wanted & viewer.permissions))
    for space_id, held in viewer.space_permissions.items():
        if wanted & held:
            seen |= Q(space=space_id, permission__in=sorted(wanted & held))
    if viewer.community_id is None:
        seen = Q(pk__in=[])
    if viewer.is_staff:
        seen |= Q(community=None)
    return seen


def lapsed_before() -> datetime:
    """Claims from before this moment no longer keep the work from others."""
    return clock.now() - timedelta(hours=CLAIM_HOURS)


def is_free(viewer: Viewer, duty: Duty) -> bool:
    """Whether the viewer may take it: nobody holds it, or they do, or the claim has lapsed."""
    if duty.claimed_by_id in {None, viewer.member_id} or duty.claimed_at is None:
        return True
    return duty.claimed_at < lapsed_before()


def taken() -> Refusal:
    return Refusal("duties.taken", _("Somebody else is at this already. Take the next one."))


def nothing_waits() -> Refusal:
    return Refusal("duties.nothing_waits", _("Nothing waits for you. Today is clear."))


def require_worker(viewer: Viewer) -> None:
    """Refuse whoever may not open the workbench, in all of the community or in a space of it."""
    if not viewer.may_anywhere("communities.work"):
        viewer.require("communities.work")
