"""Write a backup of a running installation."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from qunluo.kernel.files.storing import Bucket, store
from qunluo.site.backups import tables
from qunluo.site.backups.archive import Writer

if TYPE_CHECKING:
    from qunluo.site.backups.archive import Manifest

SINGLE_FILES = ("secret_key", "push_key.pem", "sign_in.txt", "demo-sign-in.txt")


def back_up(target: Path) -> Manifest:
    """Everything into one file: database, files, lake, key. The product may go on running.

    The database comes first, so every file it knows of is still there to be copied after it.
    """
    writer = Writer(target)
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="backup-") as spool:
            rows = tables.save(Path(spool))
            migrations = tables.applied()
            writer.add_folder("database", Path(spool) / "database")
        _add_files(writer)
        writer.add_folder("lake", settings.LAKE_FOLDER)
        for name in SINGLE_FILES:
            writer.add(f"home/{name}", settings.HOME / name)
        return writer.finish(
            version=_version(),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            vendor=connection.vendor,
            migrations=migrations,
            rows=rows,
        )
    except BaseException:
        writer.abandon()
        raise


def _add_files(writer: Writer) -> None:
    """What members uploaded, from the folder or, one after the other, from the bucket."""
    held = store()
    if not isinstance(held, Bucket):
        writer.add_folder("files", settings.FILES_FOLDER)
        return
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="backup-") as spool:
        for number, name in enumerate(held.names()):
            copy = Path(spool) / str(number)
            held.fetch(name, copy)
            writer.add(f"files/{name}", copy)
            copy.unlink(missing_ok=True)


def _version() -> str:
    try:
        return version("qunluo")
    except PackageNotFoundError:
        return "checkout"
