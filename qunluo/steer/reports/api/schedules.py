"""Schedules for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ninja import Schema

from qunluo.people.communities.web import entering
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.api.routes import router

if TYPE_CHECKING:
    from django.http import HttpRequest

PLACE = "/communities/{slug}/report-schedules"


class ScheduleOut(Schema):
    """`delay`: days after the period's last day; `hour`: local; `readers`: handles.

    `attaches`: the letter about a published report carries its PDF.
    """

    span: str
    delay: int
    hour: int
    language: str
    is_on: bool
    attaches: bool
    timezone: str
    next_at: datetime | None
    readers: list[str]


class ScheduleIn(Schema):
    delay: int = 2
    hour: int = 9
    language: Literal["zh-hans", "en"] = "zh-hans"
    readers: list[str] = []
    is_on: bool = True
    attaches: bool = False


@router.get(PLACE, response=list[ScheduleOut], operation_id="listReportSchedules")
def list_schedules(request: HttpRequest, slug: str) -> list[ScheduleOut]:
    """When reports are drafted by themselves, and who gets letters about them."""
    return [_out(line) for line in queries.schedules_for(entering(request, slug))]


@router.put(PLACE + "/{span}", response=ScheduleOut, operation_id="setReportSchedule")
def set_schedule(request: HttpRequest, slug: str, span: str, told: ScheduleIn) -> ScheduleOut:
    """Settle the schedule of a week, month or quarter. Readers need a role and `reports.read`."""
    viewer = entering(request, slug)
    ids = {one.handle: one.member_id for one in queries.possible_readers(viewer)}
    readers = [ids.get(handle.removeprefix("@").lower(), 0) for handle in told.readers]
    actions.set_schedule(
        viewer,
        span,
        (told.delay, told.hour),
        language=told.language,
        readers=readers,
        is_on=told.is_on,
    )
    actions.set_attaching(viewer, span, attaches=told.attaches)
    lines = {line.span: line for line in queries.schedules_for(viewer)}
    return _out(lines[span])


def _out(line: queries.ScheduleLine) -> ScheduleOut:
    told = {name: getattr(line, name) for name in ScheduleOut.model_fields}
    return ScheduleOut(**{**told, "readers": [one.handle for one in line.readers]})
