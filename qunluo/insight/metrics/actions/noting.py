"""What people keep for themselves: views under a name, words on the charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.activities import NoteStruck, NoteWritten, ViewDropped, ViewSaved
from qunluo.insight.metrics.models import Note, SavedView
from qunluo.insight.metrics.rules import ENTER, SEE
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, missing, one_or_missing
from qunluo.kernel.stream.record import record

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer


@action
def save_view(actor: Viewer, study: str, name: str, query: str) -> int:
    """Keep a study's choices (a query string) under a name for everybody who sees figures."""
    member_id = actor.require_member_id()
    actor.require(SEE)
    if actor.community_id is None:
        raise missing()
    view = SavedView.objects.create(
        community_id=actor.community_id,
        study=study,
        name=name,
        query=query,
        saved_by_id=member_id,
        saved_at=clock.now(),
    )
    record(
        ViewSaved(
            object_id=view.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            study=study,
        )
    )
    return view.pk


@action
def drop_view(actor: Viewer, view_id: int) -> None:
    """By whoever saved it, or by those who enter figures. Refuses with `metrics.not_yours`."""
    view = one_or_missing(
        SavedView.objects.filter(pk=view_id, community_id=actor.community_id or 0)
    )
    if view.saved_by_id != actor.member_id and not actor.may(ENTER):
        raise Forbidden("metrics.not_yours", _("Only whoever saved it, or an administrator, may."))
    record(
        ViewDropped(object_id=view.pk, community_id=actor.community_id, actor_key=actor.actor_key)
    )
    view.delete()


@action
def write_note(
    actor: Viewer, text: str, *, first: date, last: date, is_planned: bool = False
) -> int:
    """Put words on the charts of these days, both included. Refuses with `metrics.bad_days`."""
    actor.require(ENTER)
    if actor.community_id is None:
        raise missing()
    if last < first:
        raise Invalid("metrics.bad_days", _("The last day lies before the first one."))
    note = Note.objects.create(
        community_id=actor.community_id,
        first=first,
        last=last,
        text=text,
        is_planned=is_planned,
        written_by_id=actor.member_id,
        written_at=clock.now(),
    )
    record(
        NoteWritten(
            object_id=note.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            is_planned=is_planned,
        )
    )
    return note.pk


@action
def strike_note(actor: Viewer, note_id: int) -> None:
    actor.require(ENTER)
    note = one_or_missing(Note.objects.filter(pk=note_id, community_id=actor.community_id or 0))
    record(
        NoteStruck(object_id=note.pk, community_id=actor.community_id, actor_key=actor.actor_key)
    )
    note.delete()
