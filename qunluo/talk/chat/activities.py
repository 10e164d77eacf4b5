"""What chat tells the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class RoomTold(Activity):
    """About a room as a whole."""

    object_type = "chat.room"


@dataclass(frozen=True, kw_only=True)
class MessageTold(Activity):
    """About one message; `root` is its room, `about_actor` whom it answers or concerns."""

    object_type = "chat.message"


@dataclass(frozen=True, kw_only=True)
class RoomOpened(RoomTold):
    name = "chat.room_opened"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class RoomChanged(RoomTold):
    """`is_closed`: nothing new may be written in it. `keep_days`: 0 keeps messages for ever."""

    name = "chat.room_changed"
    verb = "Update"
    slow_seconds: int
    is_closed: bool
    keep_days: int = 0


@dataclass(frozen=True, kw_only=True)
class MessagePosted(MessageTold):
    """`file_kind` is image, audio …, or empty; `mention_count` how many people it calls."""

    name = "chat.message_posted"
    verb = "Create"
    mention_count: int = 0
    file_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageHeld(MessageTold):
    """Said, but seen by nobody until it is let through; then `chat.message_posted` is told."""

    name = "chat.message_held"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class MessageEdited(MessageTold):
    name = "chat.message_edited"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class MessageRemoved(MessageTold):
    """`reason` is a class such as `spam`, never prose; `author` means recalled."""

    name = "chat.message_removed"
    verb = "Delete"
    reason: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class MessageRestored(MessageTold):
    name = "chat.message_restored"
    verb = "Undo"
    retracts = "chat.message_removed"


@dataclass(frozen=True, kw_only=True)
class ReactionGiven(MessageTold):
    name = "chat.reaction_given"
    verb = "Like"
    sign: str


@dataclass(frozen=True, kw_only=True)
class ReactionWithdrawn(MessageTold):
    name = "chat.reaction_withdrawn"
    verb = "Undo"
    retracts = "chat.reaction_given"
    sign: str


@dataclass(frozen=True, kw_only=True)
class TalkGathered(RoomTold):
    """Messages of the room became a topic (`target`)."""

    name = "chat.talk_gathered"
    verb = "Add"
    message_count: int


@dataclass(frozen=True, kw_only=True)
class MessagesDropped(RoomTold):
    """Messages older than the room keeps them went; what was counted of them stays counted."""

    name = "chat.messages_dropped"
    verb = "Delete"
    message_count: int
