"""What a member takes along of their belongings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.people.communities.models import Membership

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
