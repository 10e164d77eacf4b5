"""Who holds a job: taking the next one, renewing its lease, and how it ends.

Every ending names the holder and the attempt, so a worker that lost its lease writes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet

BACK_OFF = (2, 10, 60, 300, 1800, 3600)
MOST_CRASHES = 5
ENDED = ("done", "failed", "cancelled")


def lease() -> timedelta:
    """How long a sign of life lasts; renewed three times in that time."""
    return timedelta(seconds=settings.JOB_LEASE)


def claim(holder: str, *, besides: tuple[str, ...] = ()) -> Job | None:
    """Take the next job that is due or whose holder went silent; None when there is none."""
    now = datetime.now(UTC)
    wanted = Q(state="waiting", due_at__lte=now) | Q(state="running", leased_until__lt=now)
    free = Job.objects.filter(wanted).exclude(queue__in=besides)
    if not free.exists():  # asked without a lock: an idle worker writes nothing
        return None
    with transaction.atomic(), writing("jobs"):
        row = _first_locked(free.order_by("-priority", "due_at", "pk"))
        if row is None or not _take(row, holder, now):
            return None
    return row


def _first_locked(free: QuerySet[Job]) -> Job | None:
    # SQLite has one writer and begins IMMEDIATE, which locks as well.
    if connection.features.has_select_for_update_skip_locked:
        return free.select_for_update(skip_locked=True).first()
    return free.first()


def _take(row: Job, holder: str, now: datetime) -> bool:
    died = row.state == "running"
    if died and row.crashes + 1 >= MOST_CRASHES:
        Job.objects.filter(pk=row.pk).update(
            state="failed",
            finished_at=now,
            crashes=row.crashes + 1,
            holder="",
            leased_until=None,
            error=f"its worker died {MOST_CRASHES} times in the middle of it",
        )
        return False
    row.crashes += int(died)
    row.attempts += 1
    row.state, row.holder, row.started_at = "running", holder, now
    row.leased_until = now + lease()
    row.save(update_fields=["crashes", "attempts", "state", "holder", "started_at", "leased_until"])
    return True


def renew(holder: str) -> set[int]:
    """Renew every lease the worker holds; returns the jobs that are still its own."""
    mine = Job.objects.filter(state="running", holder=holder)
    held = set(mine.values_list("pk", flat=True))
    if held:
        with writing("jobs"):
            mine.update(leased_until=datetime.now(UTC) + lease())
    return held


def _mine(row: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=row.pk, state="running", holder=row.holder, attempts=row.attempts)


def finish(row: Job, state: str, **values: Any) -> bool:
    """End a job; False when it is no longer this worker's to end."""
    with writing("jobs"):
        ended = _mine(row).update(
            state=state, finished_at=datetime.now(UTC), leased_until=None, **values
        )
    return bool(ended)


def give_back(row: Job) -> None:
    """The worker stops: the job waits again, and this attempt does not count."""
    with writing("jobs"):
        _mine(row).update(
            state="waiting",
            due_at=datetime.now(UTC),
            leased_until=None,
            holder="",
            attempts=F("attempts") - 1,
        )


def put_off(row: Job, error: str, traceback: str) -> None:
    """Try again later, or call it failed when its retries are used up."""
    # An attempt that ended with its worker's death is not one of the retries.
    tried = row.attempts - row.crashes
    told = {"error": error[:2000], "traceback": traceback[-20_000:]}
    if tried > row.retries:
        finish(row, "failed", **told)
        return
    wait = BACK_OFF[min(tried, len(BACK_OFF)) - 1]
    with writing("jobs"):
        _mine(row).update(
            state="waiting",
            due_at=datetime.now(UTC) + timedelta(seconds=wait),
            leased_until=None,
            holder="",
            **told,
        )
