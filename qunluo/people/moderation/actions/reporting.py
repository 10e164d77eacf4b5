"""From a report, a held post or a signal to one case about one object."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import JoinRequired, Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.duties import actions as duties
from qunluo.people.members import queries as members
from qunluo.people.moderation import rules
from qunluo.people.moderation.actions.telling import of_case, standing_in
from qunluo.people.moderation.activities import CaseOpened, Flagged
from qunluo.people.moderation.models import Case, Flag, Signal, Trace

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.objects import ObjectText
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.moderation.queries.screening import Verdict


@action
def flag(
    reporter: Viewer, object_type: str, object_id: int, *, rule_key: str = "", note: str = ""
) -> int:
    """Report something one may see; many reports on one thing are one case, whose id is returned.

    Refuses with `sign_in_required`, `join_required`, `missing`, `moderation.own_words`,
    `moderation.flagged`, `moderation.empty` (neither rule nor note), `moderation.too_long`.
    """
    member_id = reporter.require_member_id()
    if not reporter.is_member:
        raise JoinRequired(reporter.community_slug)
    told = _reachable(reporter, object_type, object_id)
    author_id = (
        members.member_ids_of([told.author_key]).get(told.author_key) if told.author_key else None
    )
    if author_id == member_id:
        raise Refusal("moderation.own_words", _("These are your own words. You can remove them."))
    if not rule_key or note.strip():
        note = rules.checked("note", note, rules.REASON_MOST)
    case = open_case(reporter, told, author_id)
    _row, is_new = Flag.objects.get_or_create(
        case=case,
        reporter_id=member_id,
        defaults={"rule_key": rule_key[:20], "note": note, "flagged_at": clock.now()},
    )
    if not is_new:
        raise Refusal("moderation.flagged", _("You have reported this already. Thank you."))
    record(Flagged(**of_case(reporter, case), rule=rule_key[:20]))
    return case.pk


@action
def note_written(
    author: Viewer,
    verdict: Verdict,
    object_type: str,
    object_id: int,
    *,
    title: str,
    space_id: int | None,
) -> int | None:
    """Keep what screening found about something just written; returns the case's id, if any.

    Call it in the writing action, after the object is stored (held where the verdict says so).
    """
    now = clock.now()
    if verdict.mark:
        Trace.objects.create(
            community_id=standing_in(author),
            member_id=author.require_member_id(),
            mark=verdict.mark,
            written_at=now,
        )
    if verdict.level not in {"hold", "log"}:
        return None
    case = _opened(
        author,
        object_type,
        object_id,
        author_id=author.member_id,
        title=title[:300],
        space_id=space_id,
        acted_at=now,
        is_held=verdict.is_held,
    )
    Signal.objects.bulk_create(
        Signal(case=case, kind=kind, detail=detail, noticed_at=now)
        for kind, detail in verdict.reasons
    )
    return case.pk


def open_case(actor: Viewer, told: ObjectText, author_id: int | None) -> Case:
    """The open case about an object, or a new one."""
    return _opened(
        actor,
        told.object_type,
        told.object_id,
        author_id=author_id,
        title=told.title[:300],
        space_id=told.space_id,
        acted_at=told.happened_at,
        is_held=False,
    )


def _opened(  # noqa: PLR0913 - the columns of a case
    actor: Viewer,
    object_type: str,
    object_id: int,
    *,
    author_id: int | None,
    title: str,
    space_id: int | None,
    acted_at: datetime,
    is_held: bool,
) -> Case:
    try:
        # Leans on moderation_one_open_case: of two reports at once, one opens the case.
        with transaction.atomic():
            case = Case.objects.create(
                community_id=standing_in(actor),
                space_id=space_id,
                object_type=object_type,
                object_id=object_id,
                author_id=author_id,
                title=title,
                is_held=is_held,
                acted_at=acted_at,
                opened_at=clock.now(),
            )
    except IntegrityError:
        return Case.objects.get(object_type=object_type, object_id=object_id, state="open")
    minutes = preferences.get(actor, rules.TARGET_MINUTES)
    due_at = case.opened_at + timedelta(minutes=minutes)
    duties.open_duty(actor, "moderation.case", case.pk, space_id=space_id, due_at=due_at)
    envelope = of_case(actor, case)
    if case.author_id == actor.member_id:  # nobody reports themselves: the house noticed it
        envelope["actor_key"] = None
    record(CaseOpened(**envelope, is_held=is_held))
    return case


def _reachable(viewer: Viewer, object_type: str, object_id: int) -> ObjectText:
    """The object when the viewer may see it, else `missing`."""
    kind = kinds.get(object_type)
    if kind is None or object_id not in kind.cards(viewer, [object_id]):
        raise missing()
    for told in kind.texts([object_id]):
        if told.community_id == viewer.community_id:
            return told
    raise missing()
