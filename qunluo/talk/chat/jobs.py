"""Timed work of chat."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.chat import actions, queries


@cron("23 3 * * *")
@job(queue="long")
def drop_old_messages() -> None:
    """Where a room does not keep its messages for ever."""
    for room_id in queries.forgetful_rooms():
        while actions.drop_old(SYSTEM, room_id):
            pass
