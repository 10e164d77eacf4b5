"""The read models of a topic's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.talk.forum.rules import HELD

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrPromise
    from markupsafe import Markup

    from qunluo.people.members.queries import Person
    from qunluo.talk.forum.ports import KindMarks, TopicKind
    from qunluo.talk.forum.queries.moving import MovedLine


@dataclass(frozen=True)
class ReactionTally:
    key: str
    glyph: str
    label: str | StrPromise
    count: int
    mine: bool


@dataclass(frozen=True)
class Tombstone:
    """Why something was removed. `by` and `note` only for those who may restore it."""

    reason: str
    label: str | StrPromise
    removed_at: datetime
    by: Person | None
    note: str

    @property
    def is_held(self) -> bool:
        """Waiting for review: the viewer wrote it or is staff."""
        return self.reason == HELD


@dataclass(frozen=True)
class PostSheet:
    """One post as one viewer sees it. A removed post has no `body` unless the viewer may restore.

    `is_kept`: the viewer has bookmarked it. `vote` is the viewer's own: 1, -1 or 0. `is_new`: posted since the viewer last read.
    """

    id: int
    number: int
    kind: str
    address: str
    author: Person
    body: Markup
    posted_at: datetime
    edited_at: datetime | None
    revision_count: int
    score: int
    vote: int
    is_featured: bool
    is_own: bool
    is_new: bool
    is_by_opener: bool
    reactions: tuple[ReactionTally, ...]
    comments: tuple[PostSheet, ...]
    removed: Tombstone | None
    may_edit: bool
    may_remove: bool
    may_restore: bool
    is_kept: bool
    source_address: str
    source_licence: str


@dataclass(frozen=True)
class LinkLine:
    """Another topic this one points to. `kind`: related, duplicate."""

    other_id: int
    kind: str
    title: str
    address: str


@dataclass(frozen=True)
class TopicHead:
    """A topic without its posts."""

    id: int
    kind: str
    title: str
    slug: str
    address: str
    space_id: int
    space_slug: str
    space_name: str
    is_space_archived: bool
    author: Person
    opened_at: datetime
    last_posted_at: datetime
    reply_count: int
    score: int
    tags: tuple[str, ...]
    is_solved: bool
    is_pinned: bool
    pinned_until: datetime | None
    is_closed: bool
    closed_reason: str
    closed_at: datetime | None
    closes_at: datetime | None
    is_featured: bool
    removed: Tombstone | None
    is_public: bool
    source_address: str
    source_licence: str


@dataclass(frozen=True)
class Powers:
    """What the viewer may do with the topic as a whole."""

    reply: bool
    pin: bool
    close: bool
    move: bool
    remove: bool
    react: bool
    follow: bool
    feature: bool

    @property
    def is_staff(self) -> bool:
        return self.pin or self.close or self.move or self.feature


@dataclass(frozen=True)
class TopicSheet:
    """One page of a topic. `order`: oldest, newest, best. `pages` counts pages of 20 replies.

    `last_number` is the highest post number of the whole topic, `page_number` the highest on this
    page (for the reading mark); `first_unread` is None when all is read or for visitors. `moved` are
    posts that stand elsewhere now; `merged` topics (id, title) that came here, for who may undo it.
    """

    head: TopicHead
    kind: TopicKind
    marks: KindMarks
    opening: PostSheet
    posts: tuple[PostSheet, ...]
    order: str
    page: int
    pages: int
    last_number: int
    page_number: int
    first_unread: int | None
    is_following: bool
    may: Powers
    links: tuple[LinkLine, ...]
    moved: tuple[MovedLine, ...]
    merged: tuple[tuple[int, str], ...]
    draft: str
