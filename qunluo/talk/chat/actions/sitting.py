"""Remember how far a member has read, and whether they want to hear of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.people.notices import actions as notices
from qunluo.talk.chat.actions.ground import require_member
from qunluo.talk.chat.models import Seat
from qunluo.talk.chat.queries import room_for

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def mark_read(member: Viewer, room_id: int, number: int) -> None:
    """Remember the highest number seen; lower ones change nothing. The member's other pages hear.

    Tells nobody else: what someone reads is theirs (ADR 0041).
    """
    member_id = require_member(member)
    room = room_for(member, room_id)
    number = max(0, min(number, room.last_number))
    now = clock.now()
    seat, is_new = Seat.objects.get_or_create(
        room=room, member_id=member_id, defaults={"read_number": number, "read_at": now}
    )
    further = Seat.objects.filter(pk=seat.pk, read_number__lt=number)
    if is_new or further.update(read_number=number, read_at=now):
        notices.see(member_id, ("chat.room", room.pk))
        bus.tell(f"member:{member_id}", "chat.read", {"room": room.pk, "number": number})


@action
def mute_room(member: Viewer, room_id: int, is_muted: bool) -> None:
    """In a muted room only messages that call the member count as unread. Tells nobody (ADR 0041)."""
    member_id = require_member(member)
    room = room_for(member, room_id)
    first = {"is_muted": is_muted, "read_number": room.last_number, "read_at": clock.now()}
    Seat.objects.update_or_create(
        {"is_muted": is_muted}, create_defaults=first, room=room, member_id=member_id
    )
