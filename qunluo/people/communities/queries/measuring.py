"""What decides how a community is counted."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.people.communities.models import Community, Grant


@dataclass(frozen=True)
class MeasuringRules:
    """What decides how a community is counted: its calendar, and who runs it."""

    id: int
    slug: str
    timezone: str
    week_start: int
    staff_ids: frozenset[int]


def rules_of_measuring() -> list[MeasuringRules]:
    """Every community's; staff are the present owners and administrators. Two queries."""
    staff: dict[int, set[int]] = {}
    grants = Grant.objects.filter(
        role__built_in__in=("owner", "admin"), space=None, revoked_at=None
    ).values_list("role__community_id", "member_id")
    for community_id, member_id in grants:
        staff.setdefault(community_id, set()).add(member_id)
    return [
        MeasuringRules(
            row.pk, row.slug, row.timezone, row.week_start, frozenset(staff.get(row.pk, ()))
        )
        for row in Community.objects.order_by("pk")
    ]
