"""What time and those who keep order do to needs and offers, and forgetting."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import Viewer
from qunluo.people.members import queries as members
from qunluo.people.moderation import actions as moderation
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.actions.posting import of_listing, tell_posted
from qunluo.talk.exchange.activities import (
    ListingEnding,
    ListingExpired,
    ListingRemoved,
    ListingRestored,
)
from qunluo.talk.exchange.models import Application, Contact, Listing

CHUNK = 200


@action
def expire_listings(actor: Viewer) -> int:
    """Up to 200 open ones whose time is over; returns how many. Called until it returns 0."""
    over = Listing.objects.filter(state="open", valid_until__lte=clock.now())
    rows = list(over.order_by("pk")[:CHUNK])
    Listing.objects.filter(pk__in=[row.pk for row in rows]).update(state="expired")
    for row in rows:
        record(ListingExpired(**of_listing(actor, row, whom=row.author_id)))
    return len(rows)


@action
def remind_authors(actor: Viewer) -> int:
    """Up to 200 that end within three days and whose authors do not know yet; returns how many."""
    now = clock.now()
    ending = Listing.objects.filter(
        state="open",
        removed_at=None,
        reminded_at=None,
        valid_until__lte=now + timedelta(days=rules.REMINDER_DAYS),
        valid_until__gt=now,
    )
    rows = list(ending.order_by("pk")[:CHUNK])
    Listing.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        record(ListingEnding(**of_listing(actor, row, whom=row.author_id)))
    return len(rows)


@action
def remove_listing(keeper: Viewer, listing_id: int, reason: str, *, note: str = "") -> None:
    """Remove another's; the author is told the class of the reason with the `note`, and may appeal.

    Refuses with `missing`, `exchange.removed`, `exchange.choice`, `exchange.own`.
    """
    row = _kept(keeper, listing_id)
    if rules.is_own(keeper, row):
        raise Refusal("exchange.own", _("This is your own. You can close it."))
    rules.refuse_choice("reason", reason, rules.REMOVAL_REASONS)
    _take_away(keeper, row, reason)
    taken = moderation.Taken(
        "exchange.listing", row.pk, row.author_id, row.title, None, row.posted_at
    )
    moderation.note_removal(keeper, taken, rules.REMOVAL_REASONS[reason], note=note)


@action
def restore_listing(keeper: Viewer, listing_id: int) -> None:
    """Bring back; one that was held is told now, under its author's name. Refuses with `missing`."""
    row = _kept(keeper, listing_id)
    _bring_back(keeper, row)
    moderation.note_restoring(keeper, "exchange.listing", row.pk)


@action
def hide_listing(keeper: Viewer, listing_id: int, *, reason: str) -> None:
    """Like `remove_listing`, for a decision that is on record already; `held` puts it into review."""
    known = reason if reason == "held" or reason in rules.REMOVAL_REASONS else "moderation"
    _take_away(keeper, _kept(keeper, listing_id), known)


@action
def show_listing(keeper: Viewer, listing_id: int) -> None:
    """Like `restore_listing`, for a decision that is on record already."""
    _bring_back(keeper, _kept(keeper, listing_id))


def _take_away(keeper: Viewer, row: Listing, reason: str) -> None:
    waits = "held" in {reason, row.removed_reason}
    if row.removed_at is not None and not waits:
        raise Refusal("exchange.removed", _("This is removed already."))
    Listing.objects.filter(pk=row.pk).update(removed_at=clock.now(), removed_reason=reason)
    record(ListingRemoved(**of_listing(keeper, row, whom=row.author_id), reason=reason))


def _bring_back(keeper: Viewer, row: Listing) -> None:
    if row.removed_at is None:
        raise missing()
    Listing.objects.filter(pk=row.pk).update(removed_at=None, removed_reason="")
    if row.removed_reason == "held":
        key = members.actor_keys([row.author_id]).get(row.author_id) if row.author_id else None
        tell_posted(keeper, row, actor_key=key)
    else:
        record(ListingRestored(**of_listing(keeper, row, whom=row.author_id)))


@action
def forget_member(_actor: Viewer, member_id: int) -> None:
    """What was sought and offered stays under a former member; where it is and who asked goes."""
    Listing.objects.filter(author=member_id).update(author=None, place="")
    Listing.objects.filter(met_with=member_id).update(met_with=None)
    Contact.objects.filter(member=member_id).delete()
    Application.objects.filter(member=member_id).delete()


@action
def purge_listings(_actor: Viewer, community_id: int) -> int:
    here = Listing.objects.filter(community=community_id)
    ids = list(here.values_list("pk", flat=True)[:CHUNK])
    return Listing.objects.filter(pk__in=ids).delete()[0]


def _kept(keeper: Viewer, listing_id: int) -> Listing:
    keeper.require_member_id()
    if not (keeper.may(rules.KEEP) or keeper.may("moderation.decide")):
        raise missing()
    found = Listing.objects.filter(pk=listing_id, community=keeper.community_id)
    return one_or_missing(found.select_for_update(of=("self",)))
