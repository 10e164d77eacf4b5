"""Permissions of the forum, its limits, and who may do what with which post."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.forum.models import Post, Topic

STAFF = ("admin", "volunteer")
POST = permission(
    "forum.post",
    _("Open topics and reply"),
    roles=(*STAFF, "member"),
    by_space=True,
    speaks=True,
)
MAKE_TAGS = permission("forum.make_tags", _("Make new tags"), roles=(*STAFF, "member"), speaks=True)
EDIT_ANY = permission(
    "forum.edit_any", _("Edit what others wrote"), roles=STAFF, by_space=True, speaks=True
)
REMOVE = permission("forum.remove", _("Remove and restore posts"), roles=STAFF, by_space=True)
PIN = permission("forum.pin", _("Pin topics"), roles=STAFF, by_space=True)
CLOSE = permission("forum.close", _("Close and reopen topics"), roles=STAFF, by_space=True)
KEEP_TAGS = permission("forum.keep_tags", _("Rename and merge tags"), roles=STAFF)
MOVE = permission("forum.move", _("Move, split and merge topics"), roles=STAFF, by_space=True)
FEATURE = permission("forum.feature", _("Feature topics"), roles=STAFF, by_space=True)

POSTS_PER_MINUTE = preference(
    "forum.posts_per_minute",
    default=12,
    type=int,
    level=("installation", "community"),
    label=_("How many posts one member may send in a minute (0: any number)"),
    least=0,
    most=600,
)
VERIFIED_ONLY = preference(
    "forum.verified_only",
    default=False,
    type=bool,
    level=("installation", "community"),
    label=_("Only members who are verified may post"),
)

HOME_ORDER = preference(
    "forum.home_order",
    default="mine",
    type=str,
    level=("community", "member"),
    label=_("How the home page is ordered: mine (what concerns me first) or time"),
    choices=("mine", "time"),
)

# Sizes in characters, and how many tags one topic carries.
TITLE_LEAST, TITLE_MOST = 2, 200
BODY_MOST, COMMENT_MOST = 40_000, 2_000
TAGS_MOST, TAG_MOST = 5, 30
REASON_MOST = 200

# By key: an icon of the set, and what it says.
SIGNS = {
    "like": ("thumbs-up", _("Like")),
    "thanks": ("heart", _("Thanks")),
    "insight": ("lightbulb", _("Insightful")),
    "laugh": ("smile", _("Funny")),
    "cheer": ("party-popper", _("Cheers")),
}

REMOVAL_REASONS = {
    "author": _("Withdrawn by the author"),
    "off_topic": _("Off topic"),
    "duplicate": _("Duplicate"),
    "spam": _("Advertising or spam"),
    "abuse": _("Abusive"),
    "illegal": _("Against the law"),
    "moderation": _("Against the community's rules"),
    "held": _("Waiting for review"),
    "merged": _("Merged into another topic"),
}
LINK_KINDS = ("related", "duplicate")


HELD = "held"
"""The removal class of what waits for review: seen by its author and by staff only."""
MERGED = "merged"
"""The removal class of a topic whose posts stand in another one; nobody chooses it."""
UNCHOSEN = frozenset({HELD, MERGED})

NOTE_MOST = 200
CARRIED_MOST = 1_000
"""How many posts one split or merge moves at most."""

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
HEAT_OF_A_DAY = 1_000


def heat_of(opened_at: datetime, replies: int, signs: int, score: int) -> int:
    """Days since 2000 when it was opened, plus log2(1 + replies + signs + votes), in thousandths.

    So twice as much response counts as much as being opened a day later; nothing cools down, new
    topics rise above. Votes below zero count as none.
    """
    days = (opened_at - BEGINNING) / timedelta(days=1)
    return round(HEAT_OF_A_DAY * (days + math.log2(1 + replies + signs + max(0, score))))


def may_edit(viewer: Viewer, post: Post, topic: Topic) -> bool:
    """Authors edit their own while the topic is open; holders of `forum.edit_any` always."""
    if post.removed_at or topic.removed_at:
        return False
    if viewer.may(EDIT_ANY, topic.space_id):
        return True
    is_own = viewer.member_id is not None and post.author_id == viewer.member_id
    return is_own and viewer.may(POST, topic.space_id) and topic.closed_at is None


def may_remove(viewer: Viewer, post: Post, topic: Topic) -> bool:
    """Authors take back their own: an opening only while nobody has replied."""
    if viewer.may(REMOVE, topic.space_id):
        return True
    if viewer.member_id is None or post.author_id != viewer.member_id:
        return False
    if not viewer.is_member or topic.closed_at is not None:
        return False
    return post.kind != "opening" or topic.reply_count == 0


def may_restore(viewer: Viewer, post: Post, topic: Topic) -> bool:
    """Staff restore anything; authors what they withdrew themselves."""
    if viewer.may(REMOVE, topic.space_id):
        return True
    is_own = viewer.member_id is not None and post.author_id == viewer.member_id
    return is_own and viewer.is_member and post.removed_by_id == viewer.member_id


def may_reply(viewer: Viewer, topic: Topic) -> bool:
    """Members who may post, while the topic is open; whoever may close it speaks the last word."""
    is_shut = topic.removed_at is not None or topic.space.archived_at is not None
    if is_shut or not viewer.is_member or not viewer.may(POST, topic.space_id):
        return False
    return topic.closed_at is None or viewer.may(CLOSE, topic.space_id)
