"""Whose turn it is to greet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from qunluo.kernel import clock
from qunluo.people.communities import queries as communities
from qunluo.people.welcome import rules
from qunluo.people.welcome.models import Arrival

if TYPE_CHECKING:
    from qunluo.people.welcome.queries.setting import Settings


def greeter_of_turn(community_id: int, setting: Settings, newcomer_id: int) -> int | None:
    """The person set, or the holder of the role who greeted the fewest within 30 days.

    None when nobody is set, or nobody of them belongs to the community any more. Two queries.
    """
    how, _colon, which = setting.greeter.partition(":")
    if how == "member":
        return next(iter(communities.present_among(community_id, [int(which)])), None)
    if how != "role":
        return None
    holders = [
        one.member_id
        for one in communities.holders_in(community_id)
        if one.role == which and one.member_id != newcomer_id
    ]
    lately = Arrival.objects.filter(
        community=community_id, greeter__in=holders, arrived_at__gte=clock.now() - rules.LATELY
    )
    counts = dict(lately.values_list("greeter").annotate(n=Count("pk")))
    return min(holders, key=lambda one: counts.get(one, 0), default=None)
