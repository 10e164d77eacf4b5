"""How fast members may write through pages and the API; seeding and imports go by other doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import preferences
from qunluo.kernel.web.limits import limit
from qunluo.people.moderation import web as moderation
from qunluo.talk.chat import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

SIGNS_PER_MINUTE = 60
TYPING_PER_MINUTE = 40
UPLOADS_PER_MINUTE, UPLOADS_PER_DAY = 20, 500


def keep_pace(viewer: Viewer) -> None:
    """Count one message of the viewer; refuses with `limits.too_many` and like moderation's pace."""
    if viewer.is_visitor or viewer.may_anywhere(rules.REMOVE):
        return
    if most := preferences.get(viewer, rules.MESSAGES_PER_MINUTE):
        limit(viewer, "chat.message", per_minute=most)
    moderation.keep_pace(viewer, "message")


def keep_pace_of(viewer: Viewer, what: str) -> None:
    """Count one `sign`, `typing` or `file`; refuses with `limits.too_many`."""
    if viewer.is_visitor:
        return
    if what == "file":
        limit(viewer, "chat.file", per_minute=UPLOADS_PER_MINUTE, per_day=UPLOADS_PER_DAY)
    else:
        most = TYPING_PER_MINUTE if what == "typing" else SIGNS_PER_MINUTE
        limit(viewer, f"chat.{what}", per_minute=most)
