"""Counts after bulk writing, taken anew from the rows so that they are true whatever happened."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from qunluo.kernel.action import action
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
    """Set posts' scores, and their topics' for openings; one statement per distinct score."""
    by_score: dict[int, list[int]] = defaultdict(list)
    for post_id, score in scores.items():
        by_score[score].append(post_id)
    for score, post_ids in by_score.items():
        Post.objects.filter(pk__in=post_ids).exclude(score=score).update(score=score)
        openings = Topic.objects.filter(posts__in=post_ids, posts__kind="opening")
        openings.exclude(score=score).update(score=score)


@action
def mark_all_solved(_actor: Viewer, topic_ids: Sequence[int], *, is_solved: bool = True) -> None:
    """Set whether these questions count as solved."""
    Topic.objects.filter(pk__in=topic_ids).update(is_solved=is_solved)
