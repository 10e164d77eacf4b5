"""Reads about jobs and workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max

from qunluo.kernel.jobs.models import Job, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

STATES = ("waiting", "running", "failed", "done", "cancelled")


@dataclass(frozen=True)
class JobStatus:
    """Where a job is. `state`: waiting, running, done, failed, cancelled, or unknown."""

    id: str
    state: str
    done: int = 0
    total: int = 0
    note: str = ""
    error: str = ""
    result: object = None

    @property
    def is_over(self) -> bool:
        return self.state not in {"waiting", "running"}


@dataclass(frozen=True)
class JobLine:
    """One row of the operators' list."""

    id: int
    name: str
    task: str
    arguments: str
    state: str
    enqueued_at: datetime
    due_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    done: int
    total: int
    note: str
    error: str


def status(job_id: str | int) -> JobStatus:
    """Where a job is; an id nobody knows has the state "unknown"."""
    row = Job.objects.filter(pk=int(job_id)).first() if str(job_id).isdigit() else None
    if row is None:
        return JobStatus(str(job_id), "unknown")
    return JobStatus(str(row.pk), row.state, row.done, row.total, row.note, row.error, row.result)


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    found = dict(Job.objects.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in STATES}


def jobs_in(state: str, *, limit: int = 100) -> Sequence[JobLine]:
    """The newest jobs in a state; waiting ones in the order in which they are due."""
    order = ("due_at", "pk") if state == "waiting" else ("-pk",)
    return [_line(row) for row in Job.objects.filter(state=state).order_by(*order)[:limit]]


def _line(row: Job) -> JobLine:
    shown = [repr(value) for value in row.arguments["args"]]
    shown += [f"{name}={value!r}" for name, value in row.arguments["kwargs"].items()]
    return JobLine(
        id=row.pk,
        name=row.task.rsplit(".", 1)[-1],
        task=row.task,
        arguments=", ".join(shown)[:200],
        state=row.state,
        enqueued_at=row.enqueued_at,
        due_at=row.due_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        done=row.done,
        total=row.total,
        note=row.note,
        error=row.error,
    )


def most_pressing(counts: dict[str, int]) -> str:
    """The state that somebody should look at first."""
    return next((state for state in ("failed", "running", "waiting") if counts[state]), "done")


def last_beat() -> datetime | None:
    """When any worker last said that it lives."""
    found: datetime | None = Worker.objects.aggregate(last=Max("beat_at"))["last"]
    return found


def is_worker_alive() -> bool:
    """Whether a worker was heard within two leases."""
    last = last_beat()
    return last is not None and datetime.now(UTC) - last < timedelta(seconds=2 * settings.JOB_LEASE)
