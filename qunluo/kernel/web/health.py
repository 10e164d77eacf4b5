"""Whether the installation can do its work, and the numbers of its processes."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpResponse, JsonResponse

from qunluo.kernel.jobs import queries as jobs
from qunluo.kernel.live.hub import hub
from qunluo.kernel.stream import queries as stream
from qunluo.kernel.web.counting import Sample, exposition, samples_from
from qunluo.kernel.web.doors import open_to_anyone
from qunluo.kernel.web.pagecache import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

LEAST_FREE_BYTES = 200_000_000
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Check:
    """`detail` is for operators and names no secret."""

    name: str
    is_well: bool
    detail: str


def checks() -> list[Check]:
    """Everything a page or a job needs."""
    database = _database()
    if not database.is_well:
        return [database, _disk()]
    return [database, _migrations(), _worker(), _disk()]


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check("database", False, type(error).__name__)
    return Check("database", True, connection.vendor)


def _migrations() -> Check:
    missing = len(_known_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    return Check("migrations", missing == 0, f"{missing} to apply")


@lru_cache(maxsize=1)
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Names only: loading them all takes seconds and megabytes, and a process's code stays."""
    return frozenset(
        (app.label, entry.name)
        for app in apps.get_app_configs()
        for entry in iter_modules([str(Path(app.path) / "migrations")])
        if entry.name[0] not in "_~"
    )


def _worker() -> Check:
    last = jobs.last_beat()
    return Check("worker", jobs.is_worker_alive(), last.isoformat() if last else "never heard")


def _disk() -> Check:
    free = shutil.disk_usage(settings.HOME).free
    return Check("disk", free >= LEAST_FREE_BYTES, f"{free // 1_000_000} MB free")


@open_to_anyone
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers (the ASGI entry answers this before it comes here)."""
    return HttpResponse("alive\n", content_type="text/plain")


@open_to_anyone
def ready(request: HttpRequest) -> HttpResponse:
    """200 when everything a visitor needs is there, otherwise 503; details only when allowed."""
    found = checks()
    is_well = all(check.is_well for check in found)
    shown = {check.name: check.is_well for check in found}
    answer = JsonResponse({"ready": is_well, "checks": shown}, status=200 if is_well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


@open_to_anyone
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text form; closed (404) unless a token or the loopback setting opens it."""
    if not _may_scrape(request):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_scrape(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    # Behind a proxy everybody seems to come from loopback: whoever was forwarded does not count.
    is_near = request.META.get("REMOTE_ADDR") in LOOPBACK
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return bool(settings.METRICS_ON_LOOPBACK) and is_near and not forwarded


@samples_from
def _work() -> Iterator[Sample]:
    for state, count in jobs.counts().items():
        yield Sample("qunluo_jobs", "Jobs by state.", "gauge", count, (("state", state),))
    owed = stream.owed()
    waiting = "Deliveries owed to listeners."
    yield Sample("qunluo_deliveries", waiting, "gauge", owed.waiting, (("state", "waiting"),))
    yield Sample("qunluo_deliveries", waiting, "gauge", owed.stuck, (("state", "stuck"),))
    alive = float(jobs.is_worker_alive())
    yield Sample("qunluo_worker_alive", "Whether a worker was heard lately.", "gauge", alive)


@samples_from
def _process() -> Iterator[Sample]:
    kept = "Visitors' pages answered from memory, or made anew."
    yield Sample("qunluo_pages_total", kept, "counter", pages.hits, (("kept", "yes"),))
    yield Sample("qunluo_pages_total", kept, "counter", pages.misses, (("kept", "no"),))
    yield Sample("qunluo_live_connections", "Open live pages.", "gauge", len(hub.connections))
