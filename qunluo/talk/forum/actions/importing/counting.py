"""Counts after bulk writing, taken anew from the rows so that they are true whatever happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from qunluo.kernel.action import action
from qunluo.kernel.bulk import update_many
from qunluo.talk.forum.models import Post, Tag, Topic, TopicTag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


@action
def recount_topics(_actor: Viewer, topic_ids: Sequence[int]) -> None:
    """Replies, last post and last poster of these topics; at most 1,000 at once."""
    standing = Post.objects.filter(topic=OuterRef("pk"), removed_at=None)
    latest = standing.exclude(kind="comment").order_by("-posted_at", "-pk")
    Topic.objects.filter(pk__in=topic_ids).update(
        reply_count=_counted(standing.filter(kind="reply"), "topic"),
        last_posted_at=Coalesce(Subquery(latest.values("posted_at")[:1]), F("opened_at")),
        last_poster_id=Subquery(latest.values("author_id")[:1]),
    )


@action
def recount_tags(_actor: Viewer, community_id: int) -> None:
    """How many standing topics carry each tag of the community."""
    carried = TopicTag.objects.filter(tag=OuterRef("pk"), topic__removed_at=None)
    Tag.objects.filter(community=community_id).update(topic_count=_counted(carried, "tag"))


def _counted(rows: QuerySet[Post] | QuerySet[TopicTag], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@action
def set_scores(_actor: Viewer, scores: Mapping[int, int]) -> None:
    """Set posts' scores, and their topics' for openings; at most 1,000 at once."""
    rows = Post.objects.filter(pk__in=list(scores)).values_list("pk", "score", "kind", "topic_id")
    changed = [
        (post_id, kind, topic_id)
        for post_id, score, kind, topic_id in rows
        if score != scores[post_id]
    ]
    update_many(Post, "id", ("score",), [(scores[post], post) for post, _kind, _topic in changed])
    openings = [(scores[post], topic) for post, kind, topic in changed if kind == "opening"]
    update_many(Topic, "id", ("score",), openings)


MOST = 2_000_000_000  # what the column holds


@action
def add_views(_actor: Viewer, views: Mapping[int, int]) -> None:
    """Add what was counted elsewhere to topics' views; at most 1,000 at once."""
    rows = Topic.objects.select_for_update().filter(pk__in=list(views))
    standing = rows.values_list("pk", "view_count")
    sums = [(min(max(0, count + views[topic]), MOST), topic) for topic, count in standing]
    update_many(Topic, "id", ("view_count",), sums)


@action
def add_to_scores(_actor: Viewer, points: Mapping[int, int]) -> None:
    """Add what comments were given elsewhere to their scores; at most 1,000 at once."""
    rows = Post.objects.select_for_update().filter(pk__in=list(points), kind="comment")
    sums = [(score + points[post], post) for post, score in rows.values_list("pk", "score")]
    update_many(Post, "id", ("score",), sums)


@action
def mark_all_solved(_actor: Viewer, topic_ids: Sequence[int], *, is_solved: bool = True) -> None:
    """Set whether these questions count as solved."""
    Topic.objects.filter(pk__in=topic_ids).update(is_solved=is_solved)
