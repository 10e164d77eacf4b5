"""Whom news of a topic or post concerns, for notices."""

from __future__ import annotations

from qunluo.talk.forum.models import Follow, Mention, Post, Topic, TopicTag


def followers(topic_id: int) -> set[int]:
    """Who follows the topic, its author included; one query."""
    return set(Follow.objects.filter(topic=topic_id).values_list("member_id", flat=True))


def author_of_topic(topic_id: int) -> int | None:
    return Topic.objects.filter(pk=topic_id).values_list("author_id", flat=True).first()


def is_question(topic_id: int) -> bool:
    return Topic.objects.filter(pk=topic_id, kind="question").exists()


def author_above(post_id: int) -> list[int]:
    """Whose post a comment stands below."""
    found = Post.objects.filter(pk=post_id, parent__author__isnull=False)
    return [one for one in found.values_list("parent__author_id", flat=True) if one is not None]


def mentioned_in(post_id: int) -> set[int]:
    """Whom a post names; one query."""
    return set(Mention.objects.filter(post=post_id).values_list("member_id", flat=True))


def opening_of(topic_id: int) -> int | None:
    """The id of a topic's first post."""
    found = Post.objects.filter(topic=topic_id, kind="opening")
    return found.values_list("pk", flat=True).first()


def kind_of_post(post_id: int) -> str:
    """opening, reply or comment; "" when it is gone."""
    found = Post.objects.filter(pk=post_id)
    return found.values_list("kind", flat=True).first() or ""


def tags_of(topic_id: int) -> list[int]:
    """Ids of a topic's tags."""
    return list(TopicTag.objects.filter(topic=topic_id).values_list("tag_id", flat=True))
