"""What the worker does for the forum: closing in time, reminding, tidying."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job, periodic
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.forum import actions


@cron("41 3 * * *")
@job()
def tidy() -> None:
    """Tokens of forms that were sent more than a week ago."""
    actions.forget_submissions()


@periodic(every_seconds=30)
def keep_times() -> None:
    """Close what is due, and remind whoever asked for it."""
    while actions.close_due(SYSTEM):
        pass
    while actions.remind_due(SYSTEM):
        pass
