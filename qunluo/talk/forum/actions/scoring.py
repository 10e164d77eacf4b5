"""Building blocks for domains whose topics are voted on; the caller tells what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from qunluo.kernel.action import action
from qunluo.talk.forum.models import Post, Topic

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def change_score(_actor: Viewer, post_id: int, by: int) -> None:
    """Add to a post's score, and for an opening to its topic's; exact under concurrency."""
    Post.objects.filter(pk=post_id).update(score=F("score") + by)
    Topic.objects.filter(posts=post_id, posts__kind="opening").update(score=F("score") + by)


@action
def mark_solved(_actor: Viewer, topic_id: int, is_solved: bool) -> None:
    """Set whether a question counts as solved."""
    Topic.objects.filter(pk=topic_id).update(is_solved=is_solved)
