"""The worker's share of a dashboard: its usual questions answered before anybody asks them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db.models import Sum

from qunluo.insight.metrics.engine.history import history_of
from qunluo.insight.metrics.engine.history.answers import READY, ready_watermark
from qunluo.insight.metrics.engine.history.standing import WORTH_ANSWERING
from qunluo.insight.metrics.models import LakeFile
from qunluo.insight.metrics.queries.board import board
from qunluo.insight.metrics.queries.sources import reading_at, source_of, watermark
from qunluo.insight.metrics.queries.standing import opening, viewer_for
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.periods import By

USUAL: tuple[By, ...] = ("month", "week")
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
    held = LakeFile.objects.filter(community_id=community_id, retired_at=None)
    lines = held.aggregate(lines=Sum("line_count"))["lines"] or 0
    if lines < WORTH_ANSWERING or ready_watermark(source, mark.number) is not None:
        return False
    began = time.monotonic()
    history = history_of(source)
    viewer = viewer_for(slug)
    with reading_at(mark):
        for by in USUAL:
            found = opening(viewer, by)
            for period in (found.period, found.so_far) if found else ():
                if period is not None:
                    board(viewer, period)
    history.answers.put((READY,), {"lines": history.line_count})
    spent = time.monotonic() - began
    _due[community_id] = began + spent * (1 + REST)
    return True
