"""Who hears a room: whoever may read it, asked again whenever access changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.live.topics import topic
from qunluo.people.communities import queries as communities
from qunluo.talk.chat import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@topic("chat", presence=True)
def may_hear_room(viewer: Viewer, rest: str) -> bool:
    """`chat:<room id>`; refusals count as no."""
    room_id = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 18 else 0
    slug = queries.slug_of_room(room_id)
    if slug is None:
        return False
    standing = communities.enter(viewer, slug, door="visitors").viewer
    return queries.rooms_open_to(standing).filter(pk=room_id).exists()
