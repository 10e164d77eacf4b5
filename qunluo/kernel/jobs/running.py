"""Run one job from start to end, whatever happens in it."""

from __future__ import annotations

import logging
import traceback
from threading import Event
from typing import TYPE_CHECKING

from django_tasks.utils import normalize_json

from qunluo.kernel.jobs import claiming
from qunluo.kernel.jobs.backend import task_at
from qunluo.kernel.jobs.progress import Cancelled, Interrupted, Running, current

if TYPE_CHECKING:
    from qunluo.kernel.jobs.models import Job

log = logging.getLogger(__name__)


def run(row: Job, stop: Event | None = None) -> None:
    """Run a claimed job and write how it ended; never raises for what the job raised."""
    if row.is_cancel_wished:
        claiming.finish(row, "cancelled")
        return
    token = current.set(Running(row, stop or Event()))
    try:
        result = task_at(row.task).call(*row.arguments["args"], **row.arguments["kwargs"])
        kept = _kept(result)
    except Cancelled:
        claiming.finish(row, "cancelled")
    except Interrupted:
        claiming.give_back(row)
    except Exception as error:
        log.exception("job failed", extra={"job": row.pk, "task": row.task})
        claiming.put_off(row, f"{type(error).__name__}: {error}", traceback.format_exc())
    else:
        claiming.finish(row, "done", result=kept, error="", traceback="")
    finally:
        current.reset(token)


def _kept(result: object) -> object:
    """What a job returned, when it can be kept as JSON."""
    try:
        return normalize_json(result)
    except (TypeError, ValueError):
        return None


def run_all(holder: str = "inline") -> int:
    """Run every job that is due, here and now: for tests and seeding; returns how many."""
    count = 0
    while (row := claiming.claim(holder)) is not None:
        run(row)
        count += 1
    return count
