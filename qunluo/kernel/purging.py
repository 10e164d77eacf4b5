"""The one way in which lines and rows of a whole community are deleted: a demo, or an owner's wish.

Each part of the house that keeps something about a community registers how it forgets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.action import writing
from qunluo.kernel.objects import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

_purges: dict[str, Callable[[int], None]] = {}


def purges(forget: Callable[[int], None]) -> Callable[[int], None]:
    """Register how one part forgets a community by id; called in the purging transaction."""
    _purges[f"{forget.__module__}.{forget.__name__}"] = forget
    return forget


def purge_community(community_id: int) -> None:
    """Let every part forget the community. Only `communities.actions` may call this."""
    with writing("*"):
        for kind in kinds.values():
            kind.purge(community_id)
        for name in sorted(_purges):
            _purges[name](community_id)
