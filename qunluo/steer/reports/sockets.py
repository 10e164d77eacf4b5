"""Who hears a desk: whoever may work on the report, so that two at once know of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.live.topics import topic
from qunluo.people.communities import queries as communities
from qunluo.steer.reports import queries
from qunluo.steer.reports.rules import MAKE

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@topic("report", presence=True)
def may_hear_desk(viewer: Viewer, rest: str) -> bool:
    """`report:<id>`; refusals count as no."""
    report_id = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 18 else 0
    slug = queries.slug_of_report(report_id)
    if slug is None:
        return False
    standing = communities.enter(viewer, slug, door="visitors").viewer
    return standing.may(MAKE) and queries.report_for(standing, report_id).pk == report_id
