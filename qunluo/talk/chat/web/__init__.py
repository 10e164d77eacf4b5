"""What pages and programs share: saying, uploading, typing, and how fast."""

from qunluo.talk.chat.web.pace import keep_pace, keep_pace_of
from qunluo.talk.chat.web.saying import keep_file, say, tell_typing

__all__ = ["keep_file", "keep_pace", "keep_pace_of", "say", "tell_typing"]
