"""What conversations keep about a member, for their own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.talk.conversations.models import Block, Message, Seat

if TYPE_CHECKING:
    from collections.abc import Iterator


def own_messages(member_id: int) -> Iterator[dict[str, Any]]:
    """What the member wrote, oldest first; what others wrote to them is the others'."""
    rows = Message.objects.filter(author=member_id)
    rows = rows.select_related("conversation__community", "file").order_by("pk")
    for row in rows.iterator():
        yield {
            "community": row.conversation.community.name,
            "conversation": row.conversation_id,
            "name": row.conversation.name,
            "text": row.body_source,
            "file": row.file.name if row.file else "",
            "posted_at": row.posted_at.isoformat(),
            "removed_at": row.removed_at.isoformat() if row.removed_at else None,
        }


def own_traces(member_id: int) -> Iterator[dict[str, Any]]:
    """Where the member sits, how far they read, and whom they blocked."""
    for seat in Seat.objects.filter(member=member_id).order_by("pk"):
        yield {
            "conversation": seat.conversation_id,
            "joined_at": seat.joined_at.isoformat(),
            "left_at": seat.left_at.isoformat() if seat.left_at else None,
            "read_number": seat.read_number,
            "is_muted": seat.is_muted,
        }
    blocks = Block.objects.filter(blocker=member_id).select_related("blocked").order_by("pk")
    for block in blocks:
        yield {"blocked": block.blocked.handle, "made_at": block.made_at.isoformat()}
