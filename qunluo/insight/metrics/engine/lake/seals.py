"""Whether a file is still what was written, and who may write now."""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

State = Literal["whole", "missing", "cut", "changed"]


@dataclass(frozen=True)
class Seal:
    """What the manifest knows of a file. `digest` "": written before files were sealed."""

    path: Path
    byte_count: int
    digest: str


class Damaged(Exception):  # noqa: N818 - says what is the matter, not that code is wrong
    """A listed file that cannot be believed."""

    def __init__(self, path: Path, state: State) -> None:
        super().__init__(f"{path.name}: {state}")
        self.path, self.state = path, state


_believed: dict[tuple[str, int, int], str] = {}
MOST_BELIEVED = 20_000


def verify(seals: Iterable[Seal]) -> None:
    """Read what is new to this process once in full; raises `Damaged` for the first bad file."""
    for seal in seals:
        state = state_of(seal)
        if state != "whole":
            raise Damaged(seal.path, state)


def state_of(seal: Seal, *, anew: bool = False) -> State:
    """Length and digest against the seal; `anew`: though this process has read it before."""
    try:
        told = seal.path.stat()
    except OSError:
        return "missing"
    if told.st_size != seal.byte_count:
        return "cut"
    key = (str(seal.path), told.st_mtime_ns, told.st_ino)
    if anew or key not in _believed:
        if len(_believed) > MOST_BELIEVED:
            _believed.clear()
        _believed[key] = digest_of(seal.path) if seal.digest else ""
    return "whole" if _believed[key] == seal.digest else "changed"


def digest_of(path: Path) -> str:
    """SHA-256 of the file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make a file or folder outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def turn(folder: Path) -> Iterator[bool]:
    """Whether this process may write the folder for the block.

    The system gives the turn back when its holder dies, however it dies and whatever the clock
    says; it binds the processes of one machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
