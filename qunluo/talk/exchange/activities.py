"""What the exchange tells the town; the names stand in kernel/stream/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class ListingTold(Activity):
    """About a need or an offer; `about_actor` whom else it concerns."""

    object_type = "exchange.listing"
    audience: Audience = "members"


@dataclass(frozen=True, kw_only=True)
class ListingPosted(ListingTold):
    name = "exchange.listing_posted"
    verb = "Create"
    kind: str
    category: str


@dataclass(frozen=True, kw_only=True)
class ListingHeld(ListingTold):
    name = "exchange.listing_held"
    verb = "Create"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class ListingEdited(ListingTold):
    name = "exchange.listing_edited"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class ListingRenewed(ListingTold):
    name = "exchange.listing_renewed"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class ListingClosed(ListingTold):
    """`outcome`: met, elsewhere, not_met; with whom, only the two know."""

    name = "exchange.listing_closed"
    verb = "Update"
    kind: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ListingExpired(ListingTold):
    name = "exchange.listing_expired"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class ListingEnding(ListingTold):
    """Its author is reminded that it ends soon."""

    name = "exchange.listing_ending"
    verb = "Update"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class ListingRemoved(ListingTold):
    name = "exchange.listing_removed"
    verb = "Delete"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ListingRestored(ListingTold):
    name = "exchange.listing_restored"
    verb = "Undo"
    retracts = "exchange.listing_removed"


@dataclass(frozen=True, kw_only=True)
class AuthorContacted(ListingTold):
    """Somebody wrote to the author about it."""

    name = "exchange.author_contacted"
    verb = "Offer"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class RoleApplied(ListingTold):
    name = "exchange.role_applied"
    verb = "Join"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(ListingTold):
    name = "exchange.application_decided"
    verb = "Accept"
    audience: Audience = "parties"
    is_accepted: bool
