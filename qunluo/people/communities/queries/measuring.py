"""What decides how a community is counted."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.people.communities.models import Community, Grant, Membership


@dataclass(frozen=True)
class MeasuringRules:
    """What decides how a community is counted: its calendar, who runs it, and who is no person."""

    id: int
    slug: str
    timezone: str
    week_start: int
    staff_ids: frozenset[int]
    bot_ids: frozenset[int]


def rules_of_measuring() -> list[MeasuringRules]:
    """Every community's; staff are the present owners and administrators. Three queries."""
    staff: dict[int, set[int]] = {}
    grants = Grant.objects.filter(
        role__built_in__in=("owner", "admin"), space=None, revoked_at=None
    ).values_list("role__community_id", "member_id")
    for community_id, member_id in grants:
        staff.setdefault(community_id, set()).add(member_id)
    bots: dict[int, set[int]] = {}
    marked = Membership.objects.filter(bot_since__isnull=False)
    for community_id, member_id in marked.values_list("community_id", "member_id"):
        bots.setdefault(community_id, set()).add(member_id)
    return [
        MeasuringRules(
            row.pk,
            row.slug,
            row.timezone,
            row.week_start,
            frozenset(staff.get(row.pk, ())),
            frozenset(bots.get(row.pk, ())),
        )
        for row in Community.objects.order_by("pk")
    ]
