"""Take imported things out of the forum again; what stood before reads as it did before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qunluo.kernel import text
from qunluo.kernel.action import action
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum.actions.wording import slug_of
from qunluo.talk.forum.models import Follow, Post, Revision, Topic, TopicLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer


@action
def withdraw_topics(_actor: Viewer, opening_ids: Sequence[int]) -> None:
    """Delete topics with all that hangs on them, by their openings; at most 1,000 at once."""
    Topic.objects.filter(posts__in=opening_ids, posts__kind="opening").delete()


@action
def withdraw_posts(_actor: Viewer, post_ids: Sequence[int]) -> None:
    """Delete replies and comments."""
    Post.objects.filter(pk__in=post_ids).exclude(kind="opening").delete()


@action
def withdraw_links(_actor: Viewer, link_ids: Sequence[int]) -> None:
    TopicLink.objects.filter(pk__in=link_ids).delete()


@action
def withdraw_follows(_actor: Viewer, follow_ids: Sequence[int]) -> None:
    Follow.objects.filter(pk__in=follow_ids).delete()


def revised(revision_ids: Sequence[int]) -> tuple[list[int], set[int]]:
    """The replies and the topics whose words these states are."""
    rows = Revision.objects.filter(pk__in=revision_ids)
    posts = set(rows.values_list("post_id", "post__topic_id"))
    return [post_id for post_id, _topic in posts], {topic_id for _post, topic_id in posts}


@action
def withdraw_revisions(_actor: Viewer, revision_ids: Sequence[int]) -> None:
    """Delete states of posts; a post that stays reads as in the state before them."""
    gone: dict[int, list[Revision]] = defaultdict(list)
    for row in Revision.objects.filter(pk__in=revision_ids).order_by("number"):
        gone[row.post_id].append(row)
    kept = Revision.objects.filter(post__in=gone).exclude(pk__in=revision_ids).order_by("number")
    before = {post_id: rows[0] for post_id, rows in gone.items() if rows[0].number == 1}
    before |= {row.post_id: row for row in kept}
    for post_id, state in before.items():
        _restore(post_id, state)
    Revision.objects.filter(pk__in=revision_ids).delete()


def _restore(post_id: int, state: Revision) -> None:
    is_first = state.number == 1
    Post.objects.filter(pk=post_id).update(
        body_source=state.body_source,
        body_html=text.rendered(state.body_source, state.source_format),
        revision_count=state.number - 1,
        edited_at=None if is_first else state.made_at,
    )
    if state.title:
        Topic.objects.filter(posts=post_id).update(title=state.title, slug=slug_of(state.title))


@action
def restand_topics(_actor: Viewer, topic_ids: Sequence[int]) -> None:
    """Let topics stand open or closed as the lines that are left tell it; at most 1,000 at once."""
    lines = StreamLine.objects.filter(
        object_type="forum.topic",
        object_id__in=topic_ids,
        name__in=("forum.topic_closed", "forum.topic_reopened"),
    )
    last = {line.object_id: line for line in lines.order_by("happened_at", "pk")}
    for topic_id in topic_ids:
        line = last.get(topic_id)
        is_closed = line is not None and line.name == "forum.topic_closed"
        topics = Topic.objects.filter(pk=topic_id)
        if not is_closed:
            topics.update(closed_at=None, closed_by=None, closed_reason="")
        elif line is not None:
            topics.exclude(closed_at=line.happened_at).update(closed_at=line.happened_at)
