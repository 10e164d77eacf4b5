"""What open pages may hear of the forum: `topic:<id>`, that something was posted there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.live.topics import topic
from qunluo.talk.forum import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@topic("topic")
def may_hear_topic(viewer: Viewer, rest: str) -> bool:
    """Whoever may read the topic now."""
    is_number = rest.isascii() and rest.isdecimal() and len(rest) < 19
    return is_number and queries.may_read_topic(viewer, int(rest))
