"""The backup's file: a compressed tar whose last entry lists every other with its checksum."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20
UNREADABLE = (tarfile.TarError, OSError, EOFError, zlib.error)


class Damaged(Exception):  # noqa: N818 - says what is wrong with the file
    """The file is not a backup, or not the one that was written."""


@dataclass(frozen=True)
class Manifest:
    """`made_at` is an ISO moment; `migrations` maps apps to their newest applied migration;
    `rows` maps tables to their number of rows; `sums` maps entries to their SHA-256."""

    format: int
    version: str
    made_at: str
    vendor: str
    migrations: dict[str, str]
    rows: dict[str, int]
    sums: dict[str, str]


class Writer:
    """Adds entries one after the other; the file appears under its name when all is written."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f".{target.name}.part")
        self._sums: dict[str, str] = {}
        opener = os.open(self._part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        self._file = os.fdopen(opener, "wb")
        # Level 1: most of the bytes are pictures and Parquet, which are compressed already.
        self._tar = tarfile.open(fileobj=self._file, mode="w:gz", compresslevel=1)  # noqa: SIM115

    def add(self, name: str, source: Path) -> None:
        """One file; one that vanishes meanwhile is left out."""
        try:
            size = source.stat().st_size
            with source.open("rb") as content:
                self._write(name, content, size)
        except FileNotFoundError:
            return

    def add_folder(self, name: str, folder: Path) -> None:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                self.add(f"{name}/{path.relative_to(folder).as_posix()}", path)

    def finish(self, **about: Any) -> Manifest:
        manifest = Manifest(format=FORMAT, sums=self._sums, **about)
        told = json.dumps(manifest.__dict__, ensure_ascii=False, indent=1).encode()
        self._write(MANIFEST, io.BytesIO(told), len(told))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._target)
        return manifest

    def abandon(self) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _write(self, name: str, content: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        summing = _Summing(content)
        self._tar.addfile(entry, summing)
        self._sums[name] = summing.sum.hexdigest()


class _Summing:
    """Reads through, adding up the checksum."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.sum.update(piece)
        return piece


def verify(source: Path) -> Manifest:
    """Read the whole file and compare every checksum; raises Damaged."""
    try:
        sums, told = _read_through(source)
    except UNREADABLE as error:
        raise Damaged(f"cannot be read: {error}") from error
    manifest = _manifest(told)
    if sums != manifest.sums:
        wrong = sorted(
            name for name in sums | manifest.sums if sums.get(name) != manifest.sums.get(name)
        )
        raise Damaged(f"damaged or missing in the backup: {', '.join(wrong[:5])}")
    return manifest


def _read_through(source: Path) -> tuple[dict[str, str], bytes | None]:
    sums: dict[str, str] = {}
    told: bytes | None = None
    for name, content in entries(source):
        summing = _Summing(content)
        if name == MANIFEST:
            told = content.read()
            continue
        while summing.read(PIECE):
            pass
        sums[name] = summing.sum.hexdigest()
    return sums, told


def entries(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every file in the backup, one after the other; raises Damaged or one of UNREADABLE."""
    with tarfile.open(source, "r|gz") as tar:
        for entry in tar:
            content = tar.extractfile(entry) if entry.isfile() else None
            if content is None or not _is_plain(entry.name):
                raise Damaged(f"not a backup of ours: {entry.name}")
            yield entry.name, content


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    return not name.startswith("/") and "\\" not in name and not {"", ".", ".."} & set(parts)


def _manifest(told: bytes | None) -> Manifest:
    if told is None:
        raise Damaged("the list at its end is missing: it was not written to the end")
    try:
        manifest = Manifest(**json.loads(told))
    except (ValueError, TypeError) as error:
        raise Damaged("its list cannot be read") from error
    if manifest.format > FORMAT:
        raise Damaged("it was made by a newer version of Qunluo")
    return manifest
