"""What a running job says about itself, and how it learns that it should stop."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.models import Job

EVERY_SECONDS = 0.5


# BaseException, so that a job's own `except Exception` does not swallow them.
class Cancelled(BaseException):
    """Somebody wished the job to stop."""


class Interrupted(BaseException):
    """The worker stops, or lost its lease: the job goes back in line."""


@dataclass
class Running:
    """The job this thread is at."""

    row: Job
    stop: Event = field(default_factory=Event)
    told_at: float = 0.0


current: ContextVar[Running | None] = ContextVar("current", default=None)


def report_progress(done: int, total: int, note: str = "") -> None:
    """Say how far the job is; outside a job it does nothing. Call it as often as you like.

    Here a job also stops when it was cancelled or the worker is leaving, so call it where stopping
    is harmless: between two actions, not inside one.
    """
    running = current.get()
    if running is None:
        return
    if running.stop.is_set():
        raise Interrupted
    moment = time.monotonic()
    if moment - running.told_at < EVERY_SECONDS and done < total:
        return
    running.told_at = moment
    row = running.row
    mine = Job.objects.filter(pk=row.pk, holder=row.holder, attempts=row.attempts)
    with writing("jobs"):
        mine.update(done=done, total=total, note=note[:300])
    wished = mine.values_list("is_cancel_wished", flat=True).first()
    if wished is None:
        raise Interrupted
    if wished:
        raise Cancelled
