"""Addresses of files: stable ones for stored text, short-lived signed ones for pages.

`/files/<key>/` never expires and asks at every visit who may read. `/files/<key>/<name>?until=…&
sign=…` was handed out after such a question and answers whoever holds it, for an hour or two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.core import signing
from django.utils.crypto import constant_time_compare

from qunluo.kernel import clock
from qunluo.kernel.files.images import THUMBNAILS
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.queries import may_read
from qunluo.kernel.refusal import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer

HOUR = 3600
KEY = re.compile(r"/files/([0-9a-f]{32})/")
_signer = signing.Signer(salt="qunluo.files")


def address(file: StoredFile, viewer: Viewer, *, size: int | None = None) -> str:
    """A signed address for one who may read the file, else `missing`; good for one to two hours."""
    if not may_read(viewer, file):
        raise missing()
    return _address(file, size)


def addresses(ids: Iterable[int | None], *, size: int | None = None) -> dict[int, str]:
    """Addresses by file id in one query; the caller has asked who may see what they belong to."""
    wanted = {file_id for file_id in ids if file_id is not None}
    if not wanted:
        return {}
    return {file.pk: _address(file, size) for file in StoredFile.objects.filter(pk__in=wanted)}


def thumbnail_addresses(ids: Iterable[int | None], size: int) -> dict[int, str]:
    """Like `addresses`, of images not much larger than `size` pixels."""
    return addresses(ids, size=size)


def thumbnail_address(file: StoredFile, size: int) -> str:
    """The smallest stored image of at least `size` pixels; the caller has asked who may see it."""
    return _address(file, size)


def stable_address(file: StoredFile) -> str:
    """For stored text: it never expires, and each visit is asked."""
    return f"/files/{file.key}/"


def keys_in(text: str) -> set[str]:
    """The files that a source or its HTML shows or links to."""
    return set(KEY.findall(text))


def fitting_size(file: StoredFile, wanted: int | None) -> int | None:
    """The stored thumbnail for a wanted size; None is the file itself."""
    if wanted is None:
        return None
    large_enough = [size for size in file.thumbnails if size >= wanted]
    return min(large_enough, default=None)


def is_signed(key: str, until: str, size: str, sign: str) -> bool:
    """Whether this address was handed out here and is still good."""
    if not until.isascii() or not until.isdigit() or int(until) < clock.now().timestamp():
        return False
    return constant_time_compare(sign, _signature(key, until, size))


def _address(file: StoredFile, wanted: int | None) -> str:
    size = fitting_size(file, wanted) if wanted in (None, *THUMBNAILS) else wanted
    size = fitting_size(file, size)
    asked = {} if size is None else {"size": str(size)}
    if file.access == "public":
        return f"/files/{file.key}/" + (f"?{urlencode(asked)}" if asked else "")
    # Rounded to the hour, so that a page shown twice finds its pictures in the browser's cache.
    until = str((int(clock.now().timestamp()) // HOUR + 2) * HOUR)
    asked |= {"until": until, "sign": _signature(file.key, until, asked.get("size", ""))}
    return f"/files/{file.key}/{quote(file.name)}?{urlencode(asked)}"


def _signature(key: str, until: str, size: str) -> str:
    return _signer.signature(f"{key}:{until}:{size}")
