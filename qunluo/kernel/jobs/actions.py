"""What installation staff may do with jobs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus
from qunluo.kernel.action import action
from qunluo.kernel.jobs.claiming import ENDED
from qunluo.kernel.jobs.models import Job, Worker
from qunluo.kernel.refusal import Refusal, missing

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

KEPT_DAYS = 14


@action
def run_again(actor: Viewer, job_id: int) -> None:
    """Put a job that ended back in line. Refuses with `missing`, `jobs.not_ended`."""
    actor.require_staff()
    row = Job.objects.filter(pk=job_id).first()
    if row is None:
        raise missing()
    if row.state not in ENDED:
        raise Refusal("jobs.not_ended", _("This job is still waiting or running. Cancel it first."))
    Job.objects.filter(pk=job_id).update(
        state="waiting",
        due_at=datetime.now(UTC),
        finished_at=None,
        attempts=0,
        crashes=0,
        is_cancel_wished=False,
        done=0,
        total=0,
        note="",
    )
    transaction.on_commit(partial(bus.publish, "work", {"jobs": 1}), robust=True)


@action
def wish_cancelled(actor: Viewer, job_id: int) -> None:
    """Ask a job to stop: at once while it waits, at its next report of progress while it runs.

    Refuses with `missing`, `jobs.ended`.
    """
    actor.require_staff()
    row = Job.objects.filter(pk=job_id).first()
    if row is None:
        raise missing()
    if row.state in ENDED:
        raise Refusal("jobs.ended", _("This job has already ended."))
    cancel(job_id)


@action
def cancel(job_id: int) -> None:
    """The same without asking who: for the domain that enqueued it and checked its own rules."""
    waiting = Job.objects.filter(pk=job_id, state="waiting")
    if not waiting.update(state="cancelled", finished_at=datetime.now(UTC)):
        Job.objects.filter(pk=job_id, state="running").update(is_cancel_wished=True)


@action
def forget_old(before: datetime, *, limit: int = 1000) -> int:
    """Delete jobs that ended before a moment and workers not heard since; returns how many jobs."""
    old = Job.objects.filter(state__in=("done", "cancelled"), finished_at__lt=before)
    ids = list(old.values_list("pk", flat=True)[:limit])
    Job.objects.filter(pk__in=ids).delete()
    Worker.objects.filter(beat_at__lt=datetime.now(UTC) - timedelta(days=1)).delete()
    return len(ids)
