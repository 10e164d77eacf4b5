"""The worker's share: export every few seconds, tidy the lake now and then."""

from __future__ import annotations

from qunluo.insight.metrics import actions, queries
from qunluo.kernel.jobs import cron, job, periodic

ROUNDS = 20


@periodic(every_seconds=20)
def export() -> None:
    """Fresh figures within a minute; a backlog (an import) in rounds of 20 segments."""
    for _round in range(ROUNDS):
        if not actions.export_segment():
            break


@periodic(every_seconds=30)
def ready() -> None:
    """Answer the dashboards' questions of large communities before anybody asks them."""
    queries.ready_boards()


@periodic(every_seconds=300)
def compact() -> None:
    actions.compact_lake()


@cron("23 3 * * *")
@job(queue="long")
def sweep() -> None:
    actions.sweep_lake()
