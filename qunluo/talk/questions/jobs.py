"""What the worker does for questions: it asks the next expert when nobody answered."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.questions import actions


@cron("17 * * * *")
@job()
def call_the_next() -> None:
    """A question left open for a day goes to one more expert, up to four in all."""
    for topic_id in actions.waiting_for_another():
        actions.call_experts(SYSTEM, topic_id, most=1)
