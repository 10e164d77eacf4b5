"""Archives on disk: uploaded ones are kept below the home folder until they were brought in."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from qunluo.kernel.viewer import Viewer

STRANGE = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Archive:
    """`name` is what the person called it; it may say which site it is of."""

    path: Path
    name: str
    is_kept: bool


def keep_archive(uploaded: UploadedFile[Any]) -> Archive:
    """Write an upload to disk, a block at a time. Refuses with `porting.upload_too_large`."""
    given = Path((uploaded.name or "").replace("\\", "/")).name
    name = STRANGE.sub("_", given).lstrip(".")[-120:] or "archive"
    folder = _uploads() / secrets.token_hex(8)
    folder.mkdir(parents=True)
    written = 0
    try:
        with (folder / name).open("wb") as file:
            for block in uploaded.chunks():
                written += len(block)
                _refuse_large(written)
                file.write(block)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Archive(folder / name, name, is_kept=True)


def server_archive(actor: Viewer, path: str) -> Archive:
    """An archive that lies on the server already, for installation staff.

    Refuses with `not_permitted`, `porting.path`.
    """
    actor.require_staff()
    found = Path(path)
    if not found.is_absolute() or not found.exists():
        words = _("There is no such file or folder on the server. Write its full path.")
        raise Invalid("porting.path", words, fields={"path": words})
    return Archive(found, found.name, is_kept=False)


def drop_upload(path: Path) -> None:
    """Delete one uploaded archive with its folder; never anything outside of the uploads."""
    if path.parent.parent == _uploads():
        shutil.rmtree(path.parent, ignore_errors=True)


def forget_uploads(older_than: float) -> int:
    """Delete uploads from before a moment (seconds since 1970) that nobody brought in."""
    gone = 0
    for folder in _uploads().glob("*/"):
        if folder.stat().st_mtime < older_than:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _uploads() -> Path:
    return Path(settings.HOME) / "porting" / "uploads"


def _refuse_large(written: int) -> None:
    if written > settings.PORTING_UPLOAD_MB * 1024**2:
        words = _(
            "The archive is larger than %(limit)d MB. Ask the staff to import it on the server."
        )
        told = str(words) % {"limit": settings.PORTING_UPLOAD_MB}
        raise Invalid("porting.upload_too_large", told, fields={"archive": told})
