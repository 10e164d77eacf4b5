"""Shapes for programs: ids are opaque strings, moments RFC 3339, texts Markdown in, HTML out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from ninja import Field, Schema

from qunluo.kernel.refusal import missing
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.queries import PostSheet, TopicHead, TopicLine, TopicList

Words = Annotated[str, Field(min_length=1, max_length=40_000, examples=["What do you think?"])]
Title = Annotated[str, Field(min_length=2, max_length=200, examples=["First flush"])]
Tags = Annotated[list[str], Field(max_length=5, examples=[["brewing"]])]
Cursor = Annotated[str | None, Field(max_length=400)]
Size = Annotated[int, Field(ge=1, le=100)]


class Walk(Schema):
    """Where in a list, and how much of it."""

    cursor: Cursor = None
    size: Size = 20


class Author(Schema):
    """`id` is null for people without an account here, such as authors of imported posts."""

    id: str | None
    name: str
    handle: str


class Topic(Schema):
    """`unread` is new, more or empty; `score` only moves for questions."""

    id: str
    kind: str
    title: str
    address: str
    space: str
    author: Author
    opened_at: datetime
    last_posted_at: datetime
    reply_count: int
    score: int
    is_solved: bool
    is_closed: bool
    is_pinned: bool
    tags: list[str]
    unread: str


class TopicPage(Schema):
    items: list[Topic]
    next_cursor: str | None
    previous_cursor: str | None


class Reaction(Schema):
    key: str
    count: int
    mine: bool


class Post(Schema):
    """`kind`: opening, reply, comment. A removed post has `removed` (the reason) and no `html`.

    `revision` is sent back in `If-Match` when editing. `vote` is one's own: 1, -1 or 0.
    """

    id: str
    number: int
    kind: str
    address: str
    author: Author
    html: str
    posted_at: datetime
    edited_at: datetime | None
    revision: int
    score: int
    vote: int
    is_accepted: bool
    removed: str | None
    reactions: list[Reaction]
    comments: list[Post]
    source_address: str
    source_licence: str


class PostPage(Schema):
    items: list[Post]
    next_cursor: str | None
    previous_cursor: str | None


class NewTopic(Schema):
    """`space` is the space's slug."""

    space: Annotated[str, Field(min_length=1, max_length=60, examples=["square"])]
    title: Title
    body: Words
    tags: Tags = []


class NewPost(Schema):
    body: Words


class NewComment(Schema):
    body: Annotated[str, Field(min_length=1, max_length=2_000, examples=["How hot was it?"])]


class Edit(Schema):
    """`title` and `tags` only count for openings; left out, they stay."""

    body: Words
    title: Title | None = None
    tags: Tags | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


class Removal(Schema):
    reason: Annotated[str, Field(max_length=20, examples=["spam"])] = "author"
    note: Annotated[str, Field(max_length=300)] = ""


class Made(Schema):
    id: str
    address: str


class Tag(Schema):
    name: str
    topic_count: int


def number_of(opaque: str) -> int:
    """An id from an address; what is none of ours is missing."""
    if not (opaque.isascii() and opaque.isdigit() and len(opaque) < 19):
        raise missing()
    return int(opaque)


def space_of(viewer: Viewer, slug: str) -> int:
    """The id of the space with this slug that the viewer may enter, or `missing`."""
    for space in communities.place(viewer).spaces:
        if space.slug == slug:
            return space.id
    raise missing()


def full(address: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{address}"


def author_of(person: Person) -> dict[str, Any]:
    return {
        "id": str(person.id) if person.id and not person.is_erased else None,
        "name": person.name,
        "handle": person.handle,
    }


def topic_of(line: TopicLine | TopicHead, unread: str = "") -> dict[str, Any]:
    plain = [
        "kind",
        "title",
        "opened_at",
        "last_posted_at",
        "reply_count",
        "score",
        "is_solved",
        "is_closed",
        "is_pinned",
    ]
    return {
        **{name: getattr(line, name) for name in plain},
        "id": str(line.id),
        "address": full(line.address),
        "space": line.space_slug,
        "author": author_of(line.author),
        "tags": list(line.tags),
        "unread": unread,
    }


def page_of_topics(found: TopicList) -> dict[str, Any]:
    """A space's pinned topics come first on its first page."""
    return {
        "items": [topic_of(line, line.unread) for line in (*found.pinned, *found.page.items)],
        "next_cursor": found.page.next_cursor,
        "previous_cursor": found.page.previous_cursor,
    }


def post_of(sheet: PostSheet) -> dict[str, Any]:
    plain = [
        "number",
        "kind",
        "posted_at",
        "edited_at",
        "score",
        "vote",
        "source_address",
        "source_licence",
    ]
    return {
        **{name: getattr(sheet, name) for name in plain},
        "id": str(sheet.id),
        "address": full(sheet.address),
        "author": author_of(sheet.author),
        "html": "" if sheet.removed else str(sheet.body),
        "revision": sheet.revision_count,
        "is_accepted": sheet.is_featured,
        "removed": sheet.removed.reason if sheet.removed else None,
        "reactions": [
            {"key": one.key, "count": one.count, "mine": one.mine}
            for one in sheet.reactions
            if one.count
        ],
        "comments": [post_of(comment) for comment in sheet.comments],
    }
