"""Timed work of moderation."""

from __future__ import annotations

from datetime import timedelta

from qunluo.kernel import clock
from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.moderation import actions


@cron("17 4 * * *")
@job()
def forget_traces() -> None:
    """Marks of what was written are kept for two days, to notice floods."""
    while actions.forget_traces(SYSTEM, clock.now() - timedelta(days=2)):
        pass


@cron("43 * * * *")
@job()
def look_after_newcomers() -> None:
    """Whoever nobody spoke to within a day is work for those who greet."""
    actions.look_after_newcomers(SYSTEM)
