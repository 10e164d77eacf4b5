"""What the team takes away where it stands: a decided case, so that its author hears why and may
appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.deciding import close_by_hand, set_undone
from qunluo.people.moderation.actions.telling import of_case, standing_in
from qunluo.people.moderation.activities import CaseOpened
from qunluo.people.moderation.models import Case

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Taken:
    """What was taken away: whose words, under which title, from when."""

    object_type: str
    object_id: int
    author_id: int | None
    title: str
    space_id: int | None
    written_at: datetime


@action
def note_removal(actor: Viewer, taken: Taken, why: StrPromise, *, note: str = "") -> int:
    """Put a removal of another's words on record; returns the case's id.

    Call it in the removing action, which has asked whether the actor may. The author is told `why`
    (and the `note`) and may appeal; a case that is open about it is decided by this, and its
    reporters are told.
    """
    with translation.override(actor.language):
        told = {"why": why, "note": note.strip()}
        reason = _("%(why)s: %(note)s") % told if note.strip() else str(why)
    about = _about(actor, taken.object_type, taken.object_id)
    case = about.filter(state="open").first() or _direct(actor, taken)
    close_by_hand(actor, case, "removed", reason[: rules.REASON_MOST])
    return case.pk


@action
def note_restoring(actor: Viewer, object_type: str, object_id: int) -> bool:
    """Put on record that the actor has just let through what was held, or brought back what was
    removed; whether there was a case.

    Call it in the restoring action. Within five minutes whoever removed it undoes it so; later, by
    somebody else, or after a report its author is told that it stands again.
    """
    about = _about(actor, object_type, object_id)
    held = about.filter(state="open", is_held=True).first()
    if held is not None:
        close_by_hand(actor, held, "kept")
        return True
    removed = about.filter(state="decided", outcome="removed")
    case = removed.order_by("-decided_at", "-pk").first()
    if case is None or case.decided_at is None:
        return False
    is_own = case.is_direct and case.decided_by_id == actor.member_id
    in_time = clock.now() - case.decided_at <= rules.UNDO_WITHIN
    set_undone(actor, case, is_late=not (is_own and in_time))
    return True


def _about(actor: Viewer, object_type: str, object_id: int) -> QuerySet[Case]:
    found = Case.objects.select_for_update(of=("self",))
    return found.filter(community=actor.community_id, object_type=object_type, object_id=object_id)


def _direct(actor: Viewer, taken: Taken) -> Case:
    now = clock.now()
    case = Case.objects.create(
        community_id=standing_in(actor),
        space_id=taken.space_id,
        object_type=taken.object_type,
        object_id=taken.object_id,
        author_id=taken.author_id,
        title=taken.title[:300],
        is_direct=True,
        acted_at=taken.written_at,
        opened_at=now,
    )
    record(CaseOpened(**of_case(actor, case), is_held=False))
    return case
