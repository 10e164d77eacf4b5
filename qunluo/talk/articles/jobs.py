"""What the worker does for articles: publish what is due."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.talk.articles import actions


@cron("* * * * *")
@job()
def publish() -> None:
    """Scheduled articles whose moment has come."""
    actions.publish_due()
