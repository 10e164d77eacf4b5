"""What points say they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.digest import Row, digest_part
from qunluo.people.members.ports import keeps_about
from qunluo.trade.points import queries
from qunluo.trade.points.models import BadgeAward

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@digest_part("points.awards")
def _awards(community_id: int) -> Iterator[Row]:
    return (
        BadgeAward.objects.filter(community=community_id)
        .values_list("badge__name", "badge__grade", "member__handle", "awarded_at")
        .iterator()
    )


class Awards:
    """The badges somebody holds."""

    label = "points.badge_award"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.awards_kept(member_id)

    def erase(self, _member_id: int) -> None:
        """An award says nothing but whose it is, and the person behind the row is forgotten."""


keeps_about(Awards())
