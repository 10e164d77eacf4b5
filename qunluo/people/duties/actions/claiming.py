"""Operators take work, put it back, and take the next piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.duties import queries, rules
from qunluo.people.duties.actions.keeping import tell_open_pages, told_of
from qunluo.people.duties.activities import DutyClaimed, DutyReleased
from qunluo.people.duties.models import Duty

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.duties.queries import DutySheet


@action
def claim(actor: Viewer, duty_id: int) -> None:
    """Say "I am at it"; others leave it alone for eight hours. Claiming one's own again renews it.

    Refuses with `sign_in_required`, `missing` (not for this viewer, or done), `duties.taken`.
    """
    duty = _waiting(actor, duty_id)
    if not rules.is_free(actor, duty):
        raise rules.taken()
    duty.claimed_by_id, duty.claimed_at = actor.member_id, clock.now()
    duty.save(update_fields=["claimed_by", "claimed_at"])
    record(DutyClaimed(**told_of(actor, duty)))
    tell_open_pages(duty)


@action
def release(actor: Viewer, duty_id: int) -> None:
    """Put one's own work back. Refuses with `sign_in_required`, `missing`, `duties.taken`."""
    duty = _waiting(actor, duty_id)
    if duty.claimed_by_id is None:
        raise missing()
    if duty.claimed_by_id != actor.member_id:
        raise rules.taken()
    duty.claimed_by_id, duty.claimed_at = None, None
    duty.save(update_fields=["claimed_by", "claimed_at"])
    record(DutyReleased(**told_of(actor, duty)))
    tell_open_pages(duty)


@action
def take_next(actor: Viewer, kind: str = "") -> DutySheet:
    """处理下一项: claim the most urgent work the actor may do; returns it with its address.

    Refuses with `sign_in_required`, `duties.nothing_waits`.
    """
    actor.require_member_id()
    found = queries.next_duty(actor, kind)
    if found is None:
        raise rules.nothing_waits()
    claim(actor, found.id)
    return found


def _waiting(actor: Viewer, duty_id: int) -> Duty:
    actor.require_member_id()
    open_to = Duty.objects.filter(rules.for_viewer(actor), pk=duty_id, done_at=None)
    return one_or_missing(open_to.select_for_update(of=("self",)))
