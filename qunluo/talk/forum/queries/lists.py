"""Lists of topics: latest, top, unanswered, by tag; with unread marks for members."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery

from qunluo.kernel import clock
from qunluo.kernel.search.queries import find
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Topic
from qunluo.talk.forum.queries.finding import topics_open_to
from qunluo.talk.forum.queries.lines import TopicLine, lines_of, with_marks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

ORDERS = {
    "latest": ("-last_posted_at", "-pk"),
    "newest": ("-opened_at", "-pk"),
    "oldest": ("opened_at", "pk"),
    "hot": ("-heat", "-pk"),
    "featured": ("-featured_at", "-pk"),
    "top": ("-score", "-reply_count", "-pk"),
}
WORDS = re.compile(r"[A-Za-z0-9]{3,}|[\u4e00-\u9fff]{2}")


COUNTED = 1_000


class Counted(Subquery):
    """How many rows a query finds; with a limit in it, no more are looked at."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class TopicFilter:
    """`order`: latest, hot, featured (only what is), newest, oldest, top. `state`: "" or unanswered, unsolved, solved, closed.

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
class TopicList:
    """One page; `pinned` only on a space's first page, and not repeated below."""

    page: Page[TopicLine]
    pinned: tuple[TopicLine, ...]


def topic_list(
    viewer: Viewer, wanted: TopicFilter, *, cursor: str | None = None, size: int = 30
) -> TopicList:
    """A page of standing topics the viewer may read; six queries whatever the number of rows.

    Refuses with `paging.bad_cursor`.
    """
    found = with_marks(viewer, _filtered(viewer, wanted))
    order = ORDERS.get(wanted.order, ORDERS["latest"])
    pinned: list[Topic] = []
    if wanted.space_id is not None and not wanted.tag and not wanted.state:
        on_top = _pinned()
        pinned = [] if cursor else list(found.filter(on_top).order_by("-pinned_at")[:10])
        found = found.exclude(on_top)
    page = page_of(found, order, cursor, size=size)
    lines = lines_of(viewer, [*pinned, *page.items])
    return TopicList(page.of(lines[len(pinned) :]), tuple(lines[: len(pinned)]))


def topic_lines(viewer: Viewer, topic_ids: Sequence[int]) -> list[TopicLine]:
    """Lines of these topics, in the given order, leaving out what the viewer may not read."""
    found = with_marks(viewer, topics_open_to(viewer).filter(pk__in=topic_ids, removed_at=None))
    rows = {topic.pk: topic for topic in found}
    return lines_of(viewer, [rows[topic_id] for topic_id in topic_ids if topic_id in rows])


def activity_of_spaces(viewer: Viewer) -> list[tuple[int, int, datetime]]:
    """Per space open to the viewer that has topics: its id, how many (counted up to 1,001), and when
    somebody last wrote there; one query that reads no more than it shows."""
    # Leans on the index forum_in_space (space, removed_at, last_posted_at).
    there = Topic.objects.filter(space=OuterRef("pk"), removed_at=None)
    last = there.order_by("-last_posted_at").values("last_posted_at")[:1]
    rows = communities.read_spaces(viewer).annotate(
        topics=Counted(there.order_by().values("pk")[: COUNTED + 1]), last=Subquery(last)
    )
    return list(rows.filter(last__isnull=False).order_by("pk").values_list("pk", "topics", "last"))


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
        conditions &= Q(space__in=communities.read_spaces(viewer, archived_too=False))
    if wanted.order == "featured":
        conditions &= Q(featured_at__isnull=False)
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
