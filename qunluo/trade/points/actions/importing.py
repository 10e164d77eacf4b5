"""Badges and their awards in bulk, from an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.stream.record import record_many
from qunluo.trade.points.activities import BadgeAwarded
from qunluo.trade.points.models import Badge, BadgeAward

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class ImportedAward:
    badge: str
    grade: str
    member_id: int
    actor_key: str | None
    awarded_at: datetime


@action
def add_awards(_actor: Viewer, community_id: int, awards: Sequence[ImportedAward]) -> list[int]:
    """Award badges, made where they are missing; returns the awards' ids, in order.

    At most 1,000 at once; nobody is notified.
    """
    badges = _ids_of_badges(community_id, {award.badge: award.grade for award in awards})
    ids = insert_many(
        BadgeAward,
        ("community_id", "badge_id", "member_id", "awarded_at"),
        [
            (community_id, badges[award.badge], award.member_id, award.awarded_at)
            for award in awards
        ],
    )
    record_many(
        [
            (
                BadgeAwarded(
                    object_id=award_id,
                    community_id=community_id,
                    actor_key=None,
                    about_actor=award.actor_key,
                    target_type="points.badge",
                    target_id=badges[award.badge],
                    grade=award.grade,
                ),
                award.awarded_at,
            )
            for award_id, award in zip(ids, awards, strict=True)
        ]
    )
    return ids


@action
def withdraw_awards(_actor: Viewer, award_ids: Iterable[int]) -> int:
    """Delete awards and the badges nobody holds any more, for an undone import."""
    rows = BadgeAward.objects.filter(pk__in=list(award_ids))
    badges = set(rows.values_list("badge_id", flat=True))
    withdrawn = rows.delete()[1].get("points.BadgeAward", 0)
    Badge.objects.filter(pk__in=badges, awards=None).delete()
    return withdrawn


def _ids_of_badges(community_id: int, grades: Mapping[str, str]) -> dict[str, int]:
    rows = Badge.objects.filter(community=community_id, name__in=grades)
    known = dict(rows.values_list("name", "pk"))
    if missing := sorted(grades.keys() - known.keys()):
        now = clock.now()
        # Leans on points_badge_once.
        Badge.objects.bulk_create(
            [
                Badge(community_id=community_id, name=name, grade=grades[name], made_at=now)
                for name in missing
            ],
            ignore_conflicts=True,
        )
        known = dict(rows.values_list("name", "pk"))
    return known
