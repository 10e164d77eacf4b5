"""The forum for programs: topics, posts, signs, tags."""

from qunluo.talk.forum.api import posts, topics
from qunluo.talk.forum.api.routes import router

__all__ = ["posts", "router", "topics"]
