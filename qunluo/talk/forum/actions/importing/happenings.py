"""What happened to imported topics: closed, removed and restored, linked, followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many, update_many
from qunluo.kernel.stream.record import record_many
from qunluo.talk.forum.actions.importing.posting import Author, Place, told
from qunluo.talk.forum.activities import (
    PostRemoved,
    PostRestored,
    TopicClosed,
    TopicFollowed,
    TopicLinked,
    TopicReopened,
)
from qunluo.talk.forum.models import Follow, Topic, TopicLink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ImportedClosing:
    """A topic was closed, or reopened when `is_closing` is false; by whom, when and why.

    `stands_closed`: how it stood after this, which differs when it was closed for two reasons.
    """

    topic_id: int
    by: Author
    happened_at: datetime
    is_closing: bool
    stands_closed: bool
    reason: str


@dataclass(frozen=True)
class ImportedRemoval:
    """A post was removed, or restored: for the record only, the post stands as the source has it."""

    post_id: int
    topic_id: int
    post_kind: str
    by: Author
    author_key: str | None
    happened_at: datetime
    is_removal: bool


@dataclass(frozen=True)
class ImportedLink:
    topic_id: int
    other_id: int
    kind: str
    linked_at: datetime


@dataclass(frozen=True)
class ImportedFollow:
    topic_id: int
    member_id: int
    actor_key: str
    followed_at: datetime


@action
def add_closings(_actor: Viewer, place: Place, closings: Sequence[ImportedClosing]) -> None:
    """Tell each closing and reopening; the last one of a topic decides how it stands."""
    last = {closing.topic_id: closing for closing in closings}
    update_many(
        Topic,
        "id",
        ("closed_at", "closed_by_id", "closed_reason"),
        [
            (closing.happened_at, closing.by.member_id, closing.reason, topic_id)
            if closing.stands_closed
            else (None, None, "", topic_id)
            for topic_id, closing in last.items()
        ],
    )
    record_many(
        [
            (
                (TopicClosed if closing.is_closing else TopicReopened)(
                    **told(place, closing.topic_id, closing.topic_id, closing.by.actor_key)
                ),
                closing.happened_at,
            )
            for closing in closings
        ]
    )


@action
def add_removals(_actor: Viewer, place: Place, removals: Sequence[ImportedRemoval]) -> None:
    """Tell each removal and restoring."""
    record_many([(_removal(place, removal), removal.happened_at) for removal in removals])


def _removal(place: Place, removal: ImportedRemoval) -> PostRemoved | PostRestored:
    envelope = told(place, removal.post_id, removal.topic_id, removal.by.actor_key)
    is_own = removal.by.actor_key is not None and removal.by.actor_key == removal.author_key
    about = None if is_own else removal.author_key
    if not removal.is_removal:
        return PostRestored(**envelope, about_actor=about, post_kind=removal.post_kind)
    return PostRemoved(
        **envelope,
        about_actor=about,
        reason="author" if is_own else "moderation",
        is_own=is_own,
        post_kind=removal.post_kind,
    )


@action
def add_links(_actor: Viewer, place: Place, links: Sequence[ImportedLink]) -> list[int]:
    """Link topics; returns the links' ids, in order. Leans on forum_link_once."""
    ids = insert_many(
        TopicLink,
        ("topic_id", "other_id", "kind", "linked_at"),
        [(link.topic_id, link.other_id, link.kind, link.linked_at) for link in links],
    )
    record_many(
        [
            (
                TopicLinked(
                    **told(place, link.topic_id, link.topic_id, None),
                    target_type="forum.topic",
                    target_id=link.other_id,
                    link_kind=link.kind,
                ),
                link.linked_at,
            )
            for link in links
        ]
    )
    return ids


@action
def add_follows(
    _actor: Viewer, place: Place, follows: Sequence[ImportedFollow]
) -> list[int | None]:
    """Let members follow topics; returns the ids, in order, None for one who follows already.

    At most 1,000 at once. Leans on forum_follow_once.
    """
    held = Follow.objects.filter(topic__in={follow.topic_id for follow in follows})
    known = set(held.values_list("topic_id", "member_id"))
    new: list[ImportedFollow] = []
    for follow in follows:
        if (follow.topic_id, follow.member_id) not in known:
            known.add((follow.topic_id, follow.member_id))
            new.append(follow)
    ids = insert_many(
        Follow,
        ("topic_id", "member_id", "followed_at"),
        [(follow.topic_id, follow.member_id, follow.followed_at) for follow in new],
    )
    record_many(
        [
            (
                TopicFollowed(**told(place, follow.topic_id, follow.topic_id, follow.actor_key)),
                follow.followed_at,
            )
            for follow in new
        ]
    )
    made = {id(follow): made_id for follow, made_id in zip(new, ids, strict=True)}
    return [made.get(id(follow)) for follow in follows]
