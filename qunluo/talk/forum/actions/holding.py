"""What waits for review: stored but unseen, told when somebody lets it through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from qunluo.kernel import bus, clock
from qunluo.kernel.stream.record import record
from qunluo.talk.forum import rules
from qunluo.talk.forum.actions.ground import about, of_post, of_topic
from qunluo.talk.forum.actions.tagging import count_tags
from qunluo.talk.forum.activities import CommentPosted, Opened, PostHeld, Replied
from qunluo.talk.forum.models import Follow, Post, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.moderation.queries import Verdict


def held_columns(verdict: Verdict, now: datetime) -> dict[str, Any]:
    """The columns of something new that waits; none when it does not."""
    return {"removed_at": now, "removed_reason": rules.HELD} if verdict.is_held else {}


def tell_held(author: Viewer, topic: Topic, post: Post) -> None:
    """Staff alone hear that something waits."""
    envelope = {**of_post(author, topic, post), "audience": "staff"}
    record(PostHeld(**envelope, post_kind=post.kind))


def release(actor: Viewer, post: Post, topic: Topic) -> None:
    """Let a held post through: from now on it stands, counts and is told as its author's."""
    free = {"removed_at": None, "removed_by_id": None, "removed_reason": ""}
    Post.objects.filter(pk=post.pk).update(**free, removed_note="")
    now = clock.now()
    if post.kind == "opening":
        Topic.objects.filter(pk=topic.pk).update(**free, last_posted_at=now)
        count_tags(topic, 1)
    elif post.kind == "reply":
        Topic.objects.filter(pk=topic.pk).update(
            reply_count=F("reply_count") + 1, last_posted_at=now, last_poster=post.author_id
        )
        if post.author_id is not None:
            defaults = {"followed_at": now}
            Follow.objects.get_or_create(topic=topic, member_id=post.author_id, defaults=defaults)
    _tell(actor, post, topic)
    if post.kind != "opening":
        bus.tell(f"topic:{topic.pk}", "posted", {"number": post.number, "kind": post.kind})


def _tell(actor: Viewer, post: Post, topic: Topic) -> None:
    counts: dict[str, Any] = {"mention_count": post.mentions.count()}
    as_author = {"actor_key": about(post.author_id)}
    if post.kind == "opening":
        opened = {cls.topic_kind: cls for cls in _named(Opened)}[topic.kind]
        record(opened(**{**of_topic(actor, topic), **as_author}, **counts))
        return
    parent = post.parent if post.kind == "comment" else None
    concerned = parent.author_id if parent else topic.author_id
    whom = about(concerned) if concerned != post.author_id else None
    envelope: dict[str, Any] = {**of_post(actor, topic, post), **as_author, "about_actor": whom}
    if parent is not None:
        target: dict[str, Any] = {"target_type": "forum.post", "target_id": parent.pk}
        record(CommentPosted(**envelope, **target, **counts))
        return
    replied = {cls.topic_kind: cls for cls in _named(Replied)}[topic.kind]
    record(replied(**envelope, **counts))


def _named(family: type[Any]) -> list[type[Any]]:
    """What the kinds of topics call this: forum's own and other domains'."""
    return [cls for cls in family.__subclasses__() if "name" in cls.__dict__]
