"""After an upgrade the worker renders stored texts anew; until then reading does it."""

from __future__ import annotations

from qunluo.kernel.jobs import cron, job, report_progress
from qunluo.kernel.text import actions, queries


@cron("43 4 * * *")
@job(queue="long")
def renew_texts() -> None:
    """Every kind that is behind, in small transactions; stopped half-way it goes on from there."""
    kinds = queries.kinds_behind()
    left = {kind: queries.rows_behind(kind) for kind in kinds}
    total = sum(left.values())
    for kind in kinds:
        while actions.renew_some(kind):
            rest = {**left, kind: queries.rows_behind(kind)}
            report_progress(total - sum(rest.values()), total, kind)
        left[kind] = 0
    report_progress(total, total)


def renew_if_behind() -> int:
    """Put the job in line when a kind is behind; how many are."""
    if kinds := queries.kinds_behind():
        renew_texts.enqueue()
    return len(kinds)
