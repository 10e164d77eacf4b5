"""Sweeping, at night."""

from __future__ import annotations

from qunluo.kernel.files.sweeping import sweep
from qunluo.kernel.jobs import cron, job


@cron("23 4 * * *")
@job()
def sweep_unclaimed_files() -> None:
    sweep()
