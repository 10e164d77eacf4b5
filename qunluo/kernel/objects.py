"""What every kind of thing that people make must be able to answer, whatever domain owns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ObjectCard:
    """A title and an address, for one viewer who may see the object.

    `is_hidden`: it is held or removed, and only seen by those who keep order.
    """

    object_type: str
    object_id: int
    title: str
    address: str
    is_hidden: bool = False


@dataclass(frozen=True)
class ObjectText:
    """The text of one object for search and analysis, and who may find it.

    `audience`: public (visitors too), members, space (members who may enter `space_id`), hidden.
    `sort` tells objects of one type apart where that helps finding, such as question and topic.
    """

    object_type: str
    object_id: int
    community_id: int
    space_id: int | None
    title: str
    body: str
    tags: tuple[str, ...]
    author_key: str | None
    audience: str
    language: str
    happened_at: datetime
    sort: str = ""


class ObjectKind(Protocol):
    """Registered by a domain's providers.py for one object type such as `forum.post`."""

    object_type: str

    def cards(self, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, ObjectCard]:
        """Cards of those objects the viewer may see; the others are left out."""

    def texts(self, ids: Iterable[int]) -> Iterable[ObjectText]:
        """Texts for search; an object that is gone is left out, a hidden one says so."""

    def all_ids(self, community_id: int) -> Iterator[int]:
        """Every object of the community, for rebuilding an index."""

    def hide(self, actor: Viewer, object_id: int, *, reason: str) -> None: ...

    def restore(self, actor: Viewer, object_id: int) -> None: ...

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        """What the member made, as plain values, for the member's own copy."""

    def erase(self, member_id: int) -> None:
        """Forget what names the member; ledgers keep a pseudonym."""

    def purge(self, community_id: int) -> None:
        """Delete all of a community's objects; only `purge_community` calls this."""


kinds: dict[str, ObjectKind] = {}


def provide(kind: ObjectKind) -> None:
    """Register the answers of one object type, at start-up."""
    kinds[kind.object_type] = kind
