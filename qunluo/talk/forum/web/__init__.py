"""What pages of other domains may use: forms in which members write, and the way into a space."""

from qunluo.talk.forum.web.composing import (
    compose_reply,
    compose_topic,
    composed,
    read_space,
    space_card,
)
from qunluo.talk.forum.web.pace import keep_pace, keep_pace_of_signs
from qunluo.talk.forum.web.words import EditWords, TopicWords, Words, tags_in

__all__ = [
    "EditWords",
    "TopicWords",
    "Words",
    "compose_reply",
    "compose_topic",
    "composed",
    "keep_pace",
    "keep_pace_of_signs",
    "read_space",
    "space_card",
    "tags_in",
]
