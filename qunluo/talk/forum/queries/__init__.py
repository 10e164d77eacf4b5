"""Every read of the forum that others may make."""

from qunluo.talk.forum.queries.finding import post_for, topic_for, topics_open_to

__all__ = ["post_for", "topic_for", "topics_open_to"]
