"""The Django Tasks backend on our own table: it adds leases, retries and progress (ADR 0011)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from qunluo.kernel import bus
from qunluo.kernel.action import writing
from qunluo.kernel.jobs.declaring import JobTask

if TYPE_CHECKING:
    from qunluo.kernel.jobs.models import Job

P = ParamSpec("P")
R = TypeVar("R")

STATES = {
    "waiting": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
    "cancelled": TaskResultStatus.FAILED,
}


class JobBackend(BaseTaskBackend):
    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, R], args: Any, kwargs: Any) -> TaskResult[R]:
        """Written in the caller's transaction; the worker is woken when that commits."""
        self.validate_task(task)
        now = datetime.now(UTC)
        with writing("jobs"):
            row = _jobs().objects.create(
                task=task.module_path,
                queue=task.queue_name,
                priority=task.priority,
                retries=getattr(task, "retries", 0),
                arguments=normalize_json({"args": args, "kwargs": kwargs}),
                enqueued_at=now,
                due_at=task.run_after or now,
            )
        transaction.on_commit(partial(bus.publish, "work", {"jobs": 1}), robust=True)
        return self._result(row)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        row = _jobs().objects.filter(pk=int(result_id)).first() if result_id.isdigit() else None
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return self._result(row)

    def _result(self, row: Job) -> TaskResult[Any]:
        result: TaskResult[Any] = TaskResult(
            task=task_at(row.task),
            id=str(row.pk),
            status=STATES[row.state],
            enqueued_at=row.enqueued_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            last_attempted_at=row.started_at,
            args=row.arguments["args"],
            kwargs=row.arguments["kwargs"],
            backend=self.alias,
            errors=_errors(row),
            worker_ids=[row.holder] * row.attempts,
        )
        object.__setattr__(result, "_return_value", row.result)
        return result


def task_at(path: str) -> Task[Any, Any]:
    """The job declared at a dotted path; raises LookupError when the code no longer has it."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise LookupError(f"no such job: {path}") from error
    if not isinstance(found, Task):
        raise LookupError(f"not a job: {path}")
    return found


def _jobs() -> type[Job]:
    # Declaring a job must not need models: jobs.py files are read while Django starts.
    return apps.get_model("jobs", "Job")


def _errors(row: Job) -> list[TaskError]:
    if not row.error:
        return []
    return [TaskError(exception_class_path="builtins.Exception", traceback=row.traceback)]
