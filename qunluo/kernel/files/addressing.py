"""Addresses of files: stable ones for stored text, short-lived signed ones for pages.

`/files/<key>/` never expires and asks at every visit who may read. `/files/<key>/<name>?for=…&
until=…&sign=…` was handed out to somebody (`for`; empty: to a visitor) and answers whoever holds it,
without a session, for an hour or two: as long as that somebody may read the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.core import signing
from django.utils.crypto import constant_time_compare

from qunluo.kernel import clock, places
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
    return _address(file, size, viewer)


def addresses(
    viewer: Viewer, ids: Iterable[int | None], *, size: int | None = None
) -> dict[int, str]:
    """Addresses by file id in one query; each visit asks again whether the viewer may read it."""
    wanted = {file_id for file_id in ids if file_id is not None}
    if not wanted:
        return {}
    found = StoredFile.objects.filter(pk__in=wanted)
    return {file.pk: _address(file, size, viewer) for file in found}


def thumbnail_address(file: StoredFile, size: int) -> str:
    """The smallest stored image of at least `size` pixels, of a file that visitors may read."""
    return _address(file, size, places.VISITOR)


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


@dataclass(frozen=True)
class Pass:
    """What a signed address says, as it stands in it. `whom`: a member's id, or "" for a visitor."""

    whom: str
    until: str
    size: str

    def sign(self, key: str) -> str:
        return _signer.signature(f"{key}:{self.whom}:{self.until}:{self.size}")

    def is_good(self, key: str, sign: str) -> bool:
        """Whether it was handed out here, and has not run out."""
        if not constant_time_compare(sign, self.sign(key)):
            return False
        return int(self.until) >= clock.now().timestamp()

    def viewer(self) -> Viewer:
        """To whom it was given, as they stand now."""
        return places.viewer(int(self.whom)) if self.whom else places.VISITOR


def _address(file: StoredFile, wanted: int | None, viewer: Viewer) -> str:
    size = fitting_size(file, wanted) if wanted in (None, *THUMBNAILS) else wanted
    size = fitting_size(file, size)
    asked = {} if size is None else {"size": str(size)}
    if file.access == "public":
        return f"/files/{file.key}/" + (f"?{urlencode(asked)}" if asked else "")
    # Rounded to the hour, so that a page shown twice finds its pictures in the browser's cache.
    until = str((int(clock.now().timestamp()) // HOUR + 2) * HOUR)
    given = Pass(str(viewer.member_id or ""), until, asked.get("size", ""))
    asked |= {"for": given.whom, "until": until, "sign": given.sign(file.key)}
    return f"/files/{file.key}/{quote(file.name)}?{urlencode(asked)}"
