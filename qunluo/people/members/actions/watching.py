"""Staff who open a member's personal record say why, and it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.activities import StaffLooked
from qunluo.people.members.models import Member, StaffAccess

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def open_record(actor: Viewer, member_id: int, *, reason: str) -> None:
    """Before a personal record is shown (it stays open for a quarter of an hour).

    Refuses `members.staff_only`, `members.reason_missing`, `missing`.
    """
    staff_id = rules.require_staff(actor)
    why = reason.strip()
    if len(why) < 2:
        told = _("Please say why you need to see this.")
        raise Invalid("members.reason_missing", told, fields={"reason": told})
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise missing()
    StaffAccess.objects.create(
        staff_id=staff_id, member=member, reason=why[:300], opened_at=clock.now()
    )
    record(
        StaffLooked(
            object_id=member.pk,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=member.actor_key,
        )
    )
