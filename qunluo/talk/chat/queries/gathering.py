"""Messages that may become a topic, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.people.communities import queries as communities
from qunluo.talk.chat.queries.finding import message_for
from qunluo.talk.chat.queries.messages import Spoken, spoken

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.talk.chat.models import Room

BELOW, ABOVE = 30, 10
OPENNESS = {"private": 0, "members": 1, "public": 2}


@dataclass(frozen=True)
class GatheringSheet:
    """`items`: the message and its neighbours; `chosen` the numbers that belong together."""

    room: Room
    items: tuple[Spoken, ...]
    chosen: frozenset[int]
    spaces: tuple[SpaceCard, ...]


def gathering_sheet(viewer: Viewer, message_id: int) -> GatheringSheet:
    """The message, what answers it, and forty around; refuses with `missing`."""
    message = message_for(viewer, message_id)
    room = message.room
    near = room.messages.select_related("file").filter(
        number__gte=message.number - ABOVE, number__lte=message.number + BELOW, removed_at=None
    )
    rows = list(near.order_by("number"))
    thread = {message.pk, message.answers_id}
    for row in rows:
        if row.answers_id in thread and row.answers_id is not None:
            thread.add(row.pk)
    chosen = frozenset(row.number for row in rows if row.pk in thread)
    return GatheringSheet(room, spoken(room, rows), chosen, spaces_for_talk(viewer, room))


def spaces_for_talk(viewer: Viewer, room: Room) -> tuple[SpaceCard, ...]:
    """Spaces that may take a topic out of the room: none that is open to more people than it."""
    spaces = communities.place(viewer).spaces
    return tuple(
        space
        for space in spaces
        if space.kind == "forum" and viewer.may("forum.post", space.id) and may_take(room, space)
    )


def may_take(room: Room, space: SpaceCard) -> bool:
    """Whether everybody who may read the space may read the room."""
    if room.space is not None and room.space.access == "private":
        return space.id == room.space_id
    own = room.space.access if room.space is not None else "members"
    return OPENNESS[space.access] <= OPENNESS[own]
