"""Forget a person: their words go, the acts stay for the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.people.moderation.models import (
    Acknowledgement,
    Appeal,
    Case,
    Flag,
    RemovalAppeal,
    Sanction,
    Trace,
)

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def forget_member(_system: Viewer, member_id: int) -> None:
    """Erase what a member wrote here and what was written about them; cases and sanctions stay as
    acts without words."""
    Trace.objects.filter(member=member_id).delete()
    Acknowledgement.objects.filter(member=member_id).delete()
    Flag.objects.filter(reporter=member_id).update(note="")
    Case.objects.filter(author=member_id).update(author=None, title="", reason="")
    Sanction.objects.filter(member=member_id).update(reason="")
    Appeal.objects.filter(sanction__member=member_id).update(text="", answer="")
    RemovalAppeal.objects.filter(author=member_id).update(text="", answer="")


@action
def forget_traces(_system: Viewer, before: object) -> int:
    """Delete marks of texts from before a moment, at most a thousand; says how many went."""
    old = list(Trace.objects.filter(written_at__lt=before).values_list("pk", flat=True)[:1_000])
    return Trace.objects.filter(pk__in=old).delete()[0]
