"""What the worker does for the forum: tidying."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job
from qunluo.talk.forum import actions


@cron("41 3 * * *")
@job()
def tidy() -> None:
    """Tokens of forms that were sent more than a week ago."""
    actions.forget_submissions()
