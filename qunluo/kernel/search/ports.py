"""What search needs from above: people by name, since it knows no members itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class FoundPerson:
    """Somebody whose name was found; `person` has a name, a handle and an avatar."""

    person: Any
    address: str


class People(Protocol):
    def people(self, viewer: Viewer, words: str, *, most: int) -> Sequence[FoundPerson]:
        """Members called like this, as far as the viewer may see who is a member."""

    def authors(self, viewer: Viewer, name: str) -> Sequence[str]:
        """Actor keys of those with exactly this name or handle."""


class Nobody:
    """The answer while no domain knows members."""

    def people(self, viewer: Viewer, words: str, *, most: int) -> Sequence[FoundPerson]:
        return ()

    def authors(self, viewer: Viewer, name: str) -> Sequence[str]:
        return ()


_provided: list[People] = [Nobody()]


def provide_people(people: People) -> None:
    """Register who knows the members, at start-up."""
    _provided[:] = [people]


def people() -> People:
    return _provided[0]
