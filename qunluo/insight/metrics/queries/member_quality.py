"""The quality of members as a score, for segments: the same numbers as on a member's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import quality
from qunluo.insight.metrics.engine.quality import Factor
from qunluo.insight.metrics.engine.registry.presence import DID
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Factor", "factors_of", "given_by", "scores"]


def given_by(community_id: int) -> Mapping[int, quality.Given]:
    """person (the history's number) -> what they gave in the 180 days up to today."""
    history = history_at(community_id, watermark())
    today = history.calendar.day_of(clock.now())
    return history.kept(("given", today), lambda: quality.given(history, DID, today))


def factors_of(community_id: int, person: int) -> tuple[Factor, ...]:
    """The factors of one person's quality, adding up to it; none: they contributed nothing."""
    one = given_by(community_id).get(person)
    return quality.factors(one) if one else ()


def scores(community_id: int) -> Mapping[int, float]:
    """person -> quality from 0 to 100, of those who contributed at all."""
    return {person: quality.quality(one) for person, one in given_by(community_id).items()}
