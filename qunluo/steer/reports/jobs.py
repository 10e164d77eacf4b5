"""Reports asked for on a page are made by the worker, so that the server stays small and quick."""

from __future__ import annotations

from qunluo.kernel import bus
from qunluo.kernel.jobs import cron, job, periodic
from qunluo.steer.reports import actions, queries

bus.subscribe(queries.CHANNEL, queries.hear)


@job(retries=1)
def work_off(order_id: int) -> None:
    """Make the report that an order asks for."""
    actions.work_off(order_id)


@cron("*/10 * * * *")
@job(queue="long")
def go_round() -> None:
    """Make the drafts that are due, and write the letters about reports."""
    actions.go_round()


@cron("17 4 * * *")
@job(queue="long")
def mark_late() -> None:
    """Mark what late records would change in drafts and published reports."""
    actions.mark_late()


@periodic(every_seconds=30)
def keep_visits() -> None:
    if heard := queries.take_visits():
        actions.keep_visits(heard)
