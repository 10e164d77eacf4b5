"""Kinds of needs and offers, how long they hold, and who may do what with them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.permissions import permission
from qunluo.kernel.preferences import preference
from qunluo.kernel.refusal import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.exchange.models import Listing

STAFF = ("admin", "volunteer")
POST = permission(
    "exchange.post", _("Post needs and offers"), roles=(*STAFF, "member"), speaks=True
)
KEEP = permission("exchange.keep", _("Keep order among needs and offers"), roles=STAFF)

DAYS = preference(
    "exchange.days",
    default=30,
    type=int,
    level=("installation", "community"),
    label=_("For how many days a need or an offer holds until it is renewed"),
    least=3,
    most=365,
)
REMINDER_DAYS = 3
TITLE_MOST, BODY_MOST, PLACE_MOST, NOTE_MOST = 120, 10_000, 80, 500
TAG_MOST, TAGS_MOST, ROLES_MOST = 40, 10, 10

KINDS = {"need": _("Need"), "offer": _("Offer")}
CATEGORIES = {
    "goods": _("Goods"),
    "services": _("Services"),
    "knowledge": _("Knowledge"),
    "people": _("People and jobs"),
    "funds": _("Funds"),
    "venue": _("Places and venues"),
    "project": _("Joint project"),
    "other": _("Something else"),
}
OUTCOMES = {
    "met": _("Met here"),
    "elsewhere": _("Met elsewhere"),
    "not_met": _("Not met"),
}
REMOVAL_REASONS = {
    "off_topic": _("Off topic"),
    "duplicate": _("Duplicate"),
    "spam": _("Advertising or spam"),
    "abuse": _("Abusive"),
    "illegal": _("Against the law"),
    "moderation": _("Against the community's rules"),
}
STATES = {"open": _("Under way"), "closed": _("Settled"), "expired": _("Expired")}


def opposite(kind: str) -> str:
    return "offer" if kind == "need" else "need"


def is_own(viewer: Viewer, listing: Listing) -> bool:
    return viewer.member_id is not None and listing.author_id == viewer.member_id


def refuse_choice(field: str, value: str, known: object) -> None:
    """`exchange.choice`."""
    if value not in known:  # type: ignore[operator]
        told = _("Please choose one of the choices.")
        raise Invalid("exchange.choice", told, fields={field: told})


def words_in(typed: str, *, field: str, most: int) -> list[str]:
    """Short words between commas or lines. Refuses with `exchange.words`."""
    for mark in "，、;；\n\r":
        typed = typed.replace(mark, ",")
    found = list(dict.fromkeys(" ".join(word.split()) for word in typed.split(",")))
    found = [word for word in found if word]
    if len(found) > most or any(len(word) > TAG_MOST for word in found):
        told = _("At most ten words or short phrases of 40 characters, between commas.")
        raise Invalid("exchange.words", told, fields={field: told})
    return found


def state_of(row: Listing, tags: Iterable[str]) -> str:
    """A short sign of how a listing reads; another one as soon as a word of it changes."""
    parts = (row.category, row.title, row.body_source, row.place, *row.roles, *sorted(tags))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
