"""Who deals with whom: ties from what people did to each other, and who brings others in or back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.influence import faded, months_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.influence import Ties

WEIGHTS_VERSION = 1
HELPED = {
    "questions.answer_given": 3.0,
    "forum.reply_posted": 2.0,
    "articles.response_written": 2.0,
    "forum.comment_posted": 1.0,
}
"""Credit flows from whom it concerns to who did it."""
THANKED = {
    "questions.answer_accepted": 3.0,
    "forum.reaction_given": 0.5,
    "chat.reaction_given": 0.5,
}
"""Credit flows from who did it to whom it concerns."""
MOST_THANKS = 3.0
"""Of one person to another: a ring cannot raise itself by ever more likes."""
FADING = 0.9
SOON = timedelta(days=14)
ENOUGH_OTHERS = 2


def ties_of(history: History, first: date, last: date) -> Ties[int]:
    """Directed ties between the people of a stretch of days: weight by kind and age."""
    names = ",".join([*HELPED, *THANKED])
    found: Ties[int] = defaultdict(dict)
    thanks: dict[tuple[int, int], float] = defaultdict(float)
    for name, doer, about, month, times in history.rows(
        "SELECT name, person, about, date_trunc('month', day)::DATE AS month, count(*) FROM {acts}"
        " WHERE name IN (SELECT unnest(string_split(?, ','))) AND day BETWEEN ? AND ?"
        " AND person IS NOT NULL AND about IS NOT NULL AND person <> about GROUP BY 1, 2, 3, 4"
        " ORDER BY 1, 2, 3, 4",
        [names, first, last],
    ):
        fading = faded(times, months_between(month, last), FADING)
        if name in HELPED:
            found[about][doer] = found[about].get(doer, 0.0) + HELPED[name] * fading
        else:
            thanks[doer, about] += THANKED[name] * fading
    for (doer, about), weight in thanks.items():
        found[doer][about] = found[doer].get(about, 0.0) + min(weight, MOST_THANKS)
    for out in list(found.values()):
        for other in out:
            found.setdefault(other, {})
    return dict(found)


def mutual(graph: Ties[int]) -> Ties[int]:
    """The same without direction and weight, for bridges."""
    found: Ties[int] = {one: {} for one in graph}
    for one, out in graph.items():
        for other in out:
            found[one][other] = found[other][one] = 1.0
    return found


@dataclass(frozen=True)
class Deed:
    """A contribution: who, about whom (None: nobody in particular), when; in the order of doing."""

    person: int
    about: int | None
    at: datetime


@dataclass(frozen=True)
class Effect:
    """How many first contributions and returns are credited to somebody."""

    brought: float = 0.0
    kept: float = 0.0

    @property
    def total(self) -> float:
        return self.brought + self.kept


def effects(deeds: Sequence[Deed], newcomers: Mapping[int, datetime]) -> dict[int, Effect]:
    """Who brings others' first contribution and their return. `newcomers`: person -> first one.

    A first contribution is credited to the person it is about; the return (the next contribution
    on a later day, within 14 days of a response) is shared by those who responded in between. Each
    newcomer counts at most once for either, by how many others besides the credited one they have
    dealt with, and likes count for nothing: a ring can raise nobody by liking, and by posting to
    each other no more than once per account.
    """
    own: dict[int, list[Deed]] = defaultdict(list)
    to: dict[int, list[Deed]] = defaultdict(list)
    partners: dict[int, set[int]] = defaultdict(set)
    for deed in deeds:
        own[deed.person].append(deed)
        if deed.about is not None and deed.about != deed.person:
            to[deed.about].append(deed)
            partners[deed.person].add(deed.about)
            partners[deed.about].add(deed.person)
    brought: dict[int, float] = defaultdict(float)
    kept: dict[int, float] = defaultdict(float)
    for person, first_at in newcomers.items():
        done = [deed for deed in own[person] if deed.at >= first_at]
        if not done:
            continue
        about = done[0].about
        if about is not None and about != person:
            brought[about] += _belief(partners[person], about)
        responders = _responders(done, to[person])
        for one in responders:
            kept[one] += _belief(partners[person], one) / len(responders)
    return {
        one: Effect(brought.get(one, 0.0), kept.get(one, 0.0))
        for one in brought.keys() | kept.keys()
    }


def _responders(done: Sequence[Deed], to: Sequence[Deed]) -> list[int]:
    first = done[0]
    again = next((deed for deed in done if deed.at.date() > first.at.date()), None)
    if again is None:
        return []
    between = {
        deed.person for deed in to if first.at < deed.at < again.at and again.at <= deed.at + SOON
    }
    return sorted(between)


def _belief(partners: set[int], credited: int) -> float:
    """How far a newcomer is believed: who deals with one person only says nothing about others."""
    return min(1.0, len(partners - {credited}) / ENOUGH_OTHERS)


def orbit(days: Sequence[int], today: int) -> int:
    """Orbit's levels (second edition) by presence: 1 the closest; 0: not seen for 90 days.

    30 active days in 90; 7 in 30; 2 in 7; seen at all in 90.
    """

    def seen(window: int) -> int:
        return sum(today - window < day <= today for day in days)

    if seen(90) >= 30:
        return 1
    if seen(30) >= 7:
        return 2
    if seen(7) >= 2:
        return 3
    return 4 if seen(90) else 0


def placed(graph: Ties[int], *, rounds: int = 120) -> dict[int, tuple[float, float]]:
    """Places between 0 and 1 by springs (Fruchterman and Reingold 1991), always the same ones."""
    import numpy as np  # noqa: PLC0415 - twenty megabytes, for whoever draws a map only

    people = sorted(graph)
    count = max(1, len(people))
    side = 1 + int(sqrt(count))
    start = [
        ((n % side + 0.5 * (n // side % 2)) / side, (n // side) / side) for n in range(len(people))
    ]
    at = np.array(start, dtype=float).reshape(-1, 2)
    linked = np.array(
        [[one in graph[other] or other in graph[one] for other in people] for one in people],
        dtype=float,
    ).reshape(len(people), len(people))
    reach = 0.8 / sqrt(count)
    for step in range(rounds):
        away = at[:, None, :] - at[None, :, :]
        apart = np.maximum(1e-4, np.sqrt((away**2).sum(axis=2)))
        force = reach * reach / apart - linked * apart * apart / reach
        np.fill_diagonal(force, 0.0)
        pull = (away / apart[:, :, None] * force[:, :, None]).sum(axis=1) + (0.5 - at) * 0.05
        length = np.maximum(1e-9, np.sqrt((pull**2).sum(axis=1)))
        heat = 0.1 * (1 - step / rounds)
        at += pull / length[:, None] * np.minimum(heat, length)[:, None]
    if not people:
        return {}
    low, wide = at.min(axis=0), np.maximum(at.max(axis=0) - at.min(axis=0), 1e-9)
    spots = (at - low) / wide
    return {one: (float(x), float(y)) for one, (x, y) in zip(people, spots, strict=True)}
