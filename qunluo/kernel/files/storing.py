"""Where bytes lie: a local folder, or a bucket that speaks S3 by settings. Nothing else knows."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 64 * 1024
OURS = re.compile(r"[\w-]{2}/[\w-]+/(original|\d+\.webp)")


class Store(Protocol):
    def put(self, name: str, file: IO[bytes]) -> None: ...

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """`length` bytes from `start`; raises FileNotFoundError before the first piece."""

    def remove_all(self, key: str) -> None:
        """Everything stored under a key; quiet when there is nothing."""


def place_of(key: str, size: int | None = None) -> str:
    """`ab/abcdef…/original` or `ab/abcdef…/320.webp`."""
    return f"{key[:2]}/{key}/{'original' if size is None else f'{size}.webp'}"


class Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, file: IO[bytes]) -> None:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.new")
        with fresh.open("wb") as out:
            shutil.copyfileobj(file, out, CHUNK)
        fresh.replace(path)

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        file = (self._root / name).open("rb")
        file.seek(start)
        return _cut(file, length)

    def remove_all(self, key: str) -> None:
        shutil.rmtree((self._root / place_of(key)).parent, ignore_errors=True)


class Bucket:
    """Any S3-compatible store, through django-storages; objects are never public."""

    def __init__(self, options: dict[str, Any]) -> None:
        from storages.backends.s3 import S3Storage  # noqa: PLC0415 - boto3 is slow to import

        self._storage: Any = S3Storage(
            **options,
            default_acl=None,
            querystring_auth=True,
            file_overwrite=True,
            signature_version="s3v4",
        )

    def put(self, name: str, file: IO[bytes]) -> None:
        self._storage.bucket.Object(name).upload_fileobj(file)

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        if length == 0:
            return iter(())
        found = self._storage.bucket.Object(name)
        try:
            answer = found.get(Range=f"bytes={start}-{start + length - 1}")
        except self._storage.connection.meta.client.exceptions.NoSuchKey:
            raise FileNotFoundError(name) from None
        pieces: Iterator[bytes] = answer["Body"].iter_chunks(CHUNK)
        return pieces

    def remove_all(self, key: str) -> None:
        folder = place_of(key).removesuffix("original")
        self._storage.bucket.objects.filter(Prefix=folder).delete()

    def names(self) -> Iterator[str]:
        """Everything of ours in the bucket; what others keep there is passed over."""
        return (one.key for one in self._storage.bucket.objects.all() if OURS.fullmatch(one.key))

    def fetch(self, name: str, target: Path) -> None:
        """Into a file; one that vanished meanwhile leaves none."""
        error = self._storage.connection.meta.client.exceptions.ClientError
        with suppress(error):
            self._storage.bucket.Object(name).download_file(str(target))


def _cut(file: IO[bytes], length: int) -> Iterator[bytes]:
    with file:
        left = length
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


@lru_cache(maxsize=1)
def store() -> Store:
    """The store the settings name, made once."""
    if settings.FILES_BUCKET:
        return Bucket(settings.FILES_BUCKET)
    return Folder(settings.FILES_FOLDER)
