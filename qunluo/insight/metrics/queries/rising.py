"""Words that a period's texts hold clearly more often than the periods before, for reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import words
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.sheet import StudyAsk
from qunluo.insight.metrics.queries.studies.topics import EARLIER, texts_of, whole_of

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class RisingWord:
    """In `now` of the period's `texts_now` texts and `before` of the four periods' before it."""

    word: str
    now: int
    texts_now: int
    before: int
    texts_before: int


def rising_words(viewer: Viewer, period: Period, *, limit: int) -> list[RisingWord]:
    """The surest first, of texts that stand now in spaces open to every member.

    Texts change and go, so that this is not found again later: who tells it keeps it.
    """
    ask = StudyAsk(_as_any_member(viewer), period)
    history = ask.history()
    begins = calendar_of(ask.community_id).neighbour(period, -EARLIER).start
    own = texts_of(ask, history, period.start, period.last_day)
    past = texts_of(ask, history, begins, period.start - timedelta(days=1))
    now, texts_now = words.documents(whole_of(own))
    before, texts_before = words.documents(whole_of(past))
    found = words.rising(now, texts_now, before, texts_before)[:limit]
    return [RisingWord(one.word, one.now, texts_now, one.before, texts_before) for one in found]


def _as_any_member(viewer: Viewer) -> Viewer:
    """Without rights in single spaces: what is found, every member may read."""
    return replace(
        viewer, member_id=None, is_member=True, permissions=frozenset(), space_permissions={}
    )
