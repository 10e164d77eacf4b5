"""How people treat each other lately: read from the stream and from what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard, kinds
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import rules
from qunluo.people.moderation.engine import talk, tone
from qunluo.people.moderation.models import Flag
from qunluo.people.moderation.queries.welcoming import newcomers_by_greeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

OPENINGS = ("forum.topic_opened", "questions.question_asked")
REPLIES = ("forum.reply_posted", "forum.comment_posted", "questions.answer_given")
WEEKS = 8
LATELY = timedelta(days=30)
FRESH = timedelta(days=1)
"""A topic younger than this is not counted as unanswered yet."""
HEATED = timedelta(days=14)
A_WEEK = 150
"""So many posts of each week, the latest, are read for their tone."""
MOST_LINES, MOST_SHOWN = 20_000, 10


@dataclass(frozen=True)
class Week:
    """`rough` of `judged` posts sounded rough; `read` posts were looked at, `written` there were."""

    begins_at: datetime
    written: int
    read: int
    judged: int
    rough: int

    @property
    def share(self) -> float | None:
        return self.rough / self.judged if self.judged else None


@dataclass(frozen=True)
class HotTopic:
    card: ObjectCard
    dispute: talk.Dispute


@dataclass(frozen=True)
class Atmosphere:
    """Of the last thirty days, tone by week over eight, disputes over fourteen days.

    `waiting` are at most ten cards of unanswered topics, the longest first; `alone` newcomers
    whom nobody spoke to, of `newcomers` who joined one to fourteen days ago.
    """

    opened: int
    unanswered: int
    waiting: tuple[ObjectCard, ...]
    newcomers: int
    alone: tuple[Person, ...]
    answers: talk.Reciprocity
    answers_before: talk.Reciprocity
    weeks: tuple[Week, ...]
    disputes: tuple[HotTopic, ...]


def atmosphere(viewer: Viewer) -> Atmosphere:
    """For those who keep order; about sixteen queries and at most 1,200 texts read.

    Only what the viewer may read is looked at: private spaces of others stay out.
    """
    viewer.require(rules.SEE_ATMOSPHERE)
    now = clock.now()
    turns = _turns(viewer, now - timedelta(weeks=WEEKS))
    lately = [turn for turn in turns if turn.said_at >= now - LATELY]
    before = [turn for turn in turns if now - 2 * LATELY <= turn.said_at < now - LATELY]
    ripe = [turn for turn in lately if not turn.is_opening or turn.said_at <= now - FRESH]
    topics, opened = talk.unanswered(ripe)
    weeks, rough = _tone(turns, now)
    heated = [turn for turn in turns if turn.said_at >= now - HEATED]
    hot = talk.disputes(heated, rough, _reported(viewer, turns, now))
    shown = [*topics[: 3 * MOST_SHOWN], *(one.topic_id for one in hot[:MOST_SHOWN])]
    topic_kind = kinds.get("forum.topic")
    known = topic_kind.cards(viewer, shown) if topic_kind else {}
    cards = {pk: card for pk, card in known.items() if not card.is_hidden}
    alone, newcomers = _newcomers(viewer)
    return Atmosphere(
        opened=opened,
        unanswered=len(topics),
        waiting=tuple(cards[pk] for pk in topics if pk in cards)[:MOST_SHOWN],
        newcomers=newcomers,
        alone=alone,
        answers=talk.reciprocity(lately),
        answers_before=talk.reciprocity(before),
        weeks=weeks,
        disputes=tuple(
            HotTopic(cards[one.topic_id], one) for one in hot[:MOST_SHOWN] if one.topic_id in cards
        ),
    )


def _turns(viewer: Viewer, since: datetime) -> list[talk.Turn]:
    """Openings and replies the viewer may read, the latest first; two queries."""
    open_to_them = communities.ids_of_spaces_open_to(viewer)
    lines = (
        StreamLine.objects.filter(
            community_id=viewer.community_id,
            happened_at__gte=since,
            name__in=(*OPENINGS, *REPLIES),
            space_id__in=open_to_them,
            audience__in=("public", "members"),
            actor_key__isnull=False,
        )
        .order_by("-happened_at", "-pk")
        .values_list(
            *("name", "object_type", "object_id", "root_id", "actor_key", "about_actor"),
            "happened_at",
        )[:MOST_LINES]
    )
    return [
        talk.Turn(kind, pk, root or pk, actor or "", about, at, name in OPENINGS)
        for name, kind, pk, root, actor, about, at in lines
    ]


def _tone(
    turns: Sequence[talk.Turn], now: datetime
) -> tuple[tuple[Week, ...], dict[tuple[str, int], bool | None]]:
    """By week, the earliest first, and by object. What was removed meanwhile is not read."""
    spans: list[list[talk.Turn]] = [[] for _ in range(WEEKS)]
    for turn in turns:
        age = min(WEEKS - 1, int((now - turn.said_at) / timedelta(weeks=1)))
        spans[WEEKS - 1 - age].append(turn)
    read = [span[:A_WEEK] for span in spans]
    rough = _judged(turn for span in read for turn in span)
    weeks = []
    for place, (span, some) in enumerate(zip(spans, read, strict=True)):
        found = [rough[one] for turn in some if (one := _key(turn)) in rough]
        judged = [value for value in found if value is not None]
        begins_at = now - timedelta(weeks=WEEKS - place)
        weeks.append(Week(begins_at, len(span), len(found), len(judged), sum(judged)))
    return tuple(weeks), rough


def _judged(turns: Iterable[talk.Turn]) -> dict[tuple[str, int], bool | None]:
    wanted: dict[str, list[int]] = {}
    for turn in turns:
        wanted.setdefault(turn.object_type, []).append(turn.object_id)
    found: dict[tuple[str, int], bool | None] = {}
    for object_type, ids in wanted.items():
        kind = kinds.get(object_type)
        for text in kind.texts(ids) if kind else ():
            if text.audience != "hidden":
                found[object_type, text.object_id] = _is_rough(f"{text.title}\n{text.body}")
    return found


@lru_cache(maxsize=4_096)
def _is_rough(text: str) -> bool | None:
    return tone.is_rough(text)


def _key(turn: talk.Turn) -> tuple[str, int]:
    return turn.object_type, turn.object_id


def _reported(viewer: Viewer, turns: Sequence[talk.Turn], now: datetime) -> list[int]:
    """The topic of each report of the last fourteen days; one query."""
    topic_of: Mapping[tuple[str, int], int] = {_key(turn): turn.topic_id for turn in turns}
    flagged = Flag.objects.filter(
        case__community=viewer.community_id, flagged_at__gte=now - HEATED
    ).values_list("case__object_type", "case__object_id")
    return [topic_of[one] for one in flagged if one in topic_of]


def _newcomers(viewer: Viewer) -> tuple[tuple[Person, ...], int]:
    alone, greeted = newcomers_by_greeting(viewer.community_id)
    people = communities.persons(
        viewer.community_id or 0, [one.member_id for one in alone[:MOST_SHOWN]]
    )
    return tuple(people.values()), len(alone) + len(greeted)
