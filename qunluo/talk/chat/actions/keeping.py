"""Open rooms and set them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.ground import locked_room, of_room, require_member
from qunluo.talk.chat.actions.posting import written
from qunluo.talk.chat.actions.telling import tell_room
from qunluo.talk.chat.activities import RoomChanged, RoomOpened
from qunluo.talk.chat.models import Room

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Setup:
    """How a room is set up. `note` is the line pinned on top; `starters` what newcomers may send
    with one click; `slow_seconds` one of rules.SLOW_CHOICES, `keep_days` one of
    rules.KEEP_CHOICES (0: for ever).
    """

    name: str
    purpose: str = ""
    note: str = ""
    starters: tuple[str, ...] = ()
    slow_seconds: int = 0
    keep_days: int = 0
    position: int = 0
    is_closed: bool = False


@action
def open_room(keeper: Viewer, setup: Setup, *, space_id: int | None = None) -> int:
    """Open a room in a space the keeper may read, or for all members; returns its id.

    Refuses with `not_permitted`, `missing` (space), `chat.room_name`, `chat.room_name_taken`,
    `chat.too_long`, `chat.slow_unknown`, `chat.keep_unknown`.
    """
    require_member(keeper)
    keeper.require(rules.KEEP_ROOMS, space_id)
    place = communities.place(keeper)
    if space_id is not None and space_id not in {space.id for space in place.spaces}:
        raise missing()
    communities.require_may_write(keeper, space_id)
    room = Room(community_id=place.id, space_id=space_id, opened_at=clock.now())
    _set_up(room, setup)
    room = Room.objects.select_related("space", "community").get(pk=room.pk)
    record(RoomOpened(**of_room(keeper, room)))
    return room.pk


@action
def set_up_room(keeper: Viewer, room_id: int, setup: Setup) -> None:
    """Change everything about a room but its space. Refuses like `open_room`."""
    require_member(keeper)
    room = locked_room(keeper, room_id)
    if not rules.may_keep(keeper, room):
        raise Forbidden("not_permitted", _("Your role does not allow this."))
    _set_up(room, setup)
    tell_room(room)
    envelope = of_room(keeper, room)
    is_closed = room.closed_at is not None
    record(
        RoomChanged(
            **envelope,
            slow_seconds=room.slow_seconds,
            keep_days=room.keep_days,
            is_closed=is_closed,
        )
    )


def _set_up(room: Room, setup: Setup) -> None:
    note = " ".join(setup.note.split())
    words = written(room.community_id, note, is_alone=False, most=rules.NOTE_MOST)
    if setup.slow_seconds not in rules.SLOW_CHOICES:
        told = _("Choose one of the pauses offered.")
        raise Invalid("chat.slow_unknown", told, fields={"slow_seconds": told})
    if setup.keep_days not in rules.KEEP_CHOICES:
        told = _("Choose one of the times offered.")
        raise Invalid("chat.keep_unknown", told, fields={"keep_days": told})
    room.keep_days = setup.keep_days
    room.name = _name(setup.name)
    room.purpose = " ".join(setup.purpose.split())[: rules.PURPOSE_MOST]
    room.note_source, room.note_html = words.source, text.render_short(words.source)
    starters = [one.strip()[: rules.STARTER_MOST] for one in setup.starters if one.strip()]
    room.starters = starters[: rules.STARTERS_MOST]
    room.slow_seconds = setup.slow_seconds
    room.position = setup.position
    if setup.is_closed != (room.closed_at is not None):
        room.closed_at = clock.now() if setup.is_closed else None
    try:
        # Leans on chat_room_name_once.
        with transaction.atomic():
            room.save()
    except IntegrityError:
        told = _("There is a room of this name already. Choose another.")
        raise Invalid("chat.room_name_taken", told, fields={"name": told}) from None


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 1 <= len(name) <= rules.NAME_MOST:
        told = _("Give the room a short name.")
        raise Invalid("chat.room_name", told, fields={"name": told})
    return name
