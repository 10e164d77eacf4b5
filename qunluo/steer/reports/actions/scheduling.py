"""Settle when reports are made by themselves, and who gets letters about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import queries as members
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import LettersStopped, ScheduleSet
from qunluo.steer.reports.models import ReportReader, ReportSchedule
from qunluo.steer.reports.rules import SCHEDULE

if TYPE_CHECKING:
    from collections.abc import Collection

    from qunluo.kernel.viewer import Viewer

LANGUAGES = frozenset({"zh-hans", "en"})
LAST_HOUR = 23


@action
def set_schedule(
    actor: Viewer,
    span: str,
    timing: tuple[int, int],
    *,
    language: str,
    readers: Collection[int],
    is_on: bool = True,
) -> int:
    """Settle the schedule of a span (week, month, quarter); its id.

    `timing`: days after the period's last day, and the local hour. `readers`: member ids of people
    with a role here who may read reports; who has stopped the letters stays stopped, unless it is
    the actor. Refuses `not_permitted`, `reports.schedule_span`, `reports.schedule_delay`,
    `reports.schedule_hour`, `reports.schedule_language`, `reports.schedule_readers`.
    """
    actor.require(SCHEDULE)
    delay, hour = timing
    _ask(span, delay, hour, language)
    _ask_readers(actor, readers)
    told = {"delay": delay, "hour": hour, "language": language, "is_on": is_on}
    by = {"set_by_id": actor.require_member_id(), "set_at": clock.now()}
    row, _is_new = ReportSchedule.objects.update_or_create(
        community_id=actor.community_id or 0, span=span, defaults={**told, **by}
    )
    _keep_readers(actor, row, readers)
    record(
        ScheduleSet(
            object_id=row.pk, **_told(actor), span=span, delay=delay, hour=hour, is_on=is_on
        )
    )
    return row.pk


@action
def set_attaching(actor: Viewer, span: str, *, attaches: bool) -> None:
    """Whether a published report rides in the letters as PDF, where it is small enough for them.

    Refuses `not_permitted`, `missing`.
    """
    actor.require(SCHEDULE)
    here = ReportSchedule.objects.filter(community=actor.community_id, span=span)
    row = one_or_missing(here)
    row.attaches = attaches
    row.save(update_fields=["attaches"])
    record(
        ScheduleSet(
            object_id=row.pk,
            **_told(actor),
            span=span,
            delay=row.delay,
            hour=row.hour,
            is_on=row.is_on,
        )
    )


def _ask(span: str, delay: int, hour: int, language: str) -> None:
    most = queries.LONGEST_DELAY.get(span)
    if most is None:
        raise Invalid(
            "reports.schedule_span", _("Reports are made by themselves by week, month or quarter.")
        )
    if not 1 <= delay <= most:
        told = _("Choose from 1 to %(most)d days after the period.") % {"most": most}
        raise Invalid("reports.schedule_delay", told, fields={"delay": told})
    if not 0 <= hour <= LAST_HOUR:
        between = _("Choose an hour from 0 to 23.")
        raise Invalid("reports.schedule_hour", between, fields={"hour": between})
    if language not in LANGUAGES:
        raise Invalid("reports.schedule_language", _("Letters are written in Chinese or English."))


def _ask_readers(actor: Viewer, readers: Collection[int]) -> None:
    known = {one.member_id for one in queries.possible_readers(actor)}
    if not set(readers) <= known:
        told = _("Letters go to people with a role here who may read reports.")
        raise Invalid("reports.schedule_readers", told, fields={"readers": told})


def _keep_readers(actor: Viewer, row: ReportSchedule, readers: Collection[int]) -> None:
    row.readers.exclude(member__in=readers).delete()
    known = set(row.readers.values_list("member_id", flat=True))
    ReportReader.objects.bulk_create(
        ReportReader(schedule=row, member_id=one) for one in sorted(set(readers) - known)
    )
    row.readers.filter(member=actor.member_id).update(stopped_at=None)


@action
def stop_letters(token: str) -> None:
    """Leave a schedule's letters by the way out of one; twice is the same as once.

    Refuses `missing`.
    """
    letters = queries.letters_of(token)
    row = ReportReader.objects.get(schedule=letters.schedule_id, member=letters.member_id)
    if row.stopped_at is not None:
        return
    row.stopped_at = clock.now()
    row.save(update_fields=["stopped_at"])
    schedule = ReportSchedule.objects.get(pk=letters.schedule_id)
    record(
        LettersStopped(
            object_id=schedule.pk,
            community_id=schedule.community_id,
            actor_key=members.viewer_by_id(letters.member_id).actor_key,
        )
    )


def _told(actor: Viewer) -> dict[str, Any]:
    return {"community_id": actor.community_id, "actor_key": actor.actor_key}
