"""The worker's share of a dashboard: its usual questions answered before anybody asks them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import shelves
from qunluo.insight.metrics.engine.history import history_of
from qunluo.insight.metrics.engine.history.answers import READY, Answers
from qunluo.insight.metrics.engine.history.standing import WORTH_ANSWERING
from qunluo.insight.metrics.engine.periods import BYS
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.board import board
from qunluo.insight.metrics.queries.sources import (
    coverage_for,
    reading_at,
    source_of,
    watermark,
)
from qunluo.insight.metrics.queries.standing import opening, viewer_for
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.queries.sources import Watermark

REST = 5.0
"""So many times as long as it worked for a community the worker leaves it alone."""

_due: dict[int, float] = {}


def ready_boards() -> int:
    """Answer the boards of every large community at the newest watermark; how many were due."""
    return sum(ready_board(slug, one) for slug, one in communities.slugs().items())


def ready_board(slug: str, community_id: int) -> bool:
    """False when nothing is new, the community is small, or it was done a short while ago."""
    mark = watermark(community_id)
    if not mark.number or time.monotonic() < _due.get(community_id, 0.0):
        return False
    source = source_of(community_id, mark.number)
    if source.lines < WORTH_ANSWERING or Answers(source).has((READY,)):
        return False
    began = time.monotonic()
    history = history_of(source)
    fill_shelves(history, community_id, mark)
    viewer = viewer_for(slug)
    with reading_at(mark):
        for by in BYS:
            found = opening(viewer, by)
            for period in (found.period, found.so_far) if found else ():
                if period is not None:
                    board(viewer, period)
    history.answers.put((READY,), {"lines": history.line_count})
    spent = time.monotonic() - began
    _due[community_id] = began + spent * (1 + REST)
    return True


def fill_shelves(history: History, community_id: int, mark: Watermark) -> shelves.Work:
    """Every number of every usual period; how many were found anew and how many taken over."""
    coverage = coverage_for(community_id, mark)
    if coverage is None:
        return shelves.Work()
    history.awake()
    work = shelves.Work()
    for by in BYS:
        work += shelves.fill(history, coverage, by, METRICS.values(), DID)
    return work
