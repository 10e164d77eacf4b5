"""When a member was last here, for what is new to them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qunluo.kernel import clock
from qunluo.people.communities.models import Membership

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


def last_here(viewer: Viewer) -> datetime | None:
    """The beginning of the last day before today on which the member came by, in the community's
    time zone; None on their first day. One query.
    """
    found = Membership.objects.filter(community=viewer.community_id, member=viewer.member_id)
    row = found.values_list("last_visited_on", "visited_before_on", "community__timezone").first()
    if row is None:
        return None
    last, before, zone_name = row
    zone = ZoneInfo(zone_name)
    day = before if last == clock.now().astimezone(zone).date() else last
    return datetime.combine(day, time(), zone) if day else None
