"""What segments ask from above: who uses one, so that nobody changes or ends it unknowingly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Use:
    """What uses a segment: a title and where it stands."""

    title: str
    address: str


class SegmentUser(Protocol):
    """Somebody who uses segments."""

    name: str

    def uses(self, viewer: Viewer, segment_ids: Iterable[int]) -> dict[int, list[Use]]:
        """What uses each of these, as far as the viewer may know; at most two queries."""


users: dict[str, SegmentUser] = {}


def uses_segments(user: SegmentUser) -> None:
    """Register at start-up, in the domain's providers.py."""
    users[user.name] = user


def uses_of(viewer: Viewer, segment_ids: Iterable[int]) -> dict[int, list[Use]]:
    """What uses each of these segments, of all who registered."""
    found: dict[int, list[Use]] = {}
    for user in users.values():
        for segment_id, uses in user.uses(viewer, list(segment_ids)).items():
            found.setdefault(segment_id, []).extend(uses)
    return found
