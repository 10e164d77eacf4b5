"""Lists of topics: latest, top, unanswered, by tag; with unread marks for members."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value

from qunluo.kernel import clock
from qunluo.kernel.search.queries import find
from qunluo.kernel.web.paging import Page, page_of
from qunluo.talk.forum.models import Post, ReadMark, Topic, TopicTag
from qunluo.talk.forum.queries.finding import topic_address, topics_open_to
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.rules import HELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

ORDERS = {
    "latest": ("-last_posted_at", "-pk"),
    "newest": ("-opened_at", "-pk"),
    "oldest": ("opened_at", "pk"),
    "top": ("-score", "-reply_count", "-pk"),
}
WORDS = re.compile(r"[A-Za-z0-9]{3,}|[\u4e00-\u9fff]{2}")
NEW_FOR = timedelta(days=14)  # an unopened topic counts as new this long


@dataclass(frozen=True)
class TopicFilter:
    """`order`: latest, newest, oldest, top. `state`: "" or unanswered, unsolved, solved, closed.

    `since` counts by opening; `following`: only what the viewer follows.
    """

    space_id: int | None = None
    order: str = "latest"
    tag: str = ""
    kind: str = ""
    state: str = ""
    since: datetime | None = None
    author_id: int | None = None
    following: bool = False


@dataclass(frozen=True)
class TopicLine:
    """`unread`: "" (read, or a visitor), new (never opened), more (posts since)."""

    id: int
    kind: str
    title: str
    address: str
    space_id: int
    space_name: str
    space_slug: str
    author: Person
    last_poster: Person
    opened_at: datetime
    last_posted_at: datetime
    reply_count: int
    score: int
    is_solved: bool
    is_closed: bool
    is_pinned: bool
    tags: tuple[str, ...]
    unread: str
    unread_address: str


@dataclass(frozen=True)
class TopicList:
    """One page; `pinned` only on a space's first page, and not repeated below."""

    page: Page[TopicLine]
    pinned: tuple[TopicLine, ...]


def topic_list(
    viewer: Viewer, wanted: TopicFilter, *, cursor: str | None = None, size: int = 30
) -> TopicList:
    """A page of standing topics the viewer may read; five queries whatever the number of rows.

    Refuses with `paging.bad_cursor`.
    """
    found = _with_marks(viewer, _filtered(viewer, wanted))
    order = ORDERS.get(wanted.order, ORDERS["latest"])
    pinned: list[Topic] = []
    if wanted.space_id is not None and not wanted.tag and not wanted.state:
        on_top = _pinned()
        pinned = [] if cursor else list(found.filter(on_top).order_by("-pinned_at")[:10])
        found = found.exclude(on_top)
    page = page_of(found, order, cursor, size=size)
    lines = _lines(viewer, [*pinned, *page.items])
    return TopicList(page.of(lines[len(pinned) :]), tuple(lines[: len(pinned)]))


def topic_lines(viewer: Viewer, topic_ids: Sequence[int]) -> list[TopicLine]:
    """Lines of these topics, in the given order, leaving out what the viewer may not read."""
    found = _with_marks(viewer, topics_open_to(viewer).filter(pk__in=topic_ids, removed_at=None))
    rows = {topic.pk: topic for topic in found}
    return _lines(viewer, [rows[topic_id] for topic_id in topic_ids if topic_id in rows])


def activity_of_spaces(viewer: Viewer) -> list[tuple[int, int, datetime]]:
    """Per space open to the viewer: its id, its topics, and when somebody last wrote there."""
    found = topics_open_to(viewer).filter(removed_at=None).order_by()
    rows = found.values("space").annotate(topics=Count("pk"), last=Max("last_posted_at"))
    return list(rows.values_list("space", "topics", "last"))


def similar_topics(viewer: Viewer, title: str) -> list[TopicLine]:
    """Up to five standing topics that share words with this title, the closest first."""
    words = list(dict.fromkeys(WORDS.findall(title)))[:6]
    found: Counter[int] = Counter()
    for word in words:
        for hit in find(viewer, word, kinds=["forum.topic"], limit=20):
            found[hit.object_id] += 1
    return topic_lines(viewer, [topic_id for topic_id, _shared in found.most_common(5)])


def _filtered(viewer: Viewer, wanted: TopicFilter) -> QuerySet[Topic]:
    conditions = Q(removed_at=None)
    plain = {"space": wanted.space_id, "opened_at__gte": wanted.since, "author": wanted.author_id}
    conditions &= Q(**{name: value for name, value in plain.items() if value is not None})
    if wanted.kind:
        conditions &= Q(kind=wanted.kind)
    if wanted.tag:
        conditions &= Q(topic_tags__tag__name=wanted.tag)
    if wanted.space_id is None:
        conditions &= Q(space__archived_at=None)
    if wanted.following:
        conditions &= Q(follows__member=viewer.require_member_id())
    return topics_open_to(viewer).filter(conditions & _state(wanted.state))


def _state(state: str) -> Q:
    return {
        "unanswered": Q(kind="question", reply_count=0, closed_at=None),
        "unsolved": Q(kind="question", is_solved=False, closed_at=None),
        "solved": Q(kind="question", is_solved=True),
        "closed": Q(closed_at__isnull=False),
    }.get(state, Q())


def _pinned() -> Q:
    lasting = Q(pinned_until=None) | Q(pinned_until__gt=clock.now())
    return Q(pinned_at__isnull=False) & lasting


def _with_marks(viewer: Viewer, topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Adds `read_number` and `last_number` for members; visitors have no marks."""
    topics = topics.select_related("space")
    if not viewer.is_member:
        nothing = Value(None, output_field=IntegerField())
        return topics.annotate(read_number=nothing, last_number=nothing)
    marks = ReadMark.objects.filter(topic=OuterRef("pk"), member=viewer.member_id)
    told = Post.objects.filter(topic=OuterRef("pk")).exclude(removed_reason=HELD)
    last = told.order_by("-number")
    return topics.annotate(
        read_number=Subquery(marks.values("post_number")[:1]),
        last_number=Subquery(last.values("number")[:1]),
    )


def _lines(viewer: Viewer, topics: Sequence[Topic]) -> list[TopicLine]:
    if not topics or viewer.community_id is None:
        return []
    tags = tags_of(topic.pk for topic in topics)
    ids = {member for topic in topics for member in (topic.author_id, topic.last_poster_id)}
    people = people_of(viewer.community_id, ids)
    return [_line(viewer, topic, people, tags.get(topic.pk, ())) for topic in topics]


def tags_of(topic_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Tag names by topic, in the order they were put on; one query."""
    rows = TopicTag.objects.filter(topic__in=list(topic_ids)).order_by("pk")
    held: dict[int, tuple[str, ...]] = {}
    for topic_id, name in rows.values_list("topic_id", "tag__name"):
        held[topic_id] = (*held.get(topic_id, ()), name)
    return held


def _line(
    viewer: Viewer, topic: Topic, people: Mapping[int, Person], tags: tuple[str, ...]
) -> TopicLine:
    address = topic_address(viewer.community_slug, topic.pk, topic.slug)
    read: int | None = topic.read_number  # type: ignore[attr-defined]
    last: int | None = topic.last_number  # type: ignore[attr-defined]
    unread = unread_mark(viewer, read, last, topic.opened_at)
    now = clock.now()
    return TopicLine(
        id=topic.pk,
        kind=topic.kind,
        title=topic.title,
        address=address,
        space_id=topic.space_id,
        space_name=topic.space.name,
        space_slug=topic.space.slug,
        author=byline(people, topic.author_id),
        last_poster=byline(people, topic.last_poster_id),
        opened_at=topic.opened_at,
        last_posted_at=topic.last_posted_at,
        reply_count=topic.reply_count,
        score=topic.score,
        is_solved=topic.is_solved,
        is_closed=topic.closed_at is not None,
        is_pinned=topic.pinned_at is not None
        and (topic.pinned_until is None or topic.pinned_until > now),
        tags=tags,
        unread=unread,
        unread_address=f"{address}?post={(read or 0) + 1}" if unread == "more" else address,
    )


def unread_mark(viewer: Viewer, read: int | None, last: int | None, opened_at: datetime) -> str:
    """`new`, `more` or "" from the viewer's mark and the topic's last post number."""
    if not viewer.is_member:
        return ""
    if read is None:
        return "new" if opened_at > clock.now() - NEW_FOR else ""
    return "more" if last is not None and last > read else ""
