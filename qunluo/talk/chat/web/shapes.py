"""Shapes for programs: moments RFC 3339, texts Markdown in, HTML out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

Number = Annotated[int | None, Field(ge=0)]


class Room(Schema):
    """`unread` counts from the last message read; it is 0 in muted rooms and those never opened."""

    id: str
    name: str
    purpose: str
    address: str
    space_name: str
    is_private: bool
    is_closed: bool
    is_muted: bool
    unread: int
    mentions: int
    last_posted_at: datetime | None


class Speaker(Schema):
    """`id` is 0 for people without an account here any more; `tint` and `initial` stand in for a
    picture.
    """

    id: int
    name: str
    handle: str
    avatar: str
    tint: int
    initial: str


class Quoted(Schema):
    number: int
    name: str
    excerpt: str


class Attached(Schema):
    """`kind`: image, audio, video, document … `size` in bytes; `width`, `height` of images."""

    kind: str
    name: str
    address: str
    preview: str
    width: int | None
    height: int | None
    size: int


class Message(Schema):
    """`number` runs without gaps in the room; `change` grows whenever a message of it changes.

    `removed` is the class of the reason, or empty; a removed message has no `html`. `reactions`
    name who gave which sign; `client` is what the author sent as `Idempotency-Key`.
    """

    id: int
    room: int
    number: int
    change: int
    author: Speaker
    html: str
    posted_at: datetime
    edited: bool
    client: str
    answers: Quoted | None
    file: Attached | None
    reactions: dict[str, list[int]]
    mentions: list[int]
    removed: str
    topic: str


class Messages(Schema):
    """`change` is where to go on listening; `has_later`: ask again from there."""

    items: list[Message]
    has_earlier: bool
    has_later: bool
    change: int
    last_number: int


class Wish(Schema):
    """One of: `since` a change, `before`, `after` or `around` a number; none: the newest."""

    since: Number = None
    before: Number = None
    after: Number = None
    around: Number = None
    size: Annotated[int, Field(ge=1, le=200)] = 50


class NewMessage(Schema):
    """`answers` is a message's id, `file` the id of an upload into this room."""

    body: Annotated[str, Field(max_length=20_000, examples=["Good morning!"])] = ""
    answers: int | None = None
    file: int | None = None


class Words(Schema):
    body: Annotated[str, Field(max_length=20_000)]


class Uploaded(Schema):
    id: int
    kind: str


class Removal(Schema):
    """Without `reason` it is one's own message that is recalled."""

    reason: Annotated[str, Field(max_length=20)] = ""
    note: Annotated[str, Field(max_length=300)] = ""


class RoomName(Schema):
    id: int
    name: str
    handle: str
    avatar: str


class Begun(Schema):
    q: Annotated[str, Field(max_length=40)] = ""


class Reading(Schema):
    number: Annotated[int, Field(ge=0)]
