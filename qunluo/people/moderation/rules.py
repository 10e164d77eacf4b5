"""Permissions of moderation, its limits, and who may do what to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import Preference, declared, preference
from qunluo.kernel.refusal import Forbidden, Invalid, missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer

STAFF = ("admin", "volunteer")
DECIDE = permission(
    "moderation.decide", _("Decide on reported and held posts"), roles=STAFF, by_space=True
)
SANCTION = permission("moderation.sanction", _("Warn, mute and suspend members"), roles=STAFF)
BAN = permission("moderation.ban", _("Ban members"), roles=("admin",))
DECIDE_APPEALS = permission("moderation.decide_appeals", _("Decide on appeals"), roles=("admin",))
KEEP_WORDS = permission("moderation.keep_words", _("Keep lists of watched words"), roles=("admin",))
KEEP_RULES = permission("moderation.keep_rules", _("Write the community's rules"), roles=("admin",))
SET_LIMITS = permission(
    "moderation.set_limits", _("Set how much and how fast members may write"), roles=("admin",)
)
DECLARE = permission(
    "moderation.declare_emergency",
    _("Freeze posting or make the community read-only"),
    roles=("admin",),
)
WELCOME = permission("moderation.welcome", _("Greet new members"), roles=STAFF)
SEE_ATMOSPHERE = permission(
    "moderation.see_atmosphere", _("See the community's atmosphere"), roles=STAFF
)
SEE_LOG = permission("moderation.see_log", _("See the staff's moderation log"), roles=STAFF)

NEWCOMER_DAYS = preference(
    "moderation.newcomer_days",
    default=0,
    type=int,
    level=("installation", "community"),
    label=_("For how many days a new member's posts wait for review (0: never)"),
    least=0,
    most=90,
)
NEWCOMER_LINKS = preference(
    "moderation.newcomer_links",
    default=2,
    type=int,
    level=("installation", "community"),
    label=_("More links than this in a post of somebody in their first week wait for review"),
    least=0,
    most=50,
)
REPEATS = preference(
    "moderation.repeats",
    default=3,
    type=int,
    level=("installation", "community"),
    label=_("The same text written so often within a day waits for review (0: any number)"),
    least=0,
    most=50,
)
NEWCOMER_POSTS = preference(
    "moderation.newcomer_posts",
    default=30,
    type=int,
    level=("installation", "community"),
    label=_("How many posts a day a member may write in their first week (0: any number)"),
    least=0,
    most=1_000,
)
PER_HOUR = {
    "post": preference(
        "moderation.posts_per_hour",
        default=60,
        type=int,
        level=("installation", "community"),
        label=_("How many posts, answers, comments and listings a member may write in an hour"),
        least=0,
        most=10_000,
    ),
    "message": preference(
        "moderation.messages_per_hour",
        default=600,
        type=int,
        level=("installation", "community"),
        label=_("How many messages in rooms and private talk a member may write in an hour"),
        least=0,
        most=100_000,
    ),
}
PER_NETWORK = {
    "post": preference(
        "moderation.network_posts",
        default=60,
        type=int,
        level=("installation", "community"),
        label=_("How many posts may come from one network address in a minute"),
        least=0,
        most=10_000,
    ),
    "message": preference(
        "moderation.network_messages",
        default=300,
        type=int,
        level=("installation", "community"),
        label=_("How many messages may come from one network address in a minute"),
        least=0,
        most=100_000,
    ),
}
PACES = (*PER_HOUR.values(), *PER_NETWORK.values(), NEWCOMER_POSTS)
# Of talk, which stands above: shown and set beside our own, where the installation has them.
PACES_ABOVE = ("forum.posts_per_minute", "chat.messages_per_minute")
TARGET_MINUTES = preference(
    "moderation.target_minutes",
    default=240,
    type=int,
    level="community",
    label=_("Within how many minutes a case should be decided"),
    least=5,
    most=10_080,
)

LEVELS = ("log", "mask", "hold", "block")
LEVELS_WITH_ALLOW = ("allow", *LEVELS)
LEVEL_LABELS = {
    "block": _("Refuse the text"),
    "hold": _("Hold for review"),
    "mask": _("Mask the word"),
    "log": _("Only note it"),
    "allow": _("Always fine"),
}
NAME_MOST, WORD_MOST, WORDS_MOST = 80, 80, 200_000

SANCTIONS = ("warning", "mute", "suspend", "ban")
SANCTION_LABELS = {
    "warning": _("Warning"),
    "mute": _("Mute"),
    "suspend": _("Suspension"),
    "ban": _("Ban"),
}
OUTCOMES = ("kept", "removed")
FIRST_WEEK = timedelta(days=7)
GREET_WITHIN = timedelta(days=1)  # after which a newcomer nobody spoke to is work
GREET_UNTIL = timedelta(days=14)
UNDO_WITHIN = timedelta(minutes=5)
CLAIM_LASTS = timedelta(minutes=30)
APPEAL_WITHIN = timedelta(days=30)
APPEAL_ANSWER_IN = timedelta(hours=72)
DAYS_MOST = 3650
REASON_MOST = 500

EMERGENCIES = ("freeze", "newcomers", "read_only")
EMERGENCY_LABELS = {
    "freeze": _("Posting frozen"),
    "newcomers": _("New members held"),
    "read_only": _("Read only"),
}
SIGNAL_LABELS = {
    "word": _("Watched word"),
    "newcomer": _("New member"),
    "links": _("Many links"),
    "repeat": _("Repeated text"),
    "emergency": _("Emergency switch"),
}


def limits() -> tuple[Preference[int], ...]:
    """Every number a community may set to bound writing, in the order they are shown."""
    above = tuple(declared[name] for name in PACES_ABOVE if name in declared)
    own = (NEWCOMER_DAYS, NEWCOMER_POSTS, NEWCOMER_LINKS, REPEATS)
    return (*own, *above, *PER_HOUR.values(), *PER_NETWORK.values(), TARGET_MINUTES)


def refuse_choice(chosen: Mapping[str, tuple[object, tuple[object, ...]]]) -> None:
    """`moderation.choice`, for each named value that is none of its choices."""
    text = _("Please choose one of the choices.")
    fields = {name: text for name, (value, choices) in chosen.items() if value not in choices}
    if fields:
        raise Invalid("moderation.choice", text, fields=fields)


def checked(field: str, text: str, most: int) -> str:
    """The text on its own; refuses with `moderation.empty` and `moderation.too_long`."""
    kept = text.replace("\x00", "").strip()
    if not kept:
        told = _("Please fill this in.")
        raise Invalid("moderation.empty", told, fields={field: told})
    if len(kept) > most:
        long = _("Please keep this under %(most)d characters.") % {"most": most}
        raise Invalid("moderation.too_long", long, fields={field: long})
    return kept


def may_decide(viewer: Viewer, space_id: int | None) -> bool:
    return viewer.may(DECIDE, space_id)


def require_sanctioning(actor: Viewer, member_id: int, kind: str) -> None:
    """Nobody sanctions themselves; bans need `moderation.ban`."""
    actor.require(BAN if kind == "ban" else SANCTION)
    if actor.member_id == member_id:
        raise Forbidden("moderation.oneself", _("Nobody decides on themselves. Ask a colleague."))


def refuse_strangers(viewer: Viewer) -> None:
    """Members and those shut out have a standing; others find nothing."""
    viewer.require_member_id()
    if not viewer.is_member and viewer.bar is None:
        raise missing()
