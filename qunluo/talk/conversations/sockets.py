"""Who hears a conversation: those who sit in it, asked again whenever access changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.live.topics import topic
from qunluo.talk.conversations import queries

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@topic("conversation", presence=True)
def may_hear_conversation(viewer: Viewer, rest: str) -> bool:
    """`conversation:<id>`."""
    talk_id = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 18 else 0
    if viewer.member_id is None:
        return False
    return queries.conversations_of(viewer).filter(pk=talk_id).exists()
