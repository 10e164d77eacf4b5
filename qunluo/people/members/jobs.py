"""What the worker does for members: copies, erasures whose time has come, and tidying."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members import actions, queries


@cron("* * * * *")
@job(queue="long")
def make_waiting_copies() -> None:
    for copy_id in queries.waiting_copies():
        actions.make_copy(SYSTEM, copy_id)


@cron("7 * * * *")
@job()
def erase_those_due() -> None:
    for erasure_id in queries.erasures_due():
        actions.erase(SYSTEM, erasure_id)


@cron("23 4 * * *")
@job()
def tidy() -> None:
    """Expired copies, sign-ups and links."""
    actions.drop_old_copies(SYSTEM)
    actions.drop_what_ran_out(SYSTEM)
