"""How a function becomes a job, a timed job, or a piece of the worker's round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast

from django_tasks import task
from django_tasks.base import Task

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, R]):
    """A task of the Django Tasks API that also says how often it may be tried again."""

    retries: int = 3


@dataclass(frozen=True)
class CronEntry:
    """`schedule` is five cron fields in the installation's time zone (settings.TIME_ZONE)."""

    name: str
    schedule: str
    task: JobTask[[], Any]


@dataclass(frozen=True)
class PeriodicEntry:
    """Called by one worker at a time, at most once in `every_seconds`."""

    name: str
    every_seconds: float
    call: Callable[[], object]


cron_table: dict[str, CronEntry] = {}
periodic_table: dict[str, PeriodicEntry] = {}


def job(
    *, queue: str = "default", retries: int = 3, priority: int = 0
) -> Callable[[Callable[P, R]], JobTask[P, R]]:
    """Make a module-level function of JSON-able arguments a job: `.enqueue(...)` puts it in line.

    A job runs at least once, so running it twice must do no harm. A job that raises is tried again
    `retries` times with growing pauses; one whose worker died runs again whatever `retries` says.
    Queue "long" is for work of minutes: it never takes the worker's last free thread.
    """

    def declare(function: Callable[P, R]) -> JobTask[P, R]:
        made = task(queue_name=queue, priority=priority, retries=retries)(function)
        return cast("JobTask[P, R]", made)

    return declare


def cron(schedule: str) -> Callable[[JobTask[[], R]], JobTask[[], R]]:
    """Enqueue a job (of no arguments) at each tick, once whatever the number of workers.

    Ticks missed while no worker ran are made up by one run.
    """

    def enter(timed: JobTask[[], R]) -> JobTask[[], R]:
        cron_table[timed.module_path] = CronEntry(timed.module_path, schedule, timed)
        return timed

    return enter


def periodic(*, every_seconds: float) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Call a function in the worker every so many seconds, by one worker at a time.

    For small frequent rounds (the lake's exporter); an error is logged and the next round comes.
    """

    def enter(call: Callable[[], R]) -> Callable[[], R]:
        name = f"{call.__module__}.{call.__name__}"
        periodic_table[name] = PeriodicEntry(name, every_seconds, call)
        return call

    return enter
