"""The worker process: deliveries, jobs, timed work and a heartbeat, each in its own thread."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from qunluo.kernel import bus
from qunluo.kernel.action import writing
from qunluo.kernel.jobs import claiming, turns
from qunluo.kernel.jobs.models import Worker
from qunluo.kernel.jobs.running import run
from qunluo.kernel.starting import make_ready
from qunluo.kernel.stream import delivery

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.kernel.jobs.models import Job

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
GRACE_SECONDS = 8.0
BY_THE_CLOCK = ("heartbeat", "timetable")


class WorkerProcess:
    """Runs until `stop()`; several may run beside each other, on one machine or many."""

    def __init__(self, threads: int) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.threads = max(2, threads)
        self.stopping = threading.Event()
        self.running: dict[int, tuple[Job, threading.Event]] = {}
        self._bells: dict[str, threading.Event] = {}

    def run(self) -> None:
        """Start all threads and wait for `stop()`; then leave without losing anything."""
        bus.subscribe("work", lambda message: self.ring(), on_gap=self.ring)
        bus.listen()
        threading.Thread(target=make_ready, name="making-ready", daemon=True).start()
        self._beat(first=True)
        loops: list[tuple[str, Callable[[], bool], float]] = [
            ("deliveries", self._deliver, IDLE_SECONDS),
            ("timetable", self._keep_time, IDLE_SECONDS),
            ("heartbeat", self._beat, settings.JOB_LEASE / 3),
        ]
        # The first thread leaves long work to the others, so that short work always finds one.
        loops.append(("jobs-0", lambda: self._work(besides=("long",)), IDLE_SECONDS))
        loops += [(f"jobs-{n}", self._work, IDLE_SECONDS) for n in range(1, self.threads)]
        started = [self._start(*loop) for loop in loops]
        log.info("worker ready", extra={"worker": self.name})
        self.stopping.wait()
        self._leave(started)

    def stop(self, *_signal: object) -> None:
        self.stopping.set()
        for bell in self._bells.values():
            bell.set()

    def ring(self) -> None:
        """Something was committed: look now, not at the next round."""
        for name, bell in self._bells.items():
            if name not in BY_THE_CLOCK:
                bell.set()

    def _start(self, name: str, once: Callable[[], bool], idle: float) -> threading.Thread:
        bell = self._bells[name] = threading.Event()
        thread = threading.Thread(
            target=self._loop, args=(once, idle, bell), name=name, daemon=True
        )
        thread.start()
        return thread

    def _loop(self, once: Callable[[], bool], idle: float, bell: threading.Event) -> None:
        while not self.stopping.is_set():
            bell.clear()
            try:
                close_old_connections()
                found = once()
            except DatabaseError:
                log.exception("the database did not answer; trying again")
                connections.close_all()
                found = False
                self.stopping.wait(1)
            except Exception:
                log.exception("a round of the worker failed")
                found = False
                self.stopping.wait(1)
            if not found:
                bell.wait(idle)
        connections.close_all()

    def _deliver(self) -> bool:
        return delivery.deliver_due(20, holder=self.name, stop=self.stopping.is_set) > 0

    def _work(self, besides: tuple[str, ...] = ()) -> bool:
        row = claiming.claim(self.name, besides=besides)
        if row is None:
            return False
        stop = threading.Event()
        self.running[row.pk] = (row, stop)
        if self.stopping.is_set():
            stop.set()
        try:
            run(row, stop)
        finally:
            self.running.pop(row.pk, None)
        return True

    def _keep_time(self) -> bool:
        turns.tick()
        turns.go_round(self.name)
        return False

    def _beat(self, *, first: bool = False) -> bool:
        now = datetime.now(UTC)
        with writing("jobs"):
            if first:
                Worker.objects.create(name=self.name, started_at=now, beat_at=now)
            else:
                Worker.objects.filter(name=self.name).update(beat_at=now)
        expected = list(self.running.items())
        held = claiming.renew(self.name)
        for job_id, (_row, stop) in expected:
            if job_id not in held and job_id in self.running:
                stop.set()  # somebody else has it now
        turns.renew(self.name)
        delivery.renew(self.name)
        return False

    def _leave(self, started: list[threading.Thread]) -> None:
        """Let short work end; what does not end in time goes back in line."""
        for _row, stop in list(self.running.values()):
            stop.set()
        until = time.monotonic() + GRACE_SECONDS
        for thread in started:
            thread.join(max(0.0, until - time.monotonic()))
        for row, _stop in list(self.running.values()):
            claiming.give_back(row)
        delivery.give_back(self.name)
        with writing("jobs"):
            Worker.objects.filter(name=self.name).delete()
        bus.close()
        log.info("worker left", extra={"worker": self.name})


def work_until_told() -> None:
    """Run a worker in this process until SIGTERM or SIGINT."""
    process = WorkerProcess(settings.WORKER_THREADS)
    signal.signal(signal.SIGTERM, process.stop)
    signal.signal(signal.SIGINT, process.stop)
    process.run()
    # A thread still inside a job must not keep the process: its job is back in line.
    logging.shutdown()
    os._exit(0)
