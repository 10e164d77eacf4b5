"""Post a need or an offer, mend it, let it hold for longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock, files, preferences, text
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal, one_or_missing
from qunluo.kernel.search.analyser import terms
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.moderation import actions as moderation
from qunluo.people.moderation.queries import screen
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.activities import (
    ListingEdited,
    ListingHeld,
    ListingPosted,
    ListingRenewed,
)
from qunluo.talk.exchange.models import Listing, Term
from qunluo.talk.exchange.queries.finding import listings_open_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Words:
    """What is typed: `kind` need or offer, `tags` between commas, `roles` a project seeks, one a
    line."""

    kind: str
    category: str
    title: str
    body: str = ""
    tags: str = ""
    place: str = ""
    roles: str = ""


@action
def post_listing(author: Viewer, words: Words) -> int:
    """Returns the listing's id. It holds for the community's days.

    Refuses with `sign_in_required`, `not_permitted`, `exchange.choice`, `exchange.title`,
    `exchange.too_long`, `exchange.words`, `moderation.words`, and like
    `communities.require_may_write`. What screening holds back waits for review.
    """
    author.require_member_id()
    author.require(rules.POST)
    communities.require_may_write(author)
    rules.refuse_choice("kind", words.kind, rules.KINDS)
    columns, tags = _checked(author, words)
    verdict = screen(author, words.body, title=words.title)
    columns |= _texts(author, verdict.title, verdict.body)
    now = clock.now()
    row = Listing.objects.create(
        community_id=author.community_id or 0,
        author_id=author.member_id,
        kind=words.kind,
        posted_at=now,
        valid_until=now + timedelta(days=preferences.get(author, rules.DAYS)),
        removed_at=now if verdict.is_held else None,
        removed_reason="held" if verdict.is_held else "",
        **columns,
    )
    _enter_terms(row, tags)
    files.claim(author, row.body_source, community_id=row.community_id)
    moderation.note_written(
        author, verdict, "exchange.listing", row.pk, title=row.title, space_id=None
    )
    if verdict.is_held:
        record(ListingHeld(**of_listing(author, row)))
    else:
        tell_posted(author, row)
    return row.pk


@action
def edit_listing(author: Viewer, listing_id: int, words: Words, *, seen: str = "") -> None:
    """Mend one's own while it is open; its kind stays. `seen` is the state one started from, as
    `editing` gives it; "" asks for no comparison.

    Refuses like posting, and with `exchange.may_not_edit`, `exchange.closed`,
    `exchange.edited_meanwhile`.
    """
    row = own_listing(author, listing_id)
    author.require(rules.POST)
    communities.require_may_write(author)
    require_open(row)
    _refuse_late(row, seen)
    columns, tags = _checked(author, words)
    verdict = screen(author, words.body, title=words.title, may_wait=False)
    columns |= _texts(author, verdict.title, verdict.body)
    Listing.objects.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    _enter_terms(row, tags)
    files.claim(author, row.body_source, community_id=row.community_id)
    record(ListingEdited(**of_listing(author, row)))


@action
def renew_listing(author: Viewer, listing_id: int) -> None:
    """Let one's own hold for the community's days from now, an expired one again.

    Refuses with `missing`, `exchange.may_not_edit`, `exchange.closed`.
    """
    row = own_listing(author, listing_id)
    author.require(rules.POST)
    if row.state == "closed" or row.removed_at is not None:
        raise _closed()
    now = clock.now()
    days = preferences.get(author, rules.DAYS)
    Listing.objects.filter(pk=row.pk).update(
        state="open", renewed_at=now, reminded_at=None, valid_until=now + timedelta(days=days)
    )
    record(ListingRenewed(**of_listing(author, row)))


def own_listing(author: Viewer, listing_id: int) -> Listing:
    """One's own under a row lock; refuses with `missing`, `exchange.may_not_edit`."""
    author.require_member_id()
    row = one_or_missing(
        listings_open_to(author).filter(pk=listing_id).select_for_update(of=("self",))
    )
    if not rules.is_own(author, row):
        raise Forbidden("exchange.may_not_edit", _("This is somebody else's."))
    return row


def _refuse_late(row: Listing, seen: str) -> None:
    tags = row.terms.filter(is_tag=True).values_list("text", flat=True)
    if seen and seen != rules.state_of(row, tags):
        told = _("Somebody edited this while you typed. Your text is kept: compare and send again.")
        raise Refusal("exchange.edited_meanwhile", told)


def require_open(row: Listing) -> None:
    if row.state != "open" or row.removed_at is not None:
        raise _closed()


def tell_posted(author: Viewer, row: Listing, *, actor_key: str | None = None) -> None:
    """Under its author's name, whoever let it through."""
    envelope = of_listing(author, row) | ({"actor_key": actor_key} if actor_key else {})
    record(ListingPosted(**envelope, kind=row.kind, category=row.category))


def of_listing(actor: Viewer, row: Listing, *, whom: int | None = None) -> dict[str, Any]:
    """The envelope of an activity about a listing; `whom` is the member it concerns besides."""
    return {
        "object_id": row.pk,
        "community_id": row.community_id,
        "actor_key": actor.actor_key,
        "about_actor": members.actor_keys([whom]).get(whom) if whom is not None else None,
    }


def _checked(author: Viewer, words: Words) -> tuple[dict[str, Any], list[str]]:
    rules.refuse_choice("category", words.category, rules.CATEGORIES)
    roles = rules.words_in(words.roles, field="roles", most=rules.ROLES_MOST)
    tags = [tag.lower() for tag in rules.words_in(words.tags, field="tags", most=rules.TAGS_MOST)]
    place = " ".join(words.place.replace("\x00", "").split())[: rules.PLACE_MOST]
    # Tags, places and roles stand beside the text, so they are screened with it.
    screen(author, "\n".join((*tags, *roles, place)), may_wait=False)
    return {"category": words.category, "place": place, "roles": roles}, tags


def _texts(author: Viewer, title: str, body: str) -> dict[str, Any]:
    title = " ".join(title.replace("\x00", "").split())
    if not 1 <= len(title) <= rules.TITLE_MOST:
        told = _("Say in one line what it is about.")
        raise Invalid("exchange.title", told, fields={"title": told})
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(body) > rules.BODY_MOST:
        long = _("This is too long; at most %(most)d characters fit.") % {"most": rules.BODY_MOST}
        raise Invalid("exchange.too_long", long, fields={"body": long})
    handles = text.handles_in(body)
    ids = communities.ids_by_handle(author.community_id or 0, handles) if handles else {}
    kept = text.keep(body, ids)
    return {
        "title": title,
        "body_source": kept,
        "body_html": text.render(kept),
        "render_version": text.VERSION,
    }


def _enter_terms(row: Listing, tags: Iterable[str]) -> None:
    """Leans on exchange_term_once. Words of one sign say too little to match by."""
    row.terms.all().delete()
    words = {word for word in terms(row.title) if 1 < len(word) <= rules.TAG_MOST}
    found = [(tag, True) for tag in tags] + [(word, False) for word in sorted(words)[:30]]
    Term.objects.bulk_create(
        (Term(listing=row, text=word, is_tag=is_tag) for word, is_tag in found),
        ignore_conflicts=True,
    )


def _closed() -> Refusal:
    return Refusal("exchange.closed", _("This is closed. Post it anew if it is open again."))
