"""Where somebody stands when they ask: spaces by slug, the shell, and the last data of a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.sources import (
    calendar_of,
    coverage_for,
    history_at,
    shown_watermark,
)
from qunluo.insight.metrics.rules import SEE, SEE_SMALL_GROUPS
from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.insight.metrics.engine.periods import By, Period
    from qunluo.kernel.viewer import Viewer


def viewer_for(slug: str) -> Viewer:
    """The shell's and the jobs' eyes in a community: all figures and spaces, as nobody in person.

    Refuses with `missing` when there is no such community.
    """
    standing = communities.entrance(SYSTEM, slug).viewer
    held = standing.permissions | {SEE, SEE_SMALL_GROUPS, "communities.manage_spaces"}
    return replace(standing, is_member=True, permissions=held)


def space_id_of(slug: str, viewer: Viewer) -> int:
    """The id of a space the viewer may enter; else refuses with `missing`."""
    for space in communities.place(viewer).spaces:
        if space.slug == slug:
            return space.id
    raise missing()


@dataclass(frozen=True)
class Opening:
    """Where a dashboard opens: the last whole period in which somebody contributed.

    `so_far`: the period after it when that one has begun and holds something. `days`: how many
    days of records there are. `period` None: no whole period yet.
    """

    period: Period | None
    so_far: Period | None
    days: int
    first: datetime
    until: datetime


def opening(viewer: Viewer, by: By) -> Opening | None:
    """None while there are no records."""
    if viewer.community_id is None:
        raise missing()
    mark = shown_watermark(viewer.community_id)
    coverage = coverage_for(viewer.community_id, mark)
    if coverage is None:
        return None
    history = history_at(viewer.community_id, mark)
    calendar = calendar_of(viewer.community_id, mark.number)
    where, params = replace(DID, people="all").where()
    asked = f"SELECT DISTINCT day FROM {{acts}} WHERE {where} ORDER BY day DESC"  # noqa: S608
    told = history.answered(
        ("days", DID), lambda: [day.isoformat() for (day,) in history.rows(asked, params)]
    )
    days = [date.fromisoformat(day) for day in told]
    found: list[Period] = []
    for day in days:
        period = calendar.period(by, day)
        if not found or found[-1] != period:
            found.append(period)
    whole = next((one for one in found if coverage.stand(one)[0] == "complete"), None)
    so_far = found[0] if found and found[0] != whole else None
    first = coverage.stretches[0][0]
    return Opening(whole, so_far, (coverage.until - first).days, first, coverage.until)
