"""Bring a dump in: unpack, stage, write, settle. Killed at any point, it is simply run again."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.bulk import much_to_write
from qunluo.kernel.refusal import Refusal
from qunluo.reach.porting import rules
from qunluo.reach.porting.actions.finishing import Reading, fail_run, finish_run, settle
from qunluo.reach.porting.actions.refreshing import refresh
from qunluo.reach.porting.actions.running import write_all
from qunluo.reach.porting.actions.starting import Begun, Wish, begin_writing, start_run
from qunluo.reach.porting.actions.steps import Errand
from qunluo.reach.porting.engine import asking
from qunluo.reach.porting.engine.locking import Busy, only_one
from qunluo.reach.porting.engine.refusals import DumpRefused, RefusalFile
from qunluo.reach.porting.engine.rules import LEFT_OUT, moment
from qunluo.reach.porting.engine.staging import Scratch
from qunluo.reach.porting.engine.unpacking import dump_folder, site_of
from qunluo.reach.porting.queries import stood_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


def quiet(_phase: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Dump:
    """An unpacked dump; `tell` hears the name of each phase."""

    site: str
    folder: Path
    work: Path
    archive_name: str
    tell: Callable[[str], None]


def bring_in(
    actor: Viewer, archive: Path, wish: Wish, *, tell: Callable[[str], None] = quiet
) -> int:
    """Bring a Stack Exchange dump into a community; returns the run's id.

    Every chunk is its own transaction. Refuses with `porting.<why the dump cannot be used>`,
    `porting.busy`, `porting.other_community` and what founding a community refuses with.
    """
    with _work_folder() as work:
        tell("unpacking")
        try:
            folder = dump_folder(archive, work / "dump")
            site = wish.site or site_of(archive, folder)
            if site is None:
                raise DumpRefused("no_site")
        except DumpRefused as no:
            raise rules.refused(no) from no
        with _alone(site), much_to_write():
            return _bring(actor, Dump(site, folder, work, archive.name, tell), wish)


def refusals_path(batch: str) -> Path:
    """Where the rows that a run could not use are listed."""
    folder = _home() / "refused"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{batch}.jsonl"


def _bring(actor: Viewer, dump: Dump, wish: Wish) -> int:
    run = start_run(actor, dump.site, wish, archive_name=dump.archive_name)
    refused = RefusalFile(refusals_path(run.batch), rules.reason)
    scratch = Scratch(dump.work / "scratch.sqlite3")
    try:
        seen = _stage(actor, run, dump, scratch, refused)
        for done in stood_before(run.source):
            scratch.mark(done)
        watermark = _moment(scratch, asking.LATEST)
        total = scratch.number(asking.TOTAL)
        place = begin_writing(actor, run, wish, watermark=watermark, total=total)
        errand = Errand(actor, run.id, run.source, place, scratch)
        made = write_all(errand, dump.tell)
        refresh(errand, watermark)
        if made or run.is_resumed:
            dump.tell("counting")
            settle(errand)
        left_out = {rule: scratch.number(query) for rule, query in LEFT_OUT.items()}
        read = Reading(seen, left_out, refused.count)
        finish_run(actor, run.id, read, founded_at=_moment(scratch, asking.EARLIEST))
    finally:
        scratch.close()
        refused.close()
    return run.id


def _stage(
    actor: Viewer, run: Begun, dump: Dump, scratch: Scratch, refused: RefusalFile
) -> dict[str, int]:
    latest = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    try:
        return scratch.stage(dump.folder, latest, refused, dump.tell)
    except DumpRefused as no:
        if not run.is_resumed:
            fail_run(actor, run.id, no)
        raise rules.refused(no) from no


def _moment(scratch: Scratch, query: str) -> datetime | None:
    found = scratch.base.execute(query).fetchone()[0]
    return moment(found) if found else None


def _home() -> Path:
    return Path(settings.HOME) / "porting"


@contextmanager
def _work_folder() -> Iterator[Path]:
    """A folder on the product's own disk, gone afterwards; a killed run's is swept by the next."""
    home = _home() / "work"
    home.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=home))
    try:
        with only_one(work / "lock"):
            _sweep(home)
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(home: Path) -> None:
    for folder in home.iterdir():
        try:
            with only_one(folder / "lock"):
                shutil.rmtree(folder, ignore_errors=True)
        except (Busy, OSError):
            continue


@contextmanager
def _alone(site: str) -> Iterator[None]:
    try:
        with only_one(_home() / f"{site}.lock"):
            yield
    except Busy:
        raise Refusal(
            "porting.busy", _("An import of this site is running now. Wait until it has ended.")
        ) from None
