"""Each day's members of each segment, written down once."""

from __future__ import annotations

from qunluo.insight.segments import actions, queries
from qunluo.kernel.jobs import cron, job


@cron("40 * * * *")
@job(queue="long")
def count_days() -> None:
    for segment_id, day in queries.to_count():
        actions.count_day(segment_id, day)
