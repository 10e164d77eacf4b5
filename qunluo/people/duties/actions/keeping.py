"""Work appears on the table and leaves it: called by the domains whose work it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.duties.activities import DutyFinished, DutyOpened
from qunluo.people.duties.models import Duty
from qunluo.people.duties.ports import duty_kinds

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@action
def open_duty(
    actor: Viewer,
    kind: str,
    object_id: int,
    *,
    space_id: int | None = None,
    due_at: datetime | None = None,
    community_id: int | None = None,
) -> int:
    """Put work on the table, once per kind and object while it waits; returns the duty's id.

    `community_id` defaults to where the actor stands; work for the installation's staff has none.
    An unknown kind is a mistake of ours, so KeyError.
    """
    sort = duty_kinds[kind]
    home = (community_id or actor.community_id) if sort.permission else None
    waiting = _waiting(kind, object_id)
    if waiting is None:
        try:
            with transaction.atomic():  # leans on duties_one_open_each
                waiting = Duty.objects.create(
                    kind=kind,
                    object_type=sort.object_type,
                    object_id=object_id,
                    community_id=home,
                    space_id=space_id,
                    permission=sort.permission,
                    opened_at=clock.now(),
                    due_at=due_at,
                )
        except IntegrityError:
            return Duty.objects.get(kind=kind, object_id=object_id, done_at=None).pk
        record(DutyOpened(**told_of(actor, waiting)))
        tell_open_pages(waiting)
    elif due_at and (waiting.due_at is None or due_at < waiting.due_at):
        Duty.objects.filter(pk=waiting.pk).update(due_at=due_at)
    return waiting.pk


@action
def finish(actor: Viewer, kind: str, object_id: int, *, outcome: str) -> int:
    """The work is done, by whoever decided; returns how many duties that closed (0 or 1).

    `outcome` is a word of at most 40 signs, such as `approved`.
    """
    waiting = _waiting(kind, object_id)
    if waiting is None:
        return 0
    now = clock.now()
    waiting.done_at, waiting.done_by_id, waiting.outcome = now, actor.member_id, outcome[:40]
    waiting.save(update_fields=["done_at", "done_by", "outcome"])
    waited = max(0, int((now - waiting.opened_at).total_seconds()))
    record(DutyFinished(**told_of(actor, waiting), outcome=waiting.outcome, waited_seconds=waited))
    tell_open_pages(waiting)
    return 1


@action
def cancel(actor: Viewer, kind: str, object_id: int) -> int:
    """There is nothing left to do; returns how many duties that closed (0 or 1)."""
    return finish(actor, kind, object_id, outcome="cancelled")


def told_of(actor: Viewer, duty: Duty) -> dict[str, Any]:
    """The envelope of what is told about a duty."""
    return {
        "object_id": duty.pk,
        "community_id": duty.community_id,
        "space_id": duty.space_id,
        "actor_key": actor.actor_key,
        "target_type": duty.object_type,
        "target_id": duty.object_id,
        "kind": duty.kind,
    }


def tell_open_pages(duty: Duty) -> None:
    """Lists of work that are open in a browser are out of date."""
    if duty.community_id is not None:
        bus.tell(f"work:{duty.community_id}", "duty", {"id": duty.pk, "kind": duty.kind})


def _waiting(kind: str, object_id: int) -> Duty | None:
    found = Duty.objects.select_for_update().filter(kind=kind, object_id=object_id, done_at=None)
    return found.first()
