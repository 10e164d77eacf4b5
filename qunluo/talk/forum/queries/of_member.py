"""What one member wrote here, as far as the viewer may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.text import excerpt
from qunluo.talk.forum.queries.finding import post_address, posts_open_to
from qunluo.talk.forum.queries.posts import html_of

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class PostLine:
    """`kind`: opening, reply, comment; `topic_kind`: topic, question."""

    id: int
    kind: str
    topic_kind: str
    title: str
    address: str
    excerpt: str
    posted_at: datetime
    score: int


def posts_of_member(viewer: Viewer, member_id: int, *, most: int = 10) -> list[PostLine]:
    """Their newest standing posts; one query."""
    found = posts_open_to(viewer).filter(author=member_id, removed_at=None, topic__removed_at=None)
    rows = found.select_related("topic").order_by("-posted_at", "-pk")[:most]
    return [
        PostLine(
            id=post.pk,
            kind=post.kind,
            topic_kind=post.topic.kind,
            title=post.topic.title,
            address=post_address(viewer.community_slug, post.pk),
            excerpt=excerpt(html_of(post), 120),
            posted_at=post.posted_at,
            score=post.score,
        )
        for post in rows
    ]
