"""Reads about badges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Max, Value, When
from django.db.models.functions import Coalesce

from qunluo.trade.points.models import BadgeAward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class HeldBadge:
    """`times`: how often it was awarded; `last_awarded_at`: when last."""

    name: str
    grade: str
    times: int
    last_awarded_at: datetime


def badges_of(viewer: Viewer, member_id: int) -> list[HeldBadge]:
    """A member's badges in the viewer's community, gold first; one query."""
    if viewer.community_id is None:
        return []
    rank = Case(
        When(badge__grade="gold", then=Value(0)), When(badge__grade="silver", then=Value(1))
    )
    held = (
        BadgeAward.objects.filter(community=viewer.community_id, member=member_id)
        .values("badge__name", "badge__grade")
        .annotate(times=Count("pk"), last=Max("awarded_at"), rank=Coalesce(rank, Value(2)))
        .order_by("rank", "badge__name")
    )
    return [
        HeldBadge(row["badge__name"], row["badge__grade"], row["times"], row["last"])
        for row in held
    ]


def awards_kept(member_id: int) -> Iterator[dict[str, object]]:
    """A member's badges everywhere as plain values, for their own copy; one query."""
    rows = BadgeAward.objects.filter(member=member_id).order_by("pk")
    for row in rows.values("community__slug", "badge__name", "badge__grade", "awarded_at"):
        yield {**row}
