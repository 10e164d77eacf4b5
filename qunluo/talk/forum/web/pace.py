"""How fast members may write through pages and the API; seeding and imports go by other doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import preferences
from qunluo.kernel.web.limits import limit
from qunluo.people.moderation import web as moderation
from qunluo.talk.forum import rules

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

SIGNS_PER_MINUTE = 60


def keep_pace(viewer: Viewer) -> None:
    """Count one post of the viewer; refuses with `limits.too_many` and like moderation's pace."""
    if viewer.is_visitor or viewer.may_anywhere(rules.REMOVE):
        return
    if most := preferences.get(viewer, rules.POSTS_PER_MINUTE):
        limit(viewer, "forum.post", per_minute=most)
    moderation.keep_pace(viewer, "post")


def keep_pace_of_signs(viewer: Viewer) -> None:
    """Count one vote or reaction; refuses with `limits.too_many`."""
    if not viewer.is_visitor:
        limit(viewer, "forum.sign", per_minute=SIGNS_PER_MINUTE)
