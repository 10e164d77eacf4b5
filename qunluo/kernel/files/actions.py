"""Keeping, claiming and removing files."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action, writing
from qunluo.kernel.files import ports
from qunluo.kernel.files.addressing import keys_in
from qunluo.kernel.files.contents import Content, content_of, safe_name
from qunluo.kernel.files.images import Picture, written_anew
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.purposes import MEMBER_QUOTA, purposes
from qunluo.kernel.files.storing import CHUNK, place_of, store
from qunluo.kernel.refusal import Forbidden, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.base import File

    from qunluo.kernel.files.purposes import Purpose
    from qunluo.kernel.viewer import Viewer

ACCESSES = frozenset({"public", "readers", "members", "owner", "staff", "parties"})


@dataclass(frozen=True)
class Prepared:
    """A checked upload and its bytes, ready to be stored."""

    content: Content
    name: str
    size: int
    sha256: str
    original: IO[bytes]
    picture: Picture | None = None
    thumbnails: dict[int, bytes] = field(default_factory=dict)


def keep_upload(
    viewer: Viewer,
    uploaded: File[bytes],
    *,
    purpose: str,
    access: str,
    community_id: int | None = None,
    space_id: int | None = None,
) -> StoredFile:
    """Check an upload by its content and keep it. The system keeps files without an owner.

    Refuses with `files.too_large`, `files.empty`, `files.kind_not_taken`, `files.broken_image`,
    `files.image_too_large`, `files.infected`, `files.quota_reached`. The slow part (decoding,
    storing) is done before the transaction begins, since SQLite has one writer.
    """
    if access not in ACCESSES:
        raise ValueError(f"unknown access {access!r}")
    prepared = _prepared(uploaded, purposes[purpose])
    key = secrets.token_hex(16)
    _put(key, prepared)
    file = StoredFile(
        key=key,
        community_id=community_id,
        space_id=space_id,
        owner_key=viewer.actor_key,
        purpose=purpose,
        access=access,
        kind=prepared.content.kind,
        name=prepared.name,
        content_type=prepared.content.content_type,
        bytes=prepared.size,
        sha256=prepared.sha256,
        width=prepared.picture.width if prepared.picture else None,
        height=prepared.picture.height if prepared.picture else None,
        thumbnails=sorted(prepared.thumbnails),
        created_at=clock.now(),
    )
    try:
        return _enter(file)
    except Exception:
        store().remove_all(key)
        raise


@action
def _enter(file: StoredFile) -> StoredFile:
    if file.owner_key is not None:
        used = StoredFile.objects.filter(owner_key=file.owner_key).aggregate(sum=Sum("bytes"))
        quota = preferences.get(None, MEMBER_QUOTA) * 1024 * 1024
        if (used["sum"] or 0) + file.bytes > quota:
            raise Forbidden(
                "files.quota_reached",
                _("You have used all your space for files. Remove some files you no longer need."),
            )
    file.save(force_insert=True)
    return file


@action
def claim(
    viewer: Viewer, text: str, *, community_id: int | None = None, space_id: int | None = None
) -> None:
    """Say that stored text (source or HTML) now uses the viewer's own files it names.

    They are no longer swept, and those for readers are tied to the space the text stands in.
    """
    keys = keys_in(text)
    if not keys or viewer.actor_key is None:
        return
    own = StoredFile.objects.filter(key__in=keys, owner_key=viewer.actor_key)
    own.filter(claimed_at=None).update(claimed_at=clock.now())
    if community_id is not None:
        tied = own.filter(access="readers", community_id=community_id)
        tied.update(space_id=space_id)


@action
def carry_over(texts: Iterable[str], *, community_id: int, left: int, entered: int) -> None:
    """Say that texts moved from one space to another: readers' files tied to the first go along.

    Files that the texts only name, but that stand in some other space, stay where they are.
    """
    keys = {key for text in texts for key in keys_in(text)}
    if keys:
        StoredFile.objects.filter(
            key__in=keys, access="readers", community_id=community_id, space_id=left
        ).update(space_id=entered)


@action
def remove(viewer: Viewer, file_ids: Iterable[int]) -> int:
    """Remove the viewer's own files; anybody's for the system. Returns how many there were."""
    found = StoredFile.objects.filter(pk__in=list(file_ids))
    if not viewer.is_staff:
        found = found.filter(owner_key=viewer.actor_key or "")
    return _removed(found)


@action
def erase_files_of(owner_key: str) -> int:
    """Remove everything a member uploaded, for their erasure. Returns how many there were."""
    return _removed(StoredFile.objects.filter(owner_key=owner_key))


@action
def mark_claimed(file_ids: Iterable[int]) -> None:
    """Say that something uses these files, so that nobody asks again."""
    StoredFile.objects.filter(pk__in=list(file_ids)).update(claimed_at=clock.now())


@action
def sweep_away(file_ids: Iterable[int]) -> int:
    """Remove files that nothing uses, whoever uploaded them; only sweeping calls this."""
    return _removed(StoredFile.objects.filter(pk__in=list(file_ids), claimed_at=None))


def _removed(found: Any) -> int:
    keys = list(found.values_list("key", flat=True))
    # Foreign keys to a removed file empty themselves (SET_NULL), in whatever domain they are.
    with writing("*"):
        found.delete()
    transaction.on_commit(lambda: _forget_bytes(keys))
    return len(keys)


def _forget_bytes(keys: list[str]) -> None:
    for key in keys:
        store().remove_all(key)


def _prepared(uploaded: File[bytes], purpose: Purpose) -> Prepared:
    if uploaded.size > purpose.most_bytes:
        told = _("This file is too large. The limit is %(megabytes)d MB.")
        limit = {"megabytes": purpose.most_bytes // (1024 * 1024)}
        raise Invalid("files.too_large", told % limit)
    if uploaded.size == 0:
        raise Invalid("files.empty", _("This file is empty."))
    source = cast("IO[bytes]", uploaded.file)
    given = uploaded.name or "file"
    content = content_of(source, given)
    if content is None or content.kind not in purpose.kinds:
        raise Invalid(
            "files.kind_not_taken", _("Files of this kind cannot be uploaded here. Choose another.")
        )
    _scan(source, given)
    name = safe_name(given, content.extension)
    if content.kind != "image":
        return Prepared(content, name, uploaded.size, _digest(source), source)
    picture = written_anew(source, purpose.most_side)
    anew = io.BytesIO(picture.content)
    size = len(picture.content)
    return Prepared(content, name, size, _digest(anew), anew, picture, picture.thumbnails)


def _scan(source: IO[bytes], name: str) -> None:
    for scanner in ports.scanners:
        source.seek(0)
        if scanner.scan(source, name):
            raise Invalid("files.infected", _("This file contains something harmful."))


def _digest(source: IO[bytes]) -> str:
    source.seek(0)
    digest = hashlib.sha256()
    while piece := source.read(CHUNK):
        digest.update(piece)
    source.seek(0)
    return digest.hexdigest()


def _put(key: str, prepared: Prepared) -> None:
    store().put(place_of(key), prepared.original)
    for size, content in prepared.thumbnails.items():
        store().put(place_of(key, size), io.BytesIO(content))
