"""What files need from others: a scanner of uploads, and who still uses an unclaimed file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Scanner(Protocol):
    def scan(self, file: IO[bytes], name: str) -> str | None:
        """The name of what it found in the file, or None."""


class FileUser(Protocol):
    """A domain whose stored text may hold addresses of files of one purpose."""

    purpose: str

    def in_use(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that something still shows."""


scanners: list[Scanner] = []
users: list[FileUser] = []


def scan_with(scanner: Scanner) -> None:
    scanners.append(scanner)


def used_by(user: FileUser) -> None:
    """Without a user, the unclaimed files of a purpose are never swept."""
    users.append(user)
