"""What points say they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.digest import Row, digest_part
from qunluo.trade.points.models import BadgeAward

if TYPE_CHECKING:
    from collections.abc import Iterator


@digest_part("points.awards")
def _awards(community_id: int) -> Iterator[Row]:
    return (
        BadgeAward.objects.filter(community=community_id)
        .values_list("badge__name", "badge__grade", "member__handle", "awarded_at")
        .iterator()
    )
