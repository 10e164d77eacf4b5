"""Two rows were one person: joined on record, and parted again the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import rules
from qunluo.people.members.actions.sessions import end_sessions_of
from qunluo.people.members.activities import Merged, MergeUndone
from qunluo.people.members.models import Member, Merge

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def merge(actor: Viewer, kept_id: int, absorbed_id: int, *, reason: str) -> int:
    """From now on, and in all old activities, `absorbed` is `kept`; returns the merge's id.

    Nothing is rewritten: reads follow `queries.aliases` and `queries.persons`. Staff only. Refuses
    `members.staff_only`, `members.same_person`, `missing`, `members.merge_chain`.
    """
    rules.require_staff(actor)
    return join(actor, kept_id, absorbed_id, reason=reason)


def join(actor: Viewer, kept_id: int, absorbed_id: int, *, reason: str) -> int:
    """For other actions of this domain that have asked who may."""
    if kept_id == absorbed_id:
        raise Refusal("members.same_person", _("These are one and the same member already."))
    people = Member.objects.filter(erased_at=None).in_bulk([kept_id, absorbed_id])
    if len(people) != 2:
        raise missing()
    kept, absorbed = people[kept_id], people[absorbed_id]
    standing = Merge.objects.filter(undone_at=None)
    # Depth one, so that every read is one look: nobody is absorbed twice, or absorbed and keeping.
    if (
        standing.filter(absorbed_id__in=(kept_id, absorbed_id)).exists()
        or standing.filter(kept=absorbed).exists()
    ):
        raise Refusal(
            "members.merge_chain",
            _("One of them is part of another merge. Undo that one first."),
        )
    deactivates = absorbed.is_active and not absorbed.is_placeholder
    made = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        merged_at=clock.now(),
        merged_by_id=actor.member_id,
        reason=reason[:300],
        deactivated_absorbed=deactivates,
    )
    if deactivates:
        Member.objects.filter(pk=absorbed_id).update(is_active=False)
        end_sessions_of(absorbed_id)
    record(
        Merged(
            object_id=kept_id,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=absorbed.actor_key,
            absorbed_id=absorbed_id,
        )
    )
    return made.pk


@action
def undo_merge(actor: Viewer, merge_id: int) -> None:
    """They are two again, as before. Staff only. Refuses `members.staff_only`, `missing`."""
    rules.require_staff(actor)
    found = Merge.objects.filter(pk=merge_id, undone_at=None).select_related("absorbed").first()
    if found is None:
        raise missing()
    found.undone_at, found.undone_by_id = clock.now(), actor.member_id
    found.save(update_fields=["undone_at", "undone_by"])
    if found.deactivated_absorbed:
        Member.objects.filter(pk=found.absorbed_id).update(is_active=True)
    record(
        MergeUndone(
            object_id=found.kept_id,
            community_id=None,
            actor_key=actor.actor_key,
            about_actor=found.absorbed.actor_key,
            absorbed_id=found.absorbed_id,
        )
    )
