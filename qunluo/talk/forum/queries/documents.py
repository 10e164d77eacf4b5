"""Topics and posts as documents: for search and analysis, and for a member's own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.kernel import text
from qunluo.kernel.objects import ObjectText
from qunluo.talk.forum.models import Bookmark, Draft, Follow, Post, Reaction, ReadMark, Topic
from qunluo.talk.forum.queries.editing import typed
from qunluo.talk.forum.queries.lines import tags_of
from qunluo.talk.forum.queries.posts import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def topic_texts(ids: Iterable[int]) -> list[ObjectText]:
    """Topics with their openings; two queries."""
    openings = Post.objects.filter(topic__in=list(ids), kind="opening").select_related(
        "topic__space", "topic__community", "author"
    )
    found = list(openings)
    tags = tags_of(post.topic_id for post in found)
    return [
        _text("forum.topic", post.topic_id, post, tags.get(post.topic_id, ())) for post in found
    ]


def post_texts(ids: Iterable[int]) -> list[ObjectText]:
    """Replies and comments; an opening's words belong to its topic. One query."""
    found = Post.objects.filter(pk__in=list(ids)).exclude(kind="opening")
    rows = found.select_related("topic__space", "topic__community", "author")
    return [_text("forum.post", post.pk, post, ()) for post in rows]


def posts_behind(after: int) -> int:
    """How many posts above an id another version of the renderer made."""
    return Post.objects.filter(pk__gt=after).exclude(render_version=text.VERSION).count()


def _text(object_type: str, object_id: int, post: Post, tags: tuple[str, ...]) -> ObjectText:
    topic = post.topic
    return ObjectText(
        object_type=object_type,
        object_id=object_id,
        community_id=topic.community_id,
        space_id=topic.space_id,
        title=topic.title,
        body=text.plain(html_of(post)),
        tags=tags,
        author_key=post.author.actor_key if post.author else None,
        audience=_audience(post, topic),
        language=topic.community.language,
        happened_at=post.posted_at,
        sort=topic.kind if object_type == "forum.topic" else "",
    )


def _audience(post: Post, topic: Topic) -> str:
    if post.removed_at or topic.removed_at:
        return "hidden"
    if topic.space.access == "private":
        return "space"
    is_public = topic.space.access == "public" and topic.community.access == "public"
    return "public" if is_public else "members"


def topic_ids(community_id: int) -> Iterator[int]:
    found = Topic.objects.filter(community=community_id).order_by("pk")
    return found.values_list("pk", flat=True).iterator()


def reply_ids(community_id: int) -> Iterator[int]:
    """Replies and comments of the community."""
    found = Post.objects.filter(topic__community=community_id).exclude(kind="opening")
    return found.order_by("pk").values_list("pk", flat=True).iterator()


def own_posts(member_id: int, *, openings: bool) -> Iterator[dict[str, Any]]:
    """What the member wrote, removed or not, as plain values."""
    found = Post.objects.filter(author=member_id).select_related("topic__community")
    chosen = found.filter(kind="opening") if openings else found.exclude(kind="opening")
    for post in chosen.order_by("pk").iterator():
        yield {
            "community": post.topic.community.slug,
            "topic": post.topic.title,
            "kind": post.kind,
            "posted_at": post.posted_at.isoformat(),
            "removed": post.removed_at is not None,
            "text": typed(post.body_source, post.source_format),
        }


def opening_ids(topic_ids_wanted: Iterable[int]) -> dict[int, int]:
    """The opening post of each topic."""
    rows = Post.objects.filter(topic__in=list(topic_ids_wanted), kind="opening")
    return dict(rows.values_list("topic_id", "pk"))


def own_traces(member_id: int) -> Iterator[dict[str, Any]]:
    """A member's drafts, reactions, follows, read marks and bookmarks, as plain values; five
    queries."""
    here = "topic__title"
    for model, columns in (
        (Draft, ("community__slug", "place", "title", "body_source", "tags", "kept_at")),
        (Reaction, (f"post__{here}", "post__number", "sign", "given_at")),
        (Follow, (here, "followed_at")),
        (ReadMark, (here, "post_number", "read_at")),
        (Bookmark, (f"post__{here}", "post__number", "note", "kept_at", "remind_at")),
    ):
        rows = model.objects.filter(member=member_id).order_by("pk")
        for row in rows.values(*columns).iterator():
            yield {"what": model.__name__.lower(), **row}
