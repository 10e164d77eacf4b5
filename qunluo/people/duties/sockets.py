"""Who hears that the table of work has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import places
from qunluo.kernel.live.topics import topic

WORK = "communities.work"

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@topic("work")
def operators_only(viewer: Viewer, rest: str) -> bool:
    """`work:<community id>`: those who may open its workbench."""
    place = places.place(viewer, int(rest)) if rest.isdecimal() else None
    return place is not None and place.viewer.may_anywhere(WORK)
