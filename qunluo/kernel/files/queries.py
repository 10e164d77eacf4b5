"""Reads about files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import places
from qunluo.kernel.files import ports
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.storing import place_of, store
from qunluo.kernel.refusal import missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class FileCard:
    """What is said of a file in lists and exports; `bytes` is its size."""

    id: int
    key: str
    name: str
    content_type: str
    bytes: int
    purpose: str
    created_at: datetime


def file_for(viewer: Viewer, key: str) -> StoredFile:
    """The file by its key; what the viewer may not read is missing."""
    found = StoredFile.objects.filter(key=key).first()
    if found is None or not may_read(viewer, found):
        raise missing()
    return found


def may_read(viewer: Viewer, file: StoredFile) -> bool:
    """Whether the file's access lets the viewer in; its owner always may."""
    if viewer.actor_key is not None and viewer.actor_key == file.owner_key:
        return True
    if file.access == "parties":
        # Those who run the machine stand outside, too.
        return ports.is_among_parties(viewer, file.purpose, file.pk)
    if file.access == "public" or viewer.is_staff:
        return True
    if file.access in {"readers", "members"} and file.community_id is not None:
        return _may_read_there(viewer, file, file.community_id)
    return False


def _may_read_there(viewer: Viewer, file: StoredFile, community_id: int) -> bool:
    here = places.place(viewer, community_id)
    if here is None or (file.access == "members" and not here.viewer.is_member):
        return False
    return file.space_id is None or file.space_id in here.space_ids


def read(file: StoredFile, *, size: int | None = None) -> Iterator[bytes]:
    """The bytes of a file or of one thumbnail, in pieces; ask who may first."""
    if size is not None:
        return store().pieces(place_of(file.key, size), 0, 2**31)
    return store().pieces(place_of(file.key), 0, file.bytes)


def files_of(owner_key: str) -> list[FileCard]:
    """A member's own files, oldest first, for their copy and their account page."""
    rows = StoredFile.objects.filter(owner_key=owner_key).order_by("pk")
    return [
        FileCard(
            row.pk, row.key, row.name, row.content_type, row.bytes, row.purpose, row.created_at
        )
        for row in rows
    ]
