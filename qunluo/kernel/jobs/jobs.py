"""The jobs' own housekeeping."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from qunluo.kernel.jobs import actions
from qunluo.kernel.jobs.declaring import cron, job


@cron("17 3 * * *")
@job()
def forget_old_jobs() -> None:
    """Jobs that went well are kept for two weeks, failed ones until somebody looks."""
    before = datetime.now(UTC) - timedelta(days=actions.KEPT_DAYS)
    while actions.forget_old(before):
        pass
