"""Where posts stand that once stood here, and which topics came here whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.talk.forum.models import MovedPost, Topic
from qunluo.talk.forum.queries.finding import (
    post_address,
    posts_open_to,
    topic_address,
    topics_open_to,
)

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class MovedLine:
    """Posts of this topic that stand in another one: their old numbers, each with its address."""

    topic_id: int
    title: str
    address: str
    posts: tuple[tuple[int, str], ...]


def where_moved(viewer: Viewer, topic_id: int, number: int) -> int | None:
    """The post that once had this number in the topic, if it was moved away; one query."""
    rows = MovedPost.objects.filter(topic=topic_id, number=number)
    return rows.filter(post__in=posts_open_to(viewer)).values_list("post_id", flat=True).first()


def where_merged(viewer: Viewer, topic_id: int) -> str:
    """The address of the topic into which this one was merged, or ""; at most three queries."""
    for _step in range(3):
        row = topics_open_to(viewer).filter(pk=topic_id).values_list("merged_into", flat=True)
        into = row.first()
        if into is None:
            break
        topic_id = into
    else:
        return ""
    found = topics_open_to(viewer).filter(pk=topic_id, removed_at=None)
    slug = found.values_list("slug", flat=True).first()
    return "" if slug is None else topic_address(viewer.community_slug, topic_id, slug)


def moved_lines(viewer: Viewer, topic: Topic) -> tuple[MovedLine, ...]:
    """What was moved away from a topic, as far as the viewer may read where it is; one query."""
    rows = MovedPost.objects.filter(topic=topic, post__in=posts_open_to(viewer))
    lines: dict[int, MovedLine] = {}
    for row in rows.exclude(post__topic=topic).select_related("post__topic").order_by("number"):
        there = row.post.topic
        address = topic_address(viewer.community_slug, there.pk, there.slug)
        known = lines.get(there.pk, MovedLine(there.pk, there.title, address, ()))
        post = (row.number, post_address(viewer.community_slug, row.post_id))
        lines[there.pk] = MovedLine(there.pk, there.title, address, (*known.posts, post))
    return tuple(lines.values())


def merged_lines(topic: Topic) -> tuple[tuple[int, str], ...]:
    """Topics merged into this one, (id, title), for those who may undo it; one query."""
    rows = Topic.objects.filter(merged_into=topic, removed_reason="merged").order_by("pk")
    return tuple(rows.values_list("pk", "title")[:20])
