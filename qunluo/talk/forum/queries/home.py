"""What a member's home shows: what is new since they were last here, what waits, whom to meet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from qunluo.kernel import clock
from qunluo.kernel.once import once
from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Follow, Post, Topic, TopicTag
from qunluo.talk.forum.queries.finding import topics_open_to
from qunluo.talk.forum.queries.lines import lines_of, unread_mark, with_marks
from qunluo.talk.forum.queries.people import people_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.queries.lines import TopicLine

LOOKED_AT = 200  # of the topics last written in; nobody reads more at one sitting
FIRST_DAYS = timedelta(days=14)
FOLLOWED, FRESH, WAITING, PEOPLE = 6, 12, 5, 3
OWN_TAGS, LATELY = 8, 100


@dataclass(frozen=True)
class HomeFeed:
    """`since` is the day of the last visit (or 14 days ago); `opened` and `answered` count topics
    begun and topics with unread posts since then, up to 200 together. No topic stands in two lists.
    """

    since: datetime
    is_first_visit: bool
    opened: int
    answered: int
    followed: tuple[TopicLine, ...]
    fresh: tuple[TopicLine, ...]
    waiting: tuple[TopicLine, ...]
    tags: tuple[str, ...]

    @property
    def is_all_read(self) -> bool:
        return not self.followed and not self.fresh


@dataclass(frozen=True)
class Acquaintance:
    """Somebody who wrote lately; `tag` is what both write about, or ""."""

    person: Person
    tag: str


def home_feed(viewer: Viewer) -> HomeFeed:
    """For members; at most ten queries, whatever there is to read; six in a page behind its door."""
    last = communities.last_here(viewer)
    since = last or clock.now() - FIRST_DAYS
    unread = _unread_since(viewer, since)
    followed = [topic for topic in unread if topic.is_followed]  # type: ignore[attr-defined]
    fresh = [topic for topic in unread if not topic.is_followed]  # type: ignore[attr-defined]
    tags = own_tags(viewer)
    shown = {topic.pk for topic in (*followed[:FOLLOWED], *fresh[:FRESH])}
    waiting = [topic for topic in _waiting(viewer, tags) if topic.pk not in shown][:WAITING]
    parts = (followed[:FOLLOWED], fresh[:FRESH], waiting)
    lines = lines_of(viewer, [topic for part in parts for topic in part])
    first, second = len(parts[0]), len(parts[0]) + len(parts[1])
    opened = sum(topic.opened_at >= since for topic in unread)
    return HomeFeed(
        since=since,
        is_first_visit=last is None,
        opened=opened,
        answered=len(unread) - opened,
        followed=tuple(lines[:first]),
        fresh=tuple(lines[first:second]),
        waiting=tuple(lines[second:]),
        tags=tuple(tags),
    )


def own_tags(viewer: Viewer) -> list[str]:
    """The tags of the topics the member wrote in last, the most frequent first; one query, once a
    page."""
    place, member_id = viewer.community_id, viewer.member_id
    return once(("own tags", place, member_id), lambda: _own_tags(place, member_id))


def _own_tags(community_id: int | None, member_id: int | None) -> list[str]:
    last = Post.objects.filter(author=member_id, topic__community=community_id)
    names = TopicTag.objects.filter(topic__in=last.order_by("-pk").values("topic")[:LATELY])
    counted = Counter(names.values_list("tag__name", flat=True))
    return [name for name, _times in counted.most_common(OWN_TAGS)]


def acquaintances(viewer: Viewer) -> list[Acquaintance]:
    """Up to three members who opened topics lately, first those who write about the same;
    five queries."""
    lately = topics_open_to(viewer).filter(removed_at=None, author__isnull=False)
    lately = lately.exclude(author=viewer.member_id).order_by("-last_posted_at", "-pk")
    authors = dict(lately.values_list("pk", "author_id")[:LATELY])
    mine = set(own_tags(viewer))
    shared: dict[int, str] = dict.fromkeys(authors.values(), "")
    named = TopicTag.objects.filter(topic__in=list(authors), tag__name__in=mine).order_by("pk")
    for topic_id, name in named.values_list("topic_id", "tag__name"):
        shared[authors[topic_id]] = shared[authors[topic_id]] or name
    chosen = sorted(shared, key=lambda member_id: not shared[member_id])[: PEOPLE * 2]
    people = people_of(viewer.community_id or 0, chosen)
    known = [one for one in chosen if one in people and not people[one].is_erased]
    return [Acquaintance(people[one], shared[one]) for one in known[:PEOPLE]]


def _unread_since(viewer: Viewer, since: datetime) -> list[Topic]:
    """Topics with something the member has not read since then, the last written in first."""
    following = Follow.objects.filter(topic=OuterRef("pk"), member=viewer.member_id)
    spaces = communities.read_spaces(viewer, archived_too=False)
    found = topics_open_to(viewer).filter(
        removed_at=None, last_posted_at__gte=since, space__in=spaces
    )
    marked = with_marks(viewer, found).annotate(is_followed=Exists(following))
    rows = list(marked.order_by("-last_posted_at", "-pk")[:LOOKED_AT])
    return [topic for topic in rows if _is_unread(viewer, topic, since)]


def _is_unread(viewer: Viewer, topic: Topic, since: datetime) -> bool:
    read: int | None = topic.read_number  # type: ignore[attr-defined]
    last: int | None = topic.last_number  # type: ignore[attr-defined]
    if read is None:
        return topic.last_posted_at >= since
    return unread_mark(viewer, read, last, topic.opened_at) != ""


def _waiting(viewer: Viewer, tags: Sequence[str]) -> list[Topic]:
    """Open questions nobody answered, not one's own: those with the member's tags first."""
    waits = topics_open_to(viewer).filter(
        kind="question",
        reply_count=0,
        closed_at=None,
        removed_at=None,
        space__in=communities.read_spaces(viewer, archived_too=False),
    )
    others = waits.exclude(author=viewer.member_id)
    mine = TopicTag.objects.filter(topic=OuterRef("pk"), tag__name__in=list(tags))
    ranked = with_marks(viewer, others).annotate(is_mine=Exists(mine))
    return list(ranked.order_by("-is_mine", "opened_at", "pk")[: WAITING + FRESH])
