"""Imports and their undoing run in the worker."""

from __future__ import annotations

from datetime import timedelta

from qunluo.kernel import clock
from qunluo.kernel.jobs import cron, job
from qunluo.reach.porting import actions

KEPT_DAYS = 7


@job(queue="long", retries=2)
def work_off(order_id: int) -> None:
    """Bring in or take out what an order asks for; taken up again where it was killed."""
    actions.work_off(order_id)


@cron("41 3 * * *")
@job()
def forget_uploads() -> None:
    """Archives that were uploaded a week ago and not brought in since are deleted."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    actions.forget_uploads(before.timestamp())
