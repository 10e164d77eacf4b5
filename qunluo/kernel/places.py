"""Where a viewer stands and what they may read there, asked by kernel parts that know no community.

The communities domain provides the answers at start-up (ground 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import Viewer

VISITOR = Viewer()


@dataclass(frozen=True)
class Place:
    """`viewer` stands in the community; `space_ids` are the spaces whose content they may read."""

    viewer: Viewer
    community_id: int
    space_ids: frozenset[int]


class Places(Protocol):
    def place(self, viewer: Viewer, community_id: int) -> Place | None:
        """None when the viewer may read no content of that community."""

    def place_by_slug(self, viewer: Viewer, slug: str) -> Place | None:
        """The same by the community's slug."""

    def enter(self, viewer: Viewer, slug: str) -> Place:
        """The same, or a refusal that says why: `missing`, `join_required`, `sign_in_required`."""

    def slugs(self) -> dict[str, int]:
        """Every community's slug and id, for upkeep."""

    def viewer(self, member_id: int) -> Viewer:
        """A member as they stand now, outside any community; a visitor where they are gone."""


class Nowhere:
    """The answer while no domain provides communities."""

    def place(self, viewer: Viewer, community_id: int) -> Place | None:
        return None

    def place_by_slug(self, viewer: Viewer, slug: str) -> Place | None:
        return None

    def enter(self, viewer: Viewer, slug: str) -> Place:
        raise missing()

    def slugs(self) -> dict[str, int]:
        return {}

    def viewer(self, member_id: int) -> Viewer:
        return VISITOR


_provided: list[Places] = [Nowhere()]


def provide(places: Places) -> None:
    """Register who knows the communities, at start-up."""
    _provided[:] = [places]


def place(viewer: Viewer, community_id: int) -> Place | None:
    """Where the viewer stands in that community; None when its content is not for them."""
    return _provided[0].place(viewer, community_id)


def place_by_slug(viewer: Viewer, slug: str) -> Place | None:
    return _provided[0].place_by_slug(viewer, slug)


def enter(viewer: Viewer, slug: str) -> Place:
    """Step in to read, or be refused with `missing`, `join_required` or `sign_in_required`."""
    return _provided[0].enter(viewer, slug)


def slugs() -> dict[str, int]:
    """Every community's slug and id, for upkeep."""
    return _provided[0].slugs()


def viewer(member_id: int) -> Viewer:
    """A member as they stand now, outside any community; a visitor where they are gone."""
    return _provided[0].viewer(member_id)
