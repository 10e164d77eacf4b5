"""What has to be sent, to whom, and what a member takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.people.notices.models import Bundle, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

DUE = {"email": "mail_at", "push": "push_at"}


def members_due(channel: str, now: datetime, *, limit: int = 100) -> list[int]:
    """Members for whom something is to be sent on a channel by now; one query."""
    column = DUE[channel]
    rows = Notice.objects.filter(**{f"{column}__lte": now}).order_by(column)
    return list(dict.fromkeys(rows.values_list("member_id", flat=True)[:limit]))


def members_with_digest() -> list[int]:
    """Members with unread notices that wait for a digest; one query."""
    waiting = Notice.objects.filter(TO_DIGEST).order_by("member_id")
    return list(waiting.values_list("member_id", flat=True).distinct())


TO_DIGEST = Q(mail="digest", mailed_at=None, read_at=None, hidden_at=None)


def notices_kept(member_id: int) -> Iterator[dict[str, object]]:
    """A member's notices as plain values, for their own copy; one query."""
    rows = Notice.objects.filter(member=member_id).order_by("pk")
    for row in rows.iterator():
        yield {
            "notice": row.kind,
            "about": f"{row.object_type}:{row.object_id}",
            "happened_at": row.happened_at,
            "read_at": row.read_at,
            "mailed_at": row.mailed_at,
        }


def members_with_lines(**where: object) -> list[int]:
    """Whose inboxes have lines from a space (`space_id`) or thread (`thread_type`, `thread_id`)."""
    rows = Bundle.objects.filter(hidden_at=None, **where)
    return list(rows.order_by("member_id").values_list("member_id", flat=True).distinct())
