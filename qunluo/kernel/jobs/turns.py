"""Timed work: of several workers exactly one takes each tick."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from croniter import croniter
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.claiming import lease
from qunluo.kernel.jobs.declaring import cron_table, periodic_table
from qunluo.kernel.jobs.models import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.kernel.jobs.declaring import CronEntry, PeriodicEntry

log = logging.getLogger(__name__)


def tick(now: datetime | None = None) -> int:
    """Enqueue every timed job whose tick has come; returns how many."""
    moment = now or datetime.now(UTC)
    known = dict(Turn.objects.filter(name__in=cron_table).values_list("name", "last_at"))
    return sum(_tick(entry, moment, known.get(entry.name)) for entry in cron_table.values())


def _tick(entry: CronEntry, now: datetime, last_at: datetime | None) -> bool:
    if last_at is None:
        # Seen for the first time: the next tick counts, not those before it was known.
        with writing("jobs"):
            Turn.objects.bulk_create([Turn(name=entry.name, last_at=now)], ignore_conflicts=True)
        return False
    latest = latest_tick(entry.schedule, now)
    if latest <= last_at:
        return False
    with transaction.atomic(), writing("jobs"):
        # Compare and set: whoever moves the mark enqueues, in the same transaction.
        moved = Turn.objects.filter(name=entry.name, last_at__lt=latest).update(last_at=latest)
        if moved:
            entry.task.enqueue()
    return bool(moved)


def latest_tick(schedule: str, now: datetime) -> datetime:
    """The last moment of the schedule that is not after `now`."""
    zone = ZoneInfo(settings.TIME_ZONE)
    after = now.astimezone(zone) + timedelta(microseconds=1)
    found: datetime = croniter(schedule, after).get_prev(datetime)
    return found.astimezone(UTC)


def go_round(holder: str) -> None:
    """Call every periodic piece whose time has come and that nobody else is at."""
    for entry in list(periodic_table.values()):
        with _turn(entry, holder) as mine:
            if mine:
                _call(entry)


def _call(entry: PeriodicEntry) -> None:
    try:
        entry.call()
    except Exception:
        log.exception("periodic work failed", extra={"task": entry.name})


@contextmanager
def _turn(entry: PeriodicEntry, holder: str) -> Iterator[bool]:
    now = datetime.now(UTC)
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    due = Turn.objects.filter(
        free, name=entry.name, last_at__lte=now - timedelta(seconds=entry.every_seconds)
    )
    if not Turn.objects.filter(name=entry.name).exists():
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        with writing("jobs"):
            Turn.objects.bulk_create(
                [Turn(name=entry.name, last_at=long_ago)], ignore_conflicts=True
            )
    if not due.exists():
        yield False
        return
    with writing("jobs"):
        mine = bool(due.update(last_at=now, leased_until=now + lease(), holder=holder))
    try:
        yield mine
    finally:
        if mine:
            with writing("jobs"):
                Turn.objects.filter(name=entry.name, holder=holder).update(
                    leased_until=None, holder=""
                )


def renew(holder: str) -> None:
    """Keep the turns this worker is at."""
    held = Turn.objects.filter(holder=holder)
    if held.exists():
        with writing("jobs"):
            held.update(leased_until=datetime.now(UTC) + lease())
