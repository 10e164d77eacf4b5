"""Looking the installation over: each finding says what is wrong and how to mend it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import checks as django_checks
from django.utils.translation import gettext as _

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.jobs import queries as jobs
from qunluo.kernel.stream import queries as stream
from qunluo.kernel.web import health

if TYPE_CHECKING:
    from collections.abc import Iterator

WELL, NOTE, ILL = "well", "note", "ill"
CHINESE_FONTS = ("fonts-noto-cjk", "fonts-wqy-microhei")
LEAST_OPEN_FILES = 4096


@dataclass(frozen=True)
class Finding:
    """`state`: well, note (works, but less) or ill (something does not work)."""

    name: str
    state: str
    told: str


def examine() -> Iterator[Finding]:
    """All findings, in the order in which they depend on each other."""
    yield from _settings()
    database, *others = health.checks()
    yield Finding(_("Database"), WELL if database.is_well else ILL, database.detail)
    if database.is_well:
        yield from _work({check.name: check for check in others})
    disk = others[-1]
    yield Finding(_("Disk"), WELL if disk.is_well else ILL, disk.detail)
    yield _home()
    yield _front_end()
    yield _messages()
    yield _font()
    yield _open_files()
    yield from _programs()


def _settings() -> Iterator[Finding]:
    found = django_checks.run_checks()
    for issue in found:
        state = ILL if issue.level >= django_checks.ERROR else NOTE
        yield Finding(_("Settings"), state, f"{issue.id}: {issue.msg}")
    if settings.DEBUG:
        yield Finding(_("Settings"), NOTE, _("QUNLUO_DEBUG is on: never in public."))
    if not found and not settings.DEBUG:
        yield Finding(_("Settings"), WELL, settings.PUBLIC_ADDRESS)


def _work(found: dict[str, health.Check]) -> Iterator[Finding]:
    migrations, worker = found["migrations"], found["worker"]
    mend = _("%(detail)s; run: qunluo upgrade") % {"detail": migrations.detail}
    is_well = migrations.is_well
    yield Finding(_("Migrations"), WELL if is_well else ILL, _("all applied") if is_well else mend)
    if not is_well:
        return
    told = _("last heard: %(when)s") % {"when": worker.detail}
    yield Finding(_("Worker"), WELL if worker.is_well else ILL, told)
    counts, owed = jobs.counts(), stream.owed()
    told = _("%(waiting)d waiting, %(failed)d failed") % counts
    yield Finding(_("Jobs"), NOTE if counts["failed"] else WELL, told)
    told = _("%(waiting)d waiting, %(stuck)d stuck") % {
        "waiting": owed.waiting,
        "stuck": owed.stuck,
    }
    yield Finding(_("Deliveries"), ILL if owed.stuck else WELL, told)
    for finding in metrics.lake_findings():
        yield Finding(_("Figures"), finding.state, finding.told)


def _home() -> Finding:
    can_write = os.access(settings.HOME, os.W_OK)
    return Finding(_("Home folder"), WELL if can_write else ILL, str(settings.HOME))


def _front_end() -> Finding:
    is_there = (settings.BUILD_FOLDER / ".vite" / "manifest.json").exists()
    told = _("built") if is_there else _("not built; in a checkout run: bin/run")
    return Finding(_("Front end"), WELL if is_there else ILL, told)


def _messages() -> Finding:
    is_there = any((settings.ROOT / "locale").glob("*/LC_MESSAGES/django.mo"))
    told = _("compiled") if is_there else _("not compiled; in a checkout run: bin/messages compile")
    return Finding(_("Chinese texts"), WELL if is_there else ILL, told)


def _font() -> Finding:
    program = shutil.which("fc-list")
    found = ""
    if program:
        listed = subprocess.run(  # noqa: S603 - a fixed program and words
            [program, ":lang=zh", "family"], capture_output=True, text=True, check=False
        )
        found = listed.stdout.strip().split("\n")[0]
    mend = _("none found; reports in Chinese need one: apt-get install %(package)s") % {
        "package": CHINESE_FONTS[0]
    }
    return Finding(_("Chinese font"), WELL if found else NOTE, found or mend)


def _open_files() -> Finding:
    if find_spec("resource") is None:
        return Finding(_("Open files"), NOTE, _("unknown on this system"))
    import resource  # noqa: PLC0415 - not on every system

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    mend = _("%(most)d; every open live page needs one: raise it with ulimit -n") % {"most": most}
    is_enough = most in {-1, resource.RLIM_INFINITY} or most >= LEAST_OPEN_FILES
    return Finding(_("Open files"), WELL if is_enough else NOTE, str(most) if is_enough else mend)


def _programs() -> Iterator[Finding]:
    """System programs that are only needed for single features."""
    for program, needed in (("chromium", _("only needed by the browser tests")),):
        found = shutil.which(program)
        yield Finding(program, WELL if found else NOTE, found or needed)
