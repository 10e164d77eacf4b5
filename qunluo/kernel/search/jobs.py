"""Rebuilding the index, and the list of what was asked."""

from __future__ import annotations

from qunluo.kernel import bus
from qunluo.kernel.jobs import cron, job, periodic
from qunluo.kernel.search import actions, hearing, indexing

bus.subscribe(hearing.CHANNEL, hearing.hear)


@job(queue="long")
def rebuild_index(community_id: int) -> None:
    indexing.rebuild(community_id)


@periodic(every_seconds=30)
def keep_questions() -> None:
    if heard := hearing.take():
        actions.keep_questions(heard)


@cron("*/5 * * * *")
@job(queue="long")
def renew_index() -> None:
    """After an upgrade that stores terms in another way; otherwise there is nothing to do."""
    while indexing.renew():
        pass


@cron("11 4 * * *")
@job()
def forget_old_questions() -> None:
    actions.forget_old_questions()
