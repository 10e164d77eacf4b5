"""Carry posts from one topic to another and back, with what belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import clock, files
from qunluo.kernel.bulk import insert_many, update_many
from qunluo.kernel.stream.record import record_many
from qunluo.kernel.viewer import SYSTEM
from qunluo.talk.forum.actions.ground import next_number, of_topic
from qunluo.talk.forum.actions.importing.counting import recount_topics
from qunluo.talk.forum.actions.warming import warm
from qunluo.talk.forum.activities import PostMoved
from qunluo.talk.forum.models import Follow, MovedPost, Post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Topic

Place = tuple[Post, int, str]
"""A post, its new number and its new kind."""


def carry(left: Topic, entered: Topic, posts: Sequence[Post], *, first_number: int) -> None:
    """Move posts behind those of the other topic, in order; in an empty one the first opens it."""
    places: list[Place] = []
    for number, post in enumerate(posts, first_number):
        opens = number == 1
        kind = "comment" if post.kind == "comment" else ("opening" if opens else "reply")
        places.append((post, number, kind))
    moved = [(left.pk, post.number, post.pk, clock.now()) for post in posts]
    insert_many(MovedPost, ("topic_id", "number", "post_id", "moved_at"), moved)
    _place(left, entered, places)


def carry_back(home: Topic, away: Topic, rows: Sequence[MovedPost]) -> None:
    """Posts return under their old numbers; comments they got meanwhile come along."""
    places: list[Place] = []
    for row in rows:
        is_comment = row.post.kind == "comment"
        kind = "comment" if is_comment else ("opening" if row.number == 1 else "reply")
        places.append((row.post, row.number, kind))
    carried = [row.post_id for row in rows]
    fresh = away.posts.filter(parent__in=carried).exclude(pk__in=carried).order_by("number")
    first = next_number(home)
    places += [(post, first + place, "comment") for place, post in enumerate(fresh)]
    MovedPost.objects.filter(pk__in=[row.pk for row in rows]).delete()
    moved = [(away.pk, post.number, post.pk, clock.now()) for post, _number, _kind in places]
    insert_many(MovedPost, ("topic_id", "number", "post_id", "moved_at"), moved)
    _place(away, home, places)


def settle(actor: Viewer, *topics: Topic) -> None:
    """Counts, last posters and heat of topics whose posts came or went."""
    ids = [topic.pk for topic in topics]
    recount_topics(actor, ids)
    warm(actor, ids)


def _place(left: Topic, entered: Topic, places: Sequence[Place]) -> None:
    rows = [(entered.pk, number, kind, post.pk) for post, number, kind in places]
    update_many(Post, "id", ("topic_id", "number", "kind"), rows)
    posts = [post for post, _number, _kind in places]
    _carry_files(left, entered, posts)
    _let_authors_follow(entered, posts)
    _tell_each(left, entered, posts)


def _carry_files(left: Topic, entered: Topic, posts: Sequence[Post]) -> None:
    if left.space_id != entered.space_id:
        files.carry_over(
            [post.body_source for post in posts if "/files/" in post.body_source],
            community_id=left.community_id,
            left=left.space_id,
            entered=entered.space_id,
        )


def _let_authors_follow(entered: Topic, posts: Sequence[Post]) -> None:
    """Whoever wrote the posts, and nobody else, follows them; leans on forum_follow_once."""
    authors = {post.author_id for post in posts if post.author_id and post.kind != "comment"}
    now = clock.now()
    Follow.objects.bulk_create(
        [Follow(topic=entered, member_id=author, followed_at=now) for author in sorted(authors)],
        ignore_conflicts=True,
    )


def _tell_each(left: Topic, entered: Topic, posts: Sequence[Post]) -> None:
    """One line for each post, so that whoever keeps posts by topic (search) follows."""
    envelope = of_topic(SYSTEM, entered)
    now = clock.now()
    told = [
        PostMoved(
            **{**envelope, "object_id": post.pk},
            target_type="forum.topic",
            target_id=left.pk,
        )
        for post in posts
    ]
    record_many([(one, now) for one in told])
