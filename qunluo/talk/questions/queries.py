"""Reads about questions: their marks, and what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min

from qunluo.kernel import clock
from qunluo.talk.forum import queries as forum
from qunluo.talk.forum.ports import KindMarks
from qunluo.talk.questions import rules
from qunluo.talk.questions.models import Expert, ExpertCall, Question, Vote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.kernel.web.paging import Page
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.models import Topic


@dataclass(frozen=True)
class Waiting:
    """How many questions nobody answered, and since when the oldest waits."""

    count: int
    oldest_at: datetime | None


def marks_of(viewer: Viewer, topic: Topic) -> KindMarks:
    """The accepted answer and the viewer's own votes in one question; two queries."""
    accepted = Question.objects.filter(topic=topic).values_list("accepted_post_id", flat=True)
    votes: dict[int, int] = {}
    if viewer.is_member:
        own = Vote.objects.filter(voter=viewer.member_id, post__topic=topic)
        votes = dict(own.values_list("post_id", "value"))
    may = viewer.is_member and topic.removed_at is None
    return KindMarks(
        featured_post_id=accepted.first(),
        votes=votes,
        may_vote=may and viewer.may(rules.VOTE, topic.space_id),
        may_feature=may and rules.may_accept(viewer, topic.author_id, topic.space_id),
    )


def waiting(viewer: Viewer) -> Waiting:
    """Unanswered open questions the viewer may read; one query."""
    found = (
        forum.topics_open_to(viewer)
        .filter(kind="question", reply_count=0, closed_at=None, removed_at=None)
        .order_by()
    )
    rows = found.aggregate(count=Count("pk"), oldest=Min("opened_at"))
    return Waiting(rows["count"], rows["oldest"])


def unanswered(
    viewer: Viewer,
    *,
    tag: str = "",
    newest_first: bool = False,
    cursor: str | None = None,
    size: int = 30,
) -> Page[forum.TopicLine]:
    """The queue of questions without an answer, by age; refuses with `paging.bad_cursor`."""
    order = "newest" if newest_first else "oldest"
    wanted = forum.TopicFilter(order=order, tag=tag, kind="question", state="unanswered")
    return forum.topic_list(viewer, wanted, cursor=cursor, size=size).page


def votes_kept(voter_id: int) -> Iterator[dict[str, object]]:
    """A member's votes as plain values, for their own copy; one query."""
    rows = Vote.objects.filter(voter=voter_id).order_by("pk")
    for row in rows.values("post__topic__title", "post__number", "value", "cast_at"):
        yield {**row}


@dataclass(frozen=True)
class ExpertLine:
    """An expert and their load: how often they were asked, and answered, in 30 days."""

    person: Person
    tags: tuple[str, ...]
    calls: int
    answers: int


def experts(viewer: Viewer) -> list[ExpertLine]:
    """Everybody marked in the community, for its members; five queries."""
    viewer.require_member_id()
    rows = Expert.objects.filter(community=viewer.community_id, member__erased_at=None)
    tags: dict[int, list[str]] = {}
    for member_id, name in rows.order_by("tag__name").values_list("member_id", "tag__name"):
        tags.setdefault(member_id, []).append(name)
    since = clock.now() - timedelta(days=rules.LOAD_DAYS)
    asked = ExpertCall.objects.filter(community=viewer.community_id, called_at__gte=since)
    calls = dict(asked.order_by().values_list("member").annotate(n=Count("pk")))
    given = forum.posts_open_to(viewer).filter(
        kind="reply", topic__kind="question", author__in=list(tags), posted_at__gte=since
    )
    answers = dict(given.order_by().values_list("author").annotate(n=Count("pk")))
    people = forum.people_of(viewer.community_id or 0, tags)
    lines = [
        ExpertLine(people[one], tuple(names), calls.get(one, 0), answers.get(one, 0))
        for one, names in tags.items()
        if one in people
    ]
    return sorted(lines, key=lambda line: line.person.name)


def waiting_tags(viewer: Viewer, *, most: int = 12) -> list[tuple[str, int]]:
    """Tags of questions nobody answered, (name, how many), the most first; one query."""
    found = forum.topics_open_to(viewer).filter(
        kind="question", reply_count=0, closed_at=None, removed_at=None
    )
    rows = found.filter(tags__isnull=False).order_by().values_list("tags__name")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "tags__name")[:most])
