"""Bookmarks, and what those who keep order do with topics: close in time, feature, split, merge."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Query, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.api.posts import POST
from qunluo.talk.forum.api.routes import router
from qunluo.talk.forum.api.topics import TOPIC
from qunluo.talk.forum.web.shapes import Made, Title, Walk, full, number_of, space_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class Bookmark(Schema):
    """`remind_at` is null when no reminder is to come."""

    post: str
    number: int
    title: str
    address: str
    excerpt: str
    note: str
    kept_at: datetime
    remind_at: datetime | None


class BookmarkPage(Schema):
    items: list[Bookmark]
    next_cursor: str | None
    previous_cursor: str | None


class Keeping(Schema):
    note: Annotated[str, Field(max_length=200)] = ""
    remind_at: datetime | None = None


class Closing(Schema):
    at: datetime
    reason: Annotated[str, Field(max_length=200)] = ""


class Splitting(Schema):
    """`posts` are ids of replies; `space` is a slug."""

    posts: Annotated[list[str], Field(min_length=1, max_length=1000)]
    title: Title
    space: Annotated[str, Field(min_length=1, max_length=60, examples=["square"])]


class OtherTopic(Schema):
    topic: Annotated[str, Field(max_length=20)]


@router.get(
    "/communities/{slug}/forum/bookmarks", response=BookmarkPage, operation_id="listBookmarks"
)
def list_bookmarks(
    request: HttpRequest, slug: str, wanted: Annotated[Walk, Query()]
) -> dict[str, Any]:
    """The caller's own, the latest first."""
    viewer = entering(request, slug)
    page = queries.bookmarks_of(viewer, cursor=wanted.cursor, size=wanted.size)
    plain = ("number", "title", "excerpt", "note", "kept_at", "remind_at")
    return {
        "items": [
            {
                **{name: getattr(line, name) for name in plain},
                "post": str(line.post_id),
                "address": full(line.address),
            }
            for line in page.items
        ],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.put(f"{POST}/bookmark", response={204: None}, operation_id="keepBookmark")
def keep_bookmark(request: HttpRequest, slug: str, post_id: str, sent: Keeping) -> Status[None]:
    viewer = entering(request, slug)
    actions.keep_bookmark(viewer, number_of(post_id), note=sent.note, remind_at=sent.remind_at)
    return Status(204, None)


@router.delete(f"{POST}/bookmark", response={204: None}, operation_id="dropBookmark")
def drop_bookmark(request: HttpRequest, slug: str, post_id: str) -> Status[None]:
    actions.drop_bookmark(entering(request, slug), number_of(post_id))
    return Status(204, None)


@router.put(f"{TOPIC}/closing", response={204: None}, operation_id="setClosing")
def set_closing(request: HttpRequest, slug: str, topic_id: str, sent: Closing) -> Status[None]:
    """The topic closes by itself at that moment."""
    viewer = entering(request, slug)
    actions.close_later(viewer, number_of(topic_id), sent.at, reason=sent.reason)
    return Status(204, None)


@router.delete(f"{TOPIC}/closing", response={204: None}, operation_id="callOffClosing")
def call_off_closing(request: HttpRequest, slug: str, topic_id: str) -> Status[None]:
    actions.call_off_closing(entering(request, slug), number_of(topic_id))
    return Status(204, None)


@router.put(f"{TOPIC}/feature", response={204: None}, operation_id="featureTopic")
def feature(request: HttpRequest, slug: str, topic_id: str) -> Status[None]:
    actions.feature_topic(entering(request, slug), number_of(topic_id))
    return Status(204, None)


@router.delete(f"{TOPIC}/feature", response={204: None}, operation_id="unfeatureTopic")
def unfeature(request: HttpRequest, slug: str, topic_id: str) -> Status[None]:
    actions.unfeature_topic(entering(request, slug), number_of(topic_id))
    return Status(204, None)


@router.post(f"{TOPIC}/splits", response={201: Made}, operation_id="splitTopic")
def split(
    request: HttpRequest, slug: str, topic_id: str, sent: Splitting
) -> Status[dict[str, str]]:
    """Replies become a topic of their own; old addresses lead there."""
    viewer = entering(request, slug)
    posts = [number_of(one) for one in sent.posts]
    made = actions.split_topic(
        viewer, number_of(topic_id), posts, title=sent.title, space_id=space_of(viewer, sent.space)
    )
    return Status(201, {"id": str(made), "address": full(queries.topic_address(slug, made, ""))})


@router.post(f"{TOPIC}/merging", response={204: None}, operation_id="mergeTopic")
def merge(request: HttpRequest, slug: str, topic_id: str, sent: OtherTopic) -> Status[None]:
    """This topic's posts go behind those of the other."""
    actions.merge_topic(entering(request, slug), number_of(topic_id), number_of(sent.topic))
    return Status(204, None)


@router.post(f"{TOPIC}/taking-back", response={204: None}, operation_id="takePostsBack")
def take_back(request: HttpRequest, slug: str, topic_id: str, sent: OtherTopic) -> Status[None]:
    """Undo a split or a merge: this topic's posts return from the other."""
    actions.take_posts_back(entering(request, slug), number_of(topic_id), number_of(sent.topic))
    return Status(204, None)
