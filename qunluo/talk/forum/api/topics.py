"""Topics: list, get, open, follow, read; tags."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Header, Query, Schema, Status

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.api.routes import router
from qunluo.talk.forum.web import keep_pace
from qunluo.talk.forum.web.shapes import (
    Cursor,
    Made,
    NewTopic,
    Size,
    Tag,
    Topic,
    TopicPage,
    full,
    number_of,
    page_of_topics,
    space_of,
    topic_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

Order = Literal["latest", "hot", "featured", "newest", "oldest", "top"]
State = Literal["", "unanswered", "unsolved", "solved", "closed"]
TOPIC = "/communities/{slug}/forum/topics/{topic_id}"
Token = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]


class TopicWish(Schema):
    """`space` is a slug; `tag` a tag's name; `state` only means questions, `closed` apart."""

    order: Order = "latest"
    state: State = ""
    kind: Literal["", "topic", "question"] = ""
    space: Annotated[str, Field(max_length=60)] = ""
    tag: Annotated[str, Field(max_length=60)] = ""
    cursor: Cursor = None
    size: Size = 20


class Home(Schema):
    """Unread since `since`: topics one follows, the others, and open questions without an answer.

    `opened` and `answered` count new topics and topics with new posts.
    """

    since: datetime
    opened: int
    answered: int
    followed: list[Topic]
    fresh: list[Topic]
    waiting: list[Topic]


class TagWish(Schema):
    starting: Annotated[str, Field(max_length=60)] = ""
    size: Size = 100


@router.get("/communities/{slug}/forum/topics", response=TopicPage, operation_id="listTopics")
def list_topics(
    request: HttpRequest,
    slug: str,
    wanted: Annotated[TopicWish, Query()],
) -> dict[str, Any]:
    """Topics one may read, by cursor."""
    viewer = entering(request, slug, door="visitors")
    chosen = queries.TopicFilter(
        space_id=space_of(viewer, wanted.space) if wanted.space else None,
        order=wanted.order,
        tag=wanted.tag,
        state=wanted.state,
        kind=wanted.kind,
    )
    found = queries.topic_list(viewer, chosen, cursor=wanted.cursor, size=wanted.size)
    return page_of_topics(found)


@router.get("/communities/{slug}/home", response=Home, operation_id="getHome")
def home(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What is new to the caller, as their home page orders it by "for me"."""
    feed = queries.home_feed(entering(request, slug))
    parts = {
        name: [topic_of(line, line.unread) for line in getattr(feed, name)]
        for name in ("followed", "fresh", "waiting")
    }
    return {"since": feed.since, "opened": feed.opened, "answered": feed.answered, **parts}


@router.get(TOPIC, response=Topic, operation_id="getTopic")
def get_topic(request: HttpRequest, slug: str, topic_id: str) -> dict[str, Any]:
    viewer = entering(request, slug, door="visitors")
    head = queries.topic_head(viewer, number_of(topic_id))
    if head.removed is not None:
        raise missing()
    return topic_of(head)


@router.post("/communities/{slug}/forum/topics", response={201: Made}, operation_id="openTopic")
def open_topic(
    request: HttpRequest, slug: str, sent: NewTopic, token: Token = ""
) -> Status[dict[str, str]]:
    """In a forum space; the same `Idempotency-Key` twice opens one."""
    viewer = entering(request, slug)
    space = space_of(viewer, sent.space)

    def post() -> int:
        keep_pace(viewer)
        return actions.open_topic(viewer, space, sent.title, body=sent.body, tags=sent.tags)

    made = actions.submit_once(viewer, token, post)
    return Status(201, {"id": str(made), "address": full(queries.topic_address(slug, made, ""))})


@router.put(f"{TOPIC}/follow", response={204: None}, operation_id="followTopic")
def follow(request: HttpRequest, slug: str, topic_id: str) -> Status[None]:
    actions.follow_topic(entering(request, slug), number_of(topic_id))
    return Status(204, None)


@router.delete(f"{TOPIC}/follow", response={204: None}, operation_id="unfollowTopic")
def unfollow(request: HttpRequest, slug: str, topic_id: str) -> Status[None]:
    actions.unfollow_topic(entering(request, slug), number_of(topic_id))
    return Status(204, None)


@router.get("/communities/{slug}/forum/tags", response=list[Tag], operation_id="listTags")
def list_tags(
    request: HttpRequest,
    slug: str,
    wanted: Annotated[TagWish, Query()],
) -> list[dict[str, Any]]:
    viewer = entering(request, slug, door="visitors")
    lines = queries.tag_lines(viewer, starting=wanted.starting, most=wanted.size)
    return [{"name": line.name, "topic_count": line.topic_count} for line in lines]
