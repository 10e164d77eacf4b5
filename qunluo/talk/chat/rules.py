"""Permissions of chat, its limits, and who may do what with which message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.files.purposes import MB, purpose
from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.models import Message, Room

STAFF = ("admin", "volunteer")
TALK = permission(
    "chat.talk", _("Talk in chat rooms"), roles=(*STAFF, "member"), by_space=True, speaks=True
)
REMOVE = permission("chat.remove", _("Remove chat messages"), roles=STAFF, by_space=True)
KEEP_ROOMS = permission(
    "chat.keep_rooms", _("Open and set up chat rooms"), roles=STAFF, by_space=True
)

MESSAGES_PER_MINUTE = preference(
    "chat.messages_per_minute",
    default=30,
    type=int,
    level=("installation", "community"),
    label=_("How many chat messages one member may send in a minute (0: any number)"),
    least=0,
    most=600,
)
RECALL_MINUTES = preference(
    "chat.recall_minutes",
    default=5,
    type=int,
    level=("installation", "community"),
    label=_("For how many minutes a chat message may be recalled or edited by its author"),
    least=0,
    most=1440,
)

ATTACHED = purpose("chat", most_bytes=50 * MB)

# Sizes in characters.
BODY_MOST, NAME_MOST, PURPOSE_MOST, NOTE_MOST = 4_000, 60, 200, 300
STARTER_MOST, STARTERS_MOST = 60, 3
SLOW_CHOICES = (0, 5, 10, 30, 60, 300, 900)
KEEP_CHOICES = (0, 7, 30, 90, 180, 365, 730)  # days; 0: for ever
TOPIC_MOST = 100  # messages that become one topic
GROUP_MINUTES = 5  # messages of one author within it stand together

# By key: an icon of the set, and what it says.
SIGNS = {
    "like": ("thumbs-up", _("Like")),
    "heart": ("heart", _("Love it")),
    "laugh": ("smile", _("Funny")),
    "cheer": ("party-popper", _("Cheers")),
    "thanks": ("hand", _("Thanks")),
    "eyes": ("eye", _("Having a look")),
    "wow": ("sparkles", _("Astonishing")),
    "done": ("circle-check", _("Done")),
}

HELD = "held"
REMOVAL_REASONS = {
    "author": _("Recalled by the author"),
    HELD: _("Waits for review"),
    "off_topic": _("Off topic"),
    "spam": _("Advertising or spam"),
    "abuse": _("Abusive"),
    "illegal": _("Against the law"),
    "moderation": _("Against the community's rules"),
}


def is_own(viewer: Viewer, message: Message) -> bool:
    return viewer.member_id is not None and message.author_id == viewer.member_id


def is_recent(message: Message, minutes: int) -> bool:
    """Whether it was posted within so many minutes."""
    return clock.now() - message.posted_at <= timedelta(minutes=minutes)


def may_talk(viewer: Viewer, room: Room) -> bool:
    """Members who may talk, while the room is open; whoever keeps rooms also in a closed one."""
    if not viewer.is_member or not viewer.may(TALK, room.space_id):
        return False
    return room.closed_at is None or may_keep(viewer, room)


def may_keep(viewer: Viewer, room: Room) -> bool:
    return viewer.is_member and viewer.may(KEEP_ROOMS, room.space_id)


def may_remove(viewer: Viewer, room: Room) -> bool:
    return viewer.is_member and viewer.may(REMOVE, room.space_id)


def is_slowed(viewer: Viewer, room: Room) -> bool:
    """Slow mode holds for everybody but those who keep order."""
    return room.slow_seconds > 0 and not may_remove(viewer, room)
