"""Unpack an archive to disk within limits; only plain files of known names ever leave it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from qunluo.reach.porting.engine.refusals import DumpRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES = {
    name: f"{name}.xml"
    for name in (
        "Users",
        "Posts",
        "Comments",
        "Votes",
        "Badges",
        "PostHistory",
        "PostLinks",
        "Tags",
    )
}
WANTED = frozenset(FILES.values())
NEEDED = frozenset({"Users.xml", "Posts.xml"})
MOST_BYTES = 200 * 1024**3
MOST_ENTRIES = 2_000
MOST_RATIO = 200  # unpacked to packed; text of real dumps packs about 1 : 6
FREE_RATIO_BELOW = 64 * 1024**2
BLOCK = 1 << 20


def dump_folder(archive: Path, work: Path) -> Path:
    """The folder that holds the dump's files: the given one, or `work` filled from the archive.

    Raises DumpRefused: `no_such_file`, `unknown_archive`, `unreadable_archive`, `path_trick`,
    `link_inside`, `too_large`, `too_many`, `ratio`, `missing_file`, `wrong_folder`.
    """
    if archive.is_dir():
        return _checked(_folder_inside(archive))
    if not archive.is_file():
        raise DumpRefused("no_such_file", file=archive.name)
    work.mkdir(parents=True, exist_ok=True)
    if archive.suffix == ".7z":
        _unpack_7z(archive, work)
    elif ".tar" in archive.suffixes or archive.suffix in {".tgz", ".txz", ".tbz2"}:
        _unpack_tar(archive, work)
    else:
        raise DumpRefused("unknown_archive", file=archive.name)
    return _checked(work)


def site_of(archive: Path, folder: Path) -> str | None:
    """The site's host name, from the archive's name or a folder's: `beer.stackexchange.com`."""
    names = [archive.name, folder.name, *_marker(folder)]
    for name in names:
        host = name.lower()
        for ending in (".7z", ".tgz", ".txz", ".xz", ".gz", ".bz2", ".tar"):
            host = host.removesuffix(ending)
        labels = host.split(".")
        if len(labels) >= 2 and labels[-1] in {"com", "net", "org"} and all(labels):
            return host
    return None


def _marker(folder: Path) -> list[str]:
    marker = folder / "site"
    return [marker.read_text(encoding="utf-8")] if marker.is_file() else []


def _folder_inside(folder: Path) -> Path:
    """The folder itself, or the only one below it that holds a dump."""
    if any((folder / name).is_file() for name in WANTED):
        return folder
    below = [entry for entry in folder.iterdir() if entry.is_dir()]
    holding = [entry for entry in below if (entry / "Posts.xml").is_file()]
    if len(holding) > 1:
        raise DumpRefused("several_dumps", file=folder.name)
    return holding[0] if holding else folder


def _checked(folder: Path) -> Path:
    present = {entry.name for entry in folder.iterdir() if entry.is_file()}
    if not present & WANTED:
        raise DumpRefused("wrong_folder", file=folder.name)
    if lacking := NEEDED - present:
        raise DumpRefused("missing_file", file=sorted(lacking)[0])
    return folder


class _Allowance:
    """What may still be unpacked from this archive."""

    def __init__(self, packed: int) -> None:
        self.left = min(MOST_BYTES, max(packed * MOST_RATIO, FREE_RATIO_BELOW))
        self.by_ratio = self.left < MOST_BYTES
        self.entries = 0
        self.written: set[str] = set()

    def entry(self, name: str) -> str | None:
        """The file's own name when it is wanted; refuses names that lead elsewhere."""
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise DumpRefused("too_many", file=name[:200])
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
            raise DumpRefused("path_trick", file=name[:200])
        if path.name not in WANTED:
            return None
        if path.name in self.written:
            raise DumpRefused("several_dumps", file=name[:200])
        self.written.add(path.name)
        return path.name

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise DumpRefused("ratio" if self.by_ratio else "too_large")


OPENERS: tuple[tuple[bytes, Callable[[Path], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"\xfd7zXZ", lzma.open),
    (b"BZh", bz2.open),
)


class _Watched:
    """The bytes of a tar; knows whether it ended as a tar ends: with a block of zeros.

    Python's tarfile takes any header that it cannot read for the end, a cut-off one too.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.last = file, b""

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.last = block[-tarfile.BLOCKSIZE :] or self.last
        return block

    def check_end(self, allowance: _Allowance) -> None:
        if self.last != tarfile.NUL * tarfile.BLOCKSIZE:
            raise EOFError
        for block in _blocks(self.file):  # to its end, where gzip and xz keep their check sums
            allowance.take(len(block))


def _unpack_tar(archive: Path, work: Path) -> None:
    allowance = _Allowance(archive.stat().st_size)
    try:
        with _opened(archive) as packed:
            watched = _Watched(packed)
            with tarfile.open(fileobj=cast("IO[bytes]", watched), mode="r|") as tar:
                for entry in tar:
                    _unpack_entry(tar, entry, allowance, work)
            watched.check_end(allowance)
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError, zlib.error) as error:
        raise DumpRefused("unreadable_archive", file=archive.name) from error


def _opened(archive: Path) -> IO[bytes]:
    with archive.open("rb") as file:
        head = file.read(6)
    for magic, opener in OPENERS:
        if head.startswith(magic):
            return cast("IO[bytes]", opener(archive))
    return archive.open("rb")


def _unpack_entry(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, allowance: _Allowance, work: Path
) -> None:
    name = allowance.entry(entry.name)
    if entry.issym() or entry.islnk() or entry.isdev():
        raise DumpRefused("link_inside", file=entry.name[:200])
    if name is None or not entry.isfile():
        return
    _note_site(entry.name, work)
    source = tar.extractfile(entry)
    if source is not None:
        _copy(source, work / name, allowance)


def _note_site(name: str, work: Path) -> None:
    folder = PurePosixPath(name).parent.name
    if folder:
        (work / "site").write_text(folder, encoding="utf-8")


def _copy(source: IO[bytes], target: Path, allowance: _Allowance) -> None:
    with target.open("wb") as file:
        for block in _blocks(source):
            allowance.take(len(block))
            file.write(block)


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        yield block


def _unpack_7z(archive: Path, work: Path) -> None:
    import py7zr  # noqa: PLC0415 - slow to import, needed only here
    import py7zr.exceptions  # noqa: PLC0415

    allowance = _Allowance(archive.stat().st_size)
    try:
        with py7zr.SevenZipFile(archive, "r") as packed:
            wanted = []
            for entry in packed.list():
                name = allowance.entry(entry.filename)
                if getattr(entry, "is_symlink", False):
                    raise DumpRefused("link_inside", file=entry.filename[:200])
                if name is not None and not entry.is_directory:
                    allowance.take(entry.uncompressed)
                    wanted.append(entry.filename)
            packed.extract(path=work / "packed", targets=wanted)
    except DumpRefused:
        raise
    except Exception as error:  # what a damaged one makes the library stumble over has many names
        raise DumpRefused("unreadable_archive", file=archive.name) from error
    for name in wanted:
        _note_site(name, work)
        (work / "packed" / name).rename(work / PurePosixPath(name).name)
