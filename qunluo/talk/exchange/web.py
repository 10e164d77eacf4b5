"""How fast members may post and answer listings, through pages and the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.web.limits import limit
from qunluo.people.moderation import web as moderation
from qunluo.talk.exchange import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

POSTS_A_DAY = 20
MESSAGES_A_MINUTE = 30


def keep_pace(viewer: Viewer) -> None:
    """Count one listing; refuses with `limits.too_many` and like moderation's pace."""
    if viewer.is_visitor or viewer.may_anywhere(rules.KEEP):
        return
    limit(viewer, "exchange.post", per_day=POSTS_A_DAY)
    moderation.keep_pace(viewer, "post")


def keep_pace_of_words(viewer: Viewer) -> None:
    """Count one message to an author or one application; refuses alike."""
    if viewer.is_visitor:
        return
    limit(viewer, "conversations.message", per_minute=MESSAGES_A_MINUTE)
    moderation.keep_pace(viewer, "message")
