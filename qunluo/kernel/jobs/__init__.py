"""Work that may take its time: jobs with leases, retries, cron and progress, run by the worker."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qunluo.kernel.jobs.declaring import cron, job, periodic

if TYPE_CHECKING:
    from qunluo.kernel.jobs.progress import report_progress
    from qunluo.kernel.jobs.queries import JobStatus, status

__all__ = ["JobStatus", "cron", "job", "periodic", "report_progress", "status"]

# These lean on models, which exist only once Django has started.
_LATER = {"report_progress": "progress", "status": "queries", "JobStatus": "queries"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
