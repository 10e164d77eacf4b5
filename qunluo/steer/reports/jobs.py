"""Reports asked for on a page are made by the worker, so that the server stays small and quick."""

from __future__ import annotations

from qunluo.kernel.jobs import job
from qunluo.steer.reports import actions


@job(retries=1)
def work_off(order_id: int) -> None:
    """Make the report that an order asks for."""
    actions.work_off(order_id)
