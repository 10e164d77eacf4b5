"""Put a backup back in place of what is here."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from qunluo.kernel.files.storing import Bucket, store
from qunluo.kernel.jobs import queries as jobs
from qunluo.kernel.refusal import Refusal
from qunluo.site.backups import tables
from qunluo.site.backups.archive import MANIFEST, Damaged, entries, verify
from qunluo.site.backups.keeping import SINGLE_FILES

if TYPE_CHECKING:
    from qunluo.site.backups.archive import Manifest


def restore(source: Path, *, is_forced: bool = False) -> Manifest:
    """Check the whole file first, then replace database, files, lake and key.

    What was here is moved aside, not deleted. Refuses with `backups.damaged`, `backups.vendor`,
    `backups.not_empty`, `backups.running`.
    """
    manifest = _verified(source)
    if manifest.vendor != connection.vendor:
        told = {"theirs": manifest.vendor, "ours": connection.vendor}
        raise Refusal(
            "backups.vendor",
            _("The backup is of %(theirs)s, but DATABASE_URL names %(ours)s.") % told,
        )
    _refuse_inhabited(is_forced=is_forced)
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="restore-") as spool:
        folder = Path(spool)
        _unpack(source, folder)
        aside = _move_aside()
        tables.load(folder, manifest.migrations)
        _put_back(folder)
    if not any(aside.iterdir()):
        aside.rmdir()
    return manifest


def _verified(source: Path) -> Manifest:
    try:
        return verify(source)
    except Damaged as error:
        told = _("This file cannot be restored: %(reason)s.") % {"reason": error}
        raise Refusal("backups.damaged", told) from error


def _refuse_inhabited(*, is_forced: bool) -> None:
    has_rows = tables.has_rows()
    if has_rows and jobs.is_worker_alive():
        raise Refusal("backups.running", _("The product is running. Stop it first."))
    if is_forced:
        return
    folders = (settings.FILES_FOLDER, settings.LAKE_FOLDER)
    if has_rows or any(folder.is_dir() and any(folder.iterdir()) for folder in folders):
        raise Refusal(
            "backups.not_empty",
            _("There is something here already. Restore into an empty home, or add --force."),
        )


def _unpack(source: Path, folder: Path) -> None:
    for name, content in entries(source):
        if name != MANIFEST:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(content, out)


def _move_aside() -> Path:
    """What was here stays beside, in `before-restore-…`, until somebody deletes it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside: Path = settings.HOME / f"before-restore-{stamp}"
    aside.mkdir(mode=0o700)
    for folder in (settings.FILES_FOLDER, settings.LAKE_FOLDER):
        if folder.is_dir() and any(folder.iterdir()):
            folder.rename(aside / folder.name)
    if tables.has_rows():
        tables.save(aside)
    return aside


def _put_back(folder: Path) -> None:
    held = store()
    if isinstance(held, Bucket):
        _fill(held, folder / "files")
    for name, target in (("files", settings.FILES_FOLDER), ("lake", settings.LAKE_FOLDER)):
        if (folder / name).is_dir():
            if target.is_dir():
                shutil.rmtree(target)
            shutil.move(folder / name, target)
    for name in SINGLE_FILES:
        if (folder / "home" / name).exists():
            shutil.move(folder / "home" / name, settings.HOME / name)
            (settings.HOME / name).chmod(0o600)


def _fill(held: Bucket, folder: Path) -> None:
    """Into the bucket, over what has the same name; what else is there stays."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                held.put(path.relative_to(folder).as_posix(), content)
    shutil.rmtree(folder, ignore_errors=True)
