"""What the shape of a community's talk says: who waits, who answers whom, where it gets hot."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

HOT_REPLIES = 6
"""A topic with fewer replies in the time looked at is not called hot."""
HOT_PAIR = 0.6
"""The two busiest wrote at least this share of a topic's replies: few people."""
HOT_ROUGH, HOT_ROUGH_LEAST = 0.2, 2
"""At least this share of the judged posts sounds rough, and at least so many: rough."""


@dataclass(frozen=True)
class Turn:
    """Somebody's opening or reply. `about` is whom it answers, if the stream says so."""

    object_type: str
    object_id: int
    topic_id: int
    actor: str
    about: str | None
    said_at: datetime
    is_opening: bool


@dataclass(frozen=True)
class Reciprocity:
    """Of `pairs` of people of whom one answered the other, `mutual` answered both ways."""

    pairs: int
    mutual: int

    @property
    def share(self) -> float | None:
        return self.mutual / self.pairs if self.pairs else None


@dataclass(frozen=True)
class Dispute:
    """A topic with at least two of three signs: few people, rough words, reports."""

    topic_id: int
    replies: int
    people: int
    pair_share: float
    rough: int
    judged: int
    reports: int

    @property
    def is_among_few(self) -> bool:
        return self.pair_share >= HOT_PAIR

    @property
    def is_rough(self) -> bool:
        return self.rough >= HOT_ROUGH_LEAST and self.rough >= HOT_ROUGH * self.judged

    @property
    def signs(self) -> int:
        return self.is_among_few + self.is_rough + (self.reports > 0)


def unanswered(turns: Iterable[Turn]) -> tuple[list[int], int]:
    """Topics opened in these turns that nobody but their author wrote in (the oldest first), and
    how many topics were opened."""
    openers: dict[int, str] = {}
    others: set[int] = set()
    told = sorted(turns, key=lambda turn: turn.said_at)
    for turn in told:
        if turn.is_opening:
            openers[turn.topic_id] = turn.actor
    for turn in told:
        if turn.topic_id in openers and turn.actor != openers[turn.topic_id]:
            others.add(turn.topic_id)
    return [topic for topic in openers if topic not in others], len(openers)


def reciprocity(turns: Iterable[Turn]) -> Reciprocity:
    """Over pairs of people of whom one answered the other (dyadic, as Wasserman and Faust 1994)."""
    ways = {(one.actor, one.about) for one in turns if one.about and one.about != one.actor}
    pairs = {frozenset(way) for way in ways}
    mutual = sum((b, a) in ways for a, b in ways) // 2
    return Reciprocity(len(pairs), mutual)


def disputes(
    turns: Iterable[Turn],
    rough: Mapping[tuple[str, int], bool | None],
    reported: Collection[int],
) -> list[Dispute]:
    """The hottest first. `rough` by object, None where it cannot be judged; `reported` holds a
    topic's id once for each report on something in it."""
    threads: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        threads[turn.topic_id].append(turn)
    reports = Counter(reported)
    found = [
        _dispute(topic, said, rough, reports[topic])
        for topic, said in threads.items()
        if sum(not turn.is_opening for turn in said) >= HOT_REPLIES
    ]
    hot = [one for one in found if one.signs >= 2]
    return sorted(hot, key=lambda one: (-one.signs, -one.reports, -one.replies, one.topic_id))


def _dispute(
    topic: int, said: list[Turn], rough: Mapping[tuple[str, int], bool | None], reports: int
) -> Dispute:
    writers = Counter(turn.actor for turn in said if not turn.is_opening)
    replies = writers.total()
    judged = [
        value
        for turn in said
        if (value := rough.get((turn.object_type, turn.object_id))) is not None
    ]
    return Dispute(
        topic_id=topic,
        replies=replies,
        people=len({turn.actor for turn in said}),
        pair_share=sum(count for _who, count in writers.most_common(2)) / replies,
        rough=sum(judged),
        judged=len(judged),
        reports=reports,
    )
