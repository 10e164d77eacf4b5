"""Timed work of the exchange."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.exchange import actions


@cron("17 * * * *")
@job()
def end_what_is_over() -> None:
    while actions.expire_listings(SYSTEM):
        pass
    while actions.remind_authors(SYSTEM):
        pass
