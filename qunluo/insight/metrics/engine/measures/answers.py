"""What people say when asked: scores of surveys, as their answers tell."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, growth
from qunluo.insight.metrics.engine.certainty import Z
from qunluo.insight.metrics.engine.measures.reading import Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.measures.reading import Inquiry

ANSWERED = "metrics.answer_given"
ASKED = "metrics.survey_asked"
CONTENT = 4
"""On a scale from 1 to 5."""


def _scores(inquiry: Inquiry, kind: str) -> list[list[int]]:
    """The scores of each period, in no order. Answers need no name."""
    joined, lists = counting.spans(inquiry.periods)
    found: list[list[int]] = [[] for _ in inquiry.periods]
    for n, score, times in inquiry.history.rows(
        "SELECT s.n, (facts ->> '$.score')::INTEGER AS score, count(*) FROM {acts} a"  # noqa: S608
        f" JOIN {joined} WHERE name = ? AND (facts ->> '$.kind') = ? GROUP BY 1, 2",
        [*lists, ANSWERED, kind],
    ):
        found[n] += [score] * times
    return found


def nps(inquiry: Inquiry) -> list[Reading]:
    """Points between -100 and 100; parts: low and high end of the 95 % interval."""
    return [_nps(scores) for scores in _scores(inquiry, "nps")]


def _nps(scores: Sequence[int]) -> Reading:
    value = growth.nps(scores)
    if value is None:
        return Reading(None, n=0, reason="no_answers")
    up = sum(score >= growth.PROMOTER for score in scores) / len(scores)
    down = sum(score <= growth.DETRACTOR for score in scores) / len(scores)
    spread = 100 * Z * sqrt(max(0.0, up + down - (up - down) ** 2) / len(scores))
    cells = (
        Cell("low", max(-100.0, value - spread)),
        Cell("high", min(100.0, value + spread)),
        Cell("promoters", up, round(up * len(scores)), len(scores)),
        Cell("detractors", down, round(down * len(scores)), len(scores)),
    )
    return Reading(value, n=len(scores), cells=cells)


def csat(inquiry: Inquiry) -> list[Reading]:
    """The share of 4 and 5 among 1 to 5."""
    return [
        share(sum(score >= CONTENT for score in scores), len(scores), reason="no_answers")
        for scores in _scores(inquiry, "csat")
    ]


def responded(inquiry: Inquiry) -> list[Reading]:
    """Answers for each person who was asked."""
    joined, lists = counting.spans(inquiry.periods)
    asked = dict(
        inquiry.history.rows(
            "SELECT s.n, sum((facts ->> '$.people')::INTEGER)::INTEGER FROM {acts} a"  # noqa: S608
            f" JOIN {joined} WHERE name = ? GROUP BY s.n",
            [*lists, ASKED],
        )
    )
    answers = counting.tallies(
        inquiry.history, counting.Match((ANSWERED,), people="all"), inquiry.periods
    )
    return [
        share(tally.lines, asked.get(n, 0), reason="nobody_asked")
        for n, tally in enumerate(answers)
    ]
