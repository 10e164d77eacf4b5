"""What a member takes along of their belongings, and what would be left without an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.people.communities.models import Grant, Membership, OrganisationSeat
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterator


def memberships_kept(member_id: int) -> Iterator[dict[str, object]]:
    """A member's memberships as plain values, for their own copy; one query."""
    rows = Membership.objects.filter(member=member_id).order_by("pk")
    for row in rows.select_related("community"):
        yield {
            "community": row.community.slug,
            "nickname": row.nickname,
            "custom_fields": row.custom_fields,
            "joined_at": row.joined_at,
            "join_channel": row.join_channel,
            "left_at": row.left_at,
        }


def left_alone_by(member_id: int) -> list[str]:
    """Names of the communities and organisations whose other owners are gone or going.

    An organisation without communities is nobody's loss. At most four queries.
    """
    roles = Grant.objects.filter(role__built_in="owner", space=None, revoked_at=None)
    held = roles.filter(member=member_id).values("role__community")
    seats = OrganisationSeat.objects.filter(role="owner")
    running = seats.filter(organisation__communities__isnull=False)
    seated = running.filter(member=member_id).values("organisation")
    communities = roles.filter(role__community__in=held).values_list(
        "role__community", "role__community__name", "member"
    )
    organisations = seats.filter(organisation__in=seated).values_list(
        "organisation", "organisation__name", "member"
    )
    return [
        name
        for rows in (communities, organisations)
        for name in _unowned_without(member_id, list(rows))
    ]


def _unowned_without(member_id: int, rows: list[tuple[int, str, int]]) -> list[str]:
    """`rows`: id, name and owner of what the member is among the owners of."""
    stay = members.staying({owner for _id, _name, owner in rows if owner != member_id})
    kept = {owned for owned, _name, owner in rows if owner in stay}
    return sorted({name for owned, name, _owner in rows if owned not in kept})
