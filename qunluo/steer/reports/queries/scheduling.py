"""When reports are made by themselves, who hears of them, and how the last periods went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, cast

from django.core import signing
from django.urls import reverse

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel import clock
from qunluo.kernel.refusal import missing
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.steer.reports.models import ReportReader, ReportSchedule
from qunluo.steer.reports.queries.wording import period_label
from qunluo.steer.reports.rules import READ

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.steer.reports.models import ReportRun

SALT = "reports.letters"
LONGEST_DELAY = {"week": 6, "month": 20, "quarter": 20}
RUNS_SHOWN = 6


@dataclass(frozen=True)
class ReaderLine:
    """`has_stopped`: wants no letters; only they themselves undo that."""

    member_id: int
    name: str
    handle: str
    has_stopped: bool


@dataclass(frozen=True)
class RunLine:
    """`words`: why there is no draft yet; empty when there is one."""

    period: str
    report_id: int | None
    tried_at: datetime
    words: str


@dataclass(frozen=True)
class ScheduleLine:
    """`next_at`: when the next draft is due; None while it is off."""

    id: int
    span: str
    delay: int
    hour: int
    language: str
    is_on: bool
    timezone: str
    zone: tzinfo
    next_at: datetime | None
    next_period: str
    readers: tuple[ReaderLine, ...]
    runs: tuple[RunLine, ...]
    attaches: bool = False


@dataclass(frozen=True)
class Letters:
    """What the way out of a letter leads to."""

    schedule_id: int
    member_id: int
    community: str
    span: str


def schedules_for(viewer: Viewer) -> list[ScheduleLine]:
    """The community's schedules, shortest span first. Refuses `not_permitted`."""
    viewer.require(READ)
    rows = list(ReportSchedule.objects.filter(community=viewer.community_id))
    rows.sort(key=lambda row: list(LONGEST_DELAY).index(row.span))
    people = _people(viewer, rows)
    return [_line(row, people) for row in rows]


def _people(viewer: Viewer, rows: Iterable[ReportSchedule]) -> dict[int, Person]:
    ids = ReportReader.objects.filter(schedule__in=list(rows)).values_list("member_id", flat=True)
    return dict(communities.persons(viewer.community_id or 0, list(ids)))


def _line(row: ReportSchedule, people: dict[int, Person]) -> ScheduleLine:
    calendar = _calendar(row)
    coming = _coming(row, calendar) if row.is_on else None
    readers = [
        _reader(one, people[one.member_id])
        for one in row.readers.order_by("pk")
        if one.member_id in people and not people[one.member_id].is_erased
    ]
    runs = row.runs.order_by("-starts_on")[:RUNS_SHOWN]
    return ScheduleLine(
        id=row.pk,
        span=row.span,
        delay=row.delay,
        hour=row.hour,
        language=row.language,
        is_on=row.is_on,
        timezone=str(calendar.zone),
        zone=calendar.zone,
        next_at=due_at(row, coming, calendar) if coming else None,
        next_period=period_label(row.span, coming.start) if coming else "",
        readers=tuple(readers),
        runs=tuple(_run(row, one) for one in runs),
        attaches=row.attaches,
    )


def _reader(row: ReportReader, person: Person) -> ReaderLine:
    return ReaderLine(row.member_id, person.name, person.handle, row.stopped_at is not None)


def _run(row: ReportSchedule, run: ReportRun) -> RunLine:
    label = period_label(row.span, run.starts_on)
    return RunLine(label, run.report_id, run.tried_at, run.problem_words)


def _coming(row: ReportSchedule, calendar: metrics.Calendar) -> metrics.Period:
    """The next period whose draft is not due yet."""
    by = cast("metrics.By", row.span)
    period = calendar.neighbour(calendar.period(by, calendar.day_of(clock.now())), -1)
    while due_at(row, period, calendar) <= clock.now():
        period = calendar.neighbour(period, 1)
    return period


def due(row: ReportSchedule) -> metrics.Period | None:
    """The last whole period, once its draft is due; None before, or when it was due before `set_at`."""
    calendar = _calendar(row)
    by = cast("metrics.By", row.span)
    last = calendar.neighbour(calendar.period(by, calendar.day_of(clock.now())), -1)
    moment = due_at(row, last, calendar)
    return last if row.set_at <= moment <= clock.now() else None


def due_at(row: ReportSchedule, period: metrics.Period, calendar: metrics.Calendar) -> datetime:
    """The local hour, so many days after the period's last day."""
    day = period.last_day + timedelta(days=row.delay)
    return datetime.combine(day, time(row.hour), calendar.zone).astimezone(UTC)


def _calendar(row: ReportSchedule) -> metrics.Calendar:
    mark = metrics.watermark(row.community_id)
    return metrics.calendar_of(row.community_id, mark.number)


def possible_readers(viewer: Viewer) -> list[ReaderLine]:
    """Those who hold a role here and may read reports, who letters can be sent to."""
    slug = viewer.community_slug or ""
    here = viewer.community_id or 0
    ids = list(dict.fromkeys(holder.member_id for holder in communities.holders_in(here)))
    people = communities.persons(here, ids)
    standing = (
        (one.member_id, communities.entrance(one.viewer, slug).viewer)
        for one in members.recipients(ids)
    )
    return [
        ReaderLine(member_id, people[member_id].name, people[member_id].handle, has_stopped=False)
        for member_id, eyes in standing
        if eyes.may(READ) and member_id in people
    ]


def way_out(schedule_id: int, member_id: int) -> str:
    """The path that a letter's unsubscribing goes to: opaque, without expiry (RFC 8058)."""
    token = signing.dumps([schedule_id, member_id], salt=SALT)
    return reverse("reports:letters", kwargs={"token": token})


def letters_of(token: str) -> Letters:
    """Whose letters a way out stops; refuses `missing`."""
    try:
        schedule_id, member_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise missing() from None
    row = (
        ReportSchedule.objects.select_related("community")
        .filter(pk=schedule_id, readers__member=member_id)
        .first()
    )
    if row is None:
        raise missing()
    return Letters(row.pk, int(member_id), row.community.name, row.span)
