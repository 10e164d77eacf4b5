"""RFM for communities: how lately, on how many days, and how much people contributed, by rank."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History

FEWEST_FOR_RANKS = 50
DAYS = 180
FIFTHS = 5
WEIGHTS_VERSION = 1
WORTH = {
    "questions.answer_given": 3.0,
    "questions.question_asked": 2.0,
    "forum.topic_opened": 2.0,
    "forum.reply_posted": 2.0,
    "articles.article_published": 5.0,
    "chat.message_posted": 0.2,
}
"""What one contribution counts; all others 1."""
FIXED = {"lately": (7, 30, 60, 90), "days": (1, 3, 5, 10), "worth": (2.0, 6.0, 15.0, 30.0)}
"""Steps where there are too few for ranks: a score of 5 within 7 days, from 11 days, above 30."""
# Group: (least and most R, least and most F); the first that fits.
GROUPS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "best": ((4, 5), (4, 5)),
    "steady": ((3, 5), (3, 5)),
    "fresh": ((4, 5), (1, 2)),
    "fading": ((1, 2), (3, 5)),
    "passing": ((3, 3), (1, 2)),
    "asleep": ((1, 2), (1, 2)),
}


@dataclass(frozen=True)
class Habit:
    """`lately`: days since the last contribution. `days`: active ones of 180. `worth`: weighted."""

    lately: int
    days: int
    worth: float


@dataclass(frozen=True)
class Rated:
    """Scores from 1 to 5, 5 the best."""

    r: int
    f: int
    m: int

    @property
    def group(self) -> str:
        return next(
            key
            for key, ((low, high), (least, most)) in GROUPS.items()
            if low <= self.r <= high and least <= self.f <= most
        )


def habits(history: History, match: Match, last: date) -> dict[int, Habit]:
    """Of everybody who contributed in the 180 days up to a day."""
    where, params = match.where()
    found: dict[int, tuple[date, set[date], float]] = {}
    for person, name, day, times in history.rows(
        f"SELECT person, name, day, count(*) FROM {{acts}} WHERE {where}"  # noqa: S608
        " AND day BETWEEN ? AND ? AND person IS NOT NULL GROUP BY ALL ORDER BY ALL",
        [*params, last - timedelta(days=DAYS - 1), last],
    ):
        latest, days, worth = found.get(person, (day, set(), 0.0))
        days.add(day)
        found[person] = (max(latest, day), days, worth + WORTH.get(name, 1.0) * times)
    return {
        person: Habit((last - latest).days, len(days), worth)
        for person, (latest, days, worth) in found.items()
    }


def rated(found: Mapping[int, Habit]) -> dict[int, Rated]:
    """Fifths by rank, equal values alike; by fixed steps below fifty people."""
    score = _by_rank if len(found) >= FEWEST_FOR_RANKS else _by_steps
    order = list(found)
    r = score([-found[one].lately for one in order], [-step for step in FIXED["lately"]][::-1])
    f = score([found[one].days for one in order], FIXED["days"])
    m = score([found[one].worth for one in order], FIXED["worth"])
    return {one: Rated(*told) for one, *told in zip(order, r, f, m, strict=True)}


def _by_rank(values: Sequence[float], _steps: Sequence[float]) -> list[int]:
    """A fifth for each fifth of the people that lie below; ties get the same score."""
    count = Counter(values)
    below, seen = {}, 0
    for value in sorted(count):
        below[value] = seen
        seen += count[value]
    return [1 + FIFTHS * below[value] // len(values) for value in values]


def _by_steps(values: Sequence[float], steps: Sequence[float]) -> list[int]:
    is_negative = steps[0] < 0
    test: Callable[[float, float], bool] = (
        (lambda value, step: value >= step) if is_negative else (lambda value, step: value > step)
    )
    return [1 + sum(test(value, step) for step in steps) for value in values]


def grouped(found: Iterable[Rated]) -> dict[str, int]:
    """How many in each group, in the groups' order."""
    told = Counter(one.group for one in found)
    return {key: told[key] for key in GROUPS}
