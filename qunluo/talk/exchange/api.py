"""The exchange for programs; ids are opaque strings, texts Markdown in, plain excerpts out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering
from qunluo.talk.exchange import actions, queries
from qunluo.talk.exchange.web import keep_pace

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["exchange"])
ALL = "/communities/{slug}/exchange"
ONE = f"{ALL}/{{listing_id}}"


class Listing(Schema):
    id: str
    kind: str
    category: str
    title: str
    excerpt: str
    tags: list[str]
    place: str
    state: str
    outcome: str
    author: str
    address: str
    posted_at: datetime
    valid_until: datetime


class Listings(Schema):
    items: list[Listing]
    next: str | None


class Match(Schema):
    """`reasons` are sentences in the reader's language."""

    id: str
    title: str
    address: str
    reasons: list[str]


class FullListing(Listing):
    html: str
    roles: list[str]
    matches: list[Match]


class Wish(Schema):
    kind: Literal["", "need", "offer"] = ""
    category: str = ""
    tag: str = ""
    place: str = ""
    words: str = ""
    whose: Literal["", "mine"] = ""
    state: Literal["open", "closed", "expired", "all"] = "open"
    cursor: str = ""


class NewListing(Schema):
    """`tags` and `roles` between commas."""

    kind: Literal["need", "offer"]
    category: str
    title: Annotated[str, Field(min_length=1, max_length=120)]
    body: Annotated[str, Field(max_length=10_000)] = ""
    tags: Annotated[str, Field(max_length=400)] = ""
    place: Annotated[str, Field(max_length=80)] = ""
    roles: Annotated[str, Field(max_length=400)] = ""


class Made(Schema):
    id: str


class Closing(Schema):
    outcome: Literal["met", "elsewhere", "not_met"]
    met_with: str = ""


class Removal(Schema):
    reason: Literal["off_topic", "duplicate", "spam", "abuse", "illegal", "moderation"]
    note: Annotated[str, Field(max_length=300)] = ""


@router.get(ALL, response=Listings, operation_id="listNeedsAndOffers")
def list_listings(
    request: HttpRequest, slug: str, wanted: Annotated[Wish, Query()]
) -> dict[str, Any]:
    """The newest first."""
    viewer = entering(request, slug)
    asked = queries.Asked(**wanted.model_dump(exclude={"cursor"}))
    page = queries.board(viewer, asked, wanted.cursor or None)
    return {"items": [_plain(one) for one in page.items], "next": page.next_cursor or None}


@router.post(ALL, response={201: Made}, operation_id="postNeedOrOffer")
def post(request: HttpRequest, slug: str, sent: NewListing) -> Status[dict[str, str]]:
    viewer = entering(request, slug)
    keep_pace(viewer)
    made = actions.post_listing(viewer, actions.Words(**sent.model_dump()))
    return Status(201, {"id": str(made)})


@router.get(ONE, response=FullListing, operation_id="getNeedOrOffer")
def get_listing(request: HttpRequest, slug: str, listing_id: str) -> dict[str, Any]:
    """With what fits it, and why."""
    sheet = queries.sheet(entering(request, slug), number_of(listing_id))
    matches = [
        {"id": str(one.id), "title": one.title, "address": one.address, "reasons": one.reasons}
        for one in sheet.matches
    ]
    return {
        **_plain(sheet.line),
        "html": str(sheet.body),
        "roles": sheet.roles,
        "matches": matches,
    }


@router.post(f"{ONE}/renewal", response={204: None}, operation_id="renewNeedOrOffer")
def renew(request: HttpRequest, slug: str, listing_id: str) -> Status[None]:
    actions.renew_listing(entering(request, slug), number_of(listing_id))
    return Status(204, None)


@router.delete(ONE, response={204: None}, operation_id="removeNeedOrOffer")
def remove(
    request: HttpRequest, slug: str, listing_id: str, why: Annotated[Removal, Query()]
) -> Status[None]:
    """Removes another's softly; its author is told why and may appeal."""
    viewer = entering(request, slug)
    actions.remove_listing(viewer, number_of(listing_id), why.reason, note=why.note)
    return Status(204, None)


@router.post(f"{ONE}/restoration", response={204: None}, operation_id="restoreNeedOrOffer")
def restore(request: HttpRequest, slug: str, listing_id: str) -> Status[None]:
    actions.restore_listing(entering(request, slug), number_of(listing_id))
    return Status(204, None)


@router.post(f"{ONE}/closure", response={204: None}, operation_id="closeNeedOrOffer")
def close(request: HttpRequest, slug: str, listing_id: str, sent: Closing) -> Status[None]:
    met_with = number_of(sent.met_with) if sent.met_with else None
    viewer = entering(request, slug)
    actions.close_listing(viewer, number_of(listing_id), sent.outcome, met_with=met_with)
    return Status(204, None)


def _plain(line: queries.Line) -> dict[str, Any]:
    names = ("kind", "category", "title", "excerpt", "tags", "place", "state", "outcome")
    more = ("address", "posted_at", "valid_until")
    return {
        "id": str(line.id),
        "author": line.person.name,
        **{name: getattr(line, name) for name in (*names, *more)},
    }


def number_of(given: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise missing()
    return int(given)
