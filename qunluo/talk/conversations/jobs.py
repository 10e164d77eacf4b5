"""Timed work of conversations."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import queries as communities
from qunluo.talk.conversations import actions


@cron("41 3 * * *")
@job(queue="long")
def drop_old_messages() -> None:
    """Where a community does not keep messages for ever."""
    for community_id in communities.slugs().values():
        while actions.drop_old(SYSTEM, community_id):
            pass
