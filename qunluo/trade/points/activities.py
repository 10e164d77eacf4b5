"""What points tell the town."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class BadgeAwarded(Activity):
    """`about_actor` is who got it; `target` is the badge."""

    name = "points.badge_awarded"
    verb = "Award"
    object_type = "points.badge_award"
    grade: str
