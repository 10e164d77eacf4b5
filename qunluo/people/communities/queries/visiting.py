"""When a member was last here, for what is new to them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qunluo.kernel import clock
from qunluo.people.communities.queries.entering import belonging_of, place

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def last_here(viewer: Viewer) -> datetime | None:
    """The beginning of the last day before today on which the member came by, in the community's
    time zone; None on their first day. Three queries, none in a page behind the community's door.
    """
    row = belonging_of(viewer.community_id, viewer.member_id)
    if row is None:
        return None
    last, before, zone = (
        row.last_visited_on,
        row.visited_before_on,
        ZoneInfo(place(viewer).timezone),
    )
    day = before if last == clock.now().astimezone(zone).date() else last
    return datetime.combine(day, time(), zone) if day else None
