"""How much somebody gives a community, factor by factor, so that the parts add up to the whole.

A description of 180 days, no verdict: nothing happens by it. Weights and steps are versioned.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.recency import DAYS, WORTH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History

VERSION = 1
FEWEST = 5
"""Fewer contributions than this say nothing about shares of them."""
WEEKS = 26
FULL_WORTH = 60.0
FULL_THANKS = 1.0
WEIGHTS = {"regular": 25, "worth": 25, "helpful": 20, "thanked": 20, "kept": 10}
THANKS = ("questions.answer_accepted", "forum.reaction_given", "chat.reaction_given")
REMOVED = "forum.post_removed"


@dataclass(frozen=True)
class Given:
    """What somebody gave in 180 days. `others`: contributions to other people's posts."""

    days: int = 0
    count: int = 0
    worth: float = 0.0
    others: int = 0
    thanks: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Factor:
    """One part: what was counted, of what, the score from 0 to 1 (None: too little to say).

    `points`: what it adds to the whole of 100; the points of all factors add up to it.
    """

    key: str
    value: float
    whole: float
    score: float | None
    weight: int
    points: float


def given(history: History, match: Match, last: date) -> dict[int, Given]:
    """Of everybody who contributed in the 180 days up to a day."""
    where, params = match.where()
    span = [last - timedelta(days=DAYS - 1), last]
    days: dict[int, set[date]] = defaultdict(set)
    sums: dict[int, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for person, name, day, times, others in history.rows(
        "SELECT person, name, day, count(*), count(*) FILTER (WHERE about <> person)"  # noqa: S608
        f" FROM {{acts}} WHERE {where} AND day BETWEEN ? AND ? AND person IS NOT NULL"
        " GROUP BY ALL ORDER BY ALL",
        [*params, *span],
    ):
        days[person].add(day)
        own = sums[person]
        own[0] += times
        own[1] += WORTH.get(name, 1.0) * times
        own[2] += others
    thanks = _about(history, THANKS, span)
    removed = _about(history, (REMOVED,), span)
    return {
        person: Given(
            len(days[person]),
            int(count),
            worth,
            int(others),
            thanks.get(person, 0),
            removed.get(person, 0),
        )
        for person, (count, worth, others) in sums.items()
    }


def _about(history: History, names: tuple[str, ...], span: list[date]) -> Mapping[int, int]:
    """How often others did one of these concerning each person."""
    return dict(
        history.rows(
            "SELECT about, count(*) FROM {acts} WHERE name IN (SELECT unnest(string_split(?, ',')))"
            " AND day BETWEEN ? AND ? AND about IS NOT NULL AND person IS DISTINCT FROM about"
            " GROUP BY about",
            [",".join(names), *span],
        )
    )


def factors(one: Given) -> tuple[Factor, ...]:
    """Each factor; the weights of those with too little to say are shared out among the others."""
    is_enough = one.count >= FEWEST
    wrote = one.count + one.removed
    parts: dict[str, tuple[float, float, float | None]] = {
        "regular": (one.days, WEEKS, min(1.0, one.days / WEEKS)),
        "worth": (one.worth, FULL_WORTH, min(1.0, one.worth / FULL_WORTH)),
        "helpful": (one.others, one.count, one.others / one.count if is_enough else None),
        "thanked": (
            one.thanks,
            one.count,
            min(FULL_THANKS, one.thanks / one.count) if is_enough else None,
        ),
        "kept": (one.count, wrote, one.count / wrote if wrote >= FEWEST else None),
    }
    whole = sum(WEIGHTS[key] for key, (_value, _of, score) in parts.items() if score is not None)
    return tuple(
        Factor(
            key,
            value,
            of,
            score,
            WEIGHTS[key],
            0.0 if score is None else 100 * WEIGHTS[key] * score / whole,
        )
        for key, (value, of, score) in parts.items()
    )


def quality(one: Given) -> float:
    """From 0 to 100: the sum of the factors' points."""
    return sum(factor.points for factor in factors(one))
