"""Who may write to whom, and the limits of conversations."""

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
    from qunluo.talk.conversations.models import Message

WRITE = permission(
    "conversations.write",
    _("Write to other members"),
    roles=("admin", "volunteer", "member"),
    speaks=True,
)
DECIDE = "moderation.decide"  # whoever decides on cases reads what was reported, and only that

EVERYBODY, FOLLOWED, NOBODY = "everybody", "followed", "nobody"
WHO_LABELS = {
    EVERYBODY: _("Everyone in my communities"),
    FOLLOWED: _("People I follow"),
    NOBODY: _("Nobody"),
}
WHO_MAY_WRITE = preference(
    "conversations.who_may_write",
    default=EVERYBODY,
    type=str,
    level="member",
    label=_("Who may begin a conversation with me"),
    choices=(EVERYBODY, FOLLOWED, NOBODY),
)
NEWCOMER_DAYS = preference(
    "conversations.newcomer_days",
    default=7,
    type=int,
    level=("installation", "community"),
    label=_("For how many days after joining the limit for new members holds in conversations"),
    least=0,
    most=365,
)
NEWCOMER_STARTS = preference(
    "conversations.newcomer_starts",
    default=5,
    type=int,
    level=("installation", "community"),
    label=_("How many conversations a new member may begin in a day"),
    least=0,
    most=100,
)
STARTS = preference(
    "conversations.starts",
    default=30,
    type=int,
    level=("installation", "community"),
    label=_("How many conversations any member may begin in a day"),
    least=1,
    most=1000,
)
KEEP_DAYS = preference(
    "conversations.keep_days",
    default=0,
    type=int,
    level=("installation", "community"),
    label=_("After how many days messages in conversations are deleted (0: never)"),
    least=0,
    most=3650,
)
RECALL_MINUTES = preference(
    "conversations.recall_minutes",
    default=15,
    type=int,
    level=("installation", "community"),
    label=_("For how many minutes a message in a conversation may be recalled or edited"),
    least=0,
    most=1440,
)

ATTACHED = purpose("conversation", most_bytes=50 * MB)

MOST_PEOPLE = 20
NAME_MOST = 60
MESSAGES_PER_MINUTE = 30
REPORTED_MOST = 50
A_DAY = timedelta(days=1)

REMOVAL_REASONS = {
    "author": _("Recalled by the author"),
    "moderation": _("Against the community's rules"),
}

# What stands between a person and writing: shown on the page, and refused by the action.
FROZEN = {
    "blocked_by_me": _("You have blocked this person. Lift the block to write again."),
    "blocked": _("This person does not take messages from you."),
    "gone": _("The other person is no longer in this community, so nobody would read this."),
    "alone": _("Nobody else is in this conversation any more."),
}


def pair_of(one: int, other: int) -> str:
    return f"{min(one, other)}:{max(one, other)}"


def is_own(viewer: Viewer, message: Message) -> bool:
    return viewer.member_id is not None and message.author_id == viewer.member_id


def is_recent(message: Message, minutes: int) -> bool:
    return clock.now() - message.posted_at <= timedelta(minutes=minutes)
