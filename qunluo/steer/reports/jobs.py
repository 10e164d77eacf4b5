"""Reports are made and checked by the worker, so that the server stays small and quick."""

from __future__ import annotations

from datetime import date

from qunluo.kernel.jobs import job
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.steer.reports import actions


@job(retries=1)
def make_report(member_id: int, community: str, span: str, day: str) -> int:
    """The new report's id."""
    viewer = communities.entrance(members.viewer_by_id(member_id), community).viewer
    return actions.make_report(viewer, span, date.fromisoformat(day))
