"""One import of a source at a time on this machine; the system frees the lock of a killed one."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Busy(Exception):  # noqa: N818 - an answer, not an error
    """Somebody else holds the lock."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock for the block; raises Busy at once when another process has it."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
