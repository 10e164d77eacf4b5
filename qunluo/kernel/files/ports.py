"""What files need from others: a scanner, who still uses an unclaimed file, who is party to one."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qunluo.kernel.viewer import Viewer


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


_parties: dict[str, Callable[[Viewer, int], bool]] = {}


def shown_to_parties(purpose: str, asks: Callable[[Viewer, int], bool]) -> None:
    """Say who reads files of a purpose kept with the access `parties`: the owner and nobody else
    but those for whom `asks(viewer, file_id)` says yes."""
    _parties[purpose] = asks


def is_among_parties(viewer: Viewer, purpose: str, file_id: int) -> bool:
    asks = _parties.get(purpose)
    return asks is not None and asks(viewer, file_id)
