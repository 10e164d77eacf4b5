"""One topic in a list: its line, with unread marks for members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Value

from qunluo.kernel import clock
from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Post, ReadMark, Topic, TopicTag
from qunluo.talk.forum.queries.finding import topic_address
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.rules import HELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.members.queries import Person

NEW_FOR = timedelta(days=14)  # an unopened topic counts as new this long


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
    is_featured: bool
    tags: tuple[str, ...]
    unread: str
    unread_address: str


def with_marks(viewer: Viewer, topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Adds `read_number` and `last_number` for members; visitors have no marks."""
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


def lines_of(viewer: Viewer, topics: Sequence[Topic]) -> list[TopicLine]:
    """Lines of topics that went through `with_marks`; four queries, two within a page. The names of
    spaces are those of the place: joined, a long list would be read space by space and sorted."""
    if not topics or viewer.community_id is None:
        return []
    place = communities.place(viewer)
    spaces = {space.id: space for space in (*place.spaces, *place.archived_spaces)}
    tags = tags_of(topic.pk for topic in topics)
    ids = {member for topic in topics for member in (topic.author_id, topic.last_poster_id)}
    people = people_of(viewer.community_id, ids)
    return [
        _line(viewer, topic, spaces[topic.space_id], people, tags.get(topic.pk, ()))
        for topic in topics
    ]


def tags_of(topic_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Tag names by topic, in the order they were put on; one query."""
    rows = TopicTag.objects.filter(topic__in=list(topic_ids)).order_by("pk")
    held: dict[int, tuple[str, ...]] = {}
    for topic_id, name in rows.values_list("topic_id", "tag__name"):
        held[topic_id] = (*held.get(topic_id, ()), name)
    return held


def _line(
    viewer: Viewer,
    topic: Topic,
    space: SpaceCard,
    people: Mapping[int, Person],
    tags: tuple[str, ...],
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
        space_name=space.name,
        space_slug=space.slug,
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
        is_featured=topic.featured_at is not None,
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
