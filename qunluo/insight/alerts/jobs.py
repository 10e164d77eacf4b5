"""Each hour: judge the days and weeks that have become whole since."""

from __future__ import annotations

from qunluo.insight.alerts import actions, queries
from qunluo.kernel.jobs import cron, job


@cron("50 * * * *")
@job(queue="long")
def watch() -> None:
    """A community is judged once after each of its days is over and in the lake."""
    for community_id in queries.to_check():
        actions.check_community(community_id)
