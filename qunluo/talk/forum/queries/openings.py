"""Openings of several topics at once, for lists and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from qunluo.kernel import text
from qunluo.kernel.text.mentions import marked_ids
from qunluo.talk.forum.models import Post
from qunluo.talk.forum.queries.finding import topics_open_to
from qunluo.talk.forum.queries.people import byline, people_of
from qunluo.talk.forum.queries.posts import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person


@dataclass(frozen=True)
class Opening:
    """The first post of a topic as readers see it."""

    topic_id: int
    author: Person
    body: Markup
    posted_at: datetime
    edited_at: datetime | None


def openings_of(viewer: Viewer, topic_ids: Iterable[int]) -> dict[int, Opening]:
    """By topic, those the viewer may read and that stand; three queries."""
    open_topics = topics_open_to(viewer).filter(pk__in=list(topic_ids), removed_at=None)
    found = Post.objects.filter(topic__in=open_topics.values("pk"), kind="opening", removed_at=None)
    rows = list(found)
    texts = {row.pk: html_of(row) for row in rows}
    named = {number for html in texts.values() for number in marked_ids(html)}
    people = people_of(viewer.community_id or 0, {row.author_id for row in rows} | named)
    return {
        row.topic_id: Opening(
            row.topic_id,
            byline(people, row.author_id, row.author_name),
            text.show(texts[row.pk], people),
            row.posted_at,
            row.edited_at,
        )
        for row in rows
    }
