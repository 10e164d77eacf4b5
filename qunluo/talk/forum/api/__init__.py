"""The forum for programs: topics, posts, signs, tags."""

from qunluo.talk.forum.api import keeping, posts, topics
from qunluo.talk.forum.api.routes import router

__all__ = ["keeping", "posts", "router", "topics"]
