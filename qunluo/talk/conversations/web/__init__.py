"""What pages and programs share: saying, uploading, typing, and how fast."""

from qunluo.talk.conversations.web.saying import keep_file, keep_pace, say, tell_typing

__all__ = ["keep_file", "keep_pace", "say", "tell_typing"]
