"""Write to the author, apply for a role, decide, and close with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.moderation.queries import screen
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions as conversations
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.actions.posting import of_listing, own_listing, require_open
from qunluo.talk.exchange.activities import (
    ApplicationDecided,
    AuthorContacted,
    ListingClosed,
    RoleApplied,
)
from qunluo.talk.exchange.models import Application, Contact, Listing
from qunluo.talk.exchange.queries.finding import listing_for

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def contact_author(member: Viewer, listing_id: int, body: str, *, client_id: str) -> int:
    """Write to the author in a conversation of the two; returns its id.

    Refuses with `missing`, `exchange.closed`, `exchange.own`, and like conversations.
    """
    row = _theirs(member, listing_id)
    member_id = member.require_member_id()
    talk_id = conversations.start_direct(member, row.author_id or 0, is_invited=True)
    conversations.post_message(member, talk_id, Utterance(body), client_id=client_id)
    # Leans on exchange_contact_once.
    _row, is_new = Contact.objects.get_or_create(
        listing=row,
        member_id=member_id,
        defaults={"conversation_id": talk_id, "made_at": clock.now()},
    )
    if is_new:
        record(AuthorContacted(**of_listing(member, row, whom=row.author_id)))
    return talk_id


@action
def apply_for_role(member: Viewer, listing_id: int, role: str, *, note: str = "") -> int:
    """Ask to take a role of a project; returns the application's id.

    Refuses with `missing`, `exchange.closed`, `exchange.own`, `exchange.role`, `exchange.applied`.
    """
    row = _theirs(member, listing_id)
    member.require(rules.POST)
    communities.require_may_write(member)
    if role not in row.roles:
        told = _("Choose one of the roles sought.")
        raise Invalid("exchange.role", told, fields={"role": told})
    note = screen(member, note.strip()[: rules.NOTE_MOST], may_wait=False).body
    # Leans on exchange_application_once.
    made, is_new = Application.objects.get_or_create(
        listing=row,
        member_id=member.require_member_id(),
        role=role,
        defaults={"note": note, "made_at": clock.now()},
    )
    if not is_new:
        raise Refusal("exchange.applied", _("You have applied for this role already."))
    record(RoleApplied(**of_listing(member, row, whom=row.author_id)))
    return made.pk


@action
def decide_application(author: Viewer, application_id: int, is_accepted: bool) -> None:
    """The author says yes or no. Refuses with `missing`, `exchange.may_not_edit`, `exchange.decided`."""
    found = Application.objects.filter(
        pk=application_id, listing__community=author.community_id, listing__author=author.member_id
    )
    asked = one_or_missing(found.select_for_update(of=("self",)))
    row = own_listing(author, asked.listing_id)
    if asked.state != "waiting":
        raise Refusal("exchange.decided", _("You have answered this already."))
    state = "accepted" if is_accepted else "declined"
    Application.objects.filter(pk=asked.pk).update(state=state, decided_at=clock.now())
    envelope = of_listing(author, row, whom=asked.member_id)
    record(ApplicationDecided(**envelope, is_accepted=is_accepted))


@action
def close_listing(
    author: Viewer, listing_id: int, outcome: str, *, met_with: int | None = None
) -> None:
    """Say what came of it. `met_with` is somebody of the community, for outcome `met`.

    Refuses with `missing`, `exchange.may_not_edit`, `exchange.closed`, `exchange.choice`.
    """
    row = own_listing(author, listing_id)
    rules.refuse_choice("outcome", outcome, rules.OUTCOMES)
    if row.state == "closed":
        raise Refusal("exchange.closed", _("This is closed already."))
    if met_with is not None and (
        outcome != "met" or not communities.present_among(row.community_id, [met_with])
    ):
        raise missing()
    Listing.objects.filter(pk=row.pk).update(
        state="closed", outcome=outcome, met_with=met_with, closed_at=clock.now()
    )
    record(ListingClosed(**of_listing(author, row), kind=row.kind, outcome=outcome))


def _theirs(member: Viewer, listing_id: int) -> Listing:
    member.require_member_id()
    row = listing_for(member, listing_id)
    require_open(row)
    if rules.is_own(member, row):
        raise Forbidden("exchange.own", _("This is your own."))
    return row
