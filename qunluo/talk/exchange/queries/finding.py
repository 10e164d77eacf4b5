"""Needs and offers a viewer may see: members, those of their community; removed ones their author
and those who keep order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from qunluo.kernel import text
from qunluo.kernel.objects import ObjectText
from qunluo.kernel.refusal import one_or_missing
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.models import Application, Contact, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


def listings_open_to(viewer: Viewer) -> QuerySet[Listing]:
    if not viewer.is_member:
        return Listing.objects.none()
    seen = Q(removed_at=None) | Q(author=viewer.member_id)
    if viewer.may(rules.KEEP):
        seen = Q()
    return Listing.objects.filter(seen, community=viewer.community_id)


def listing_for(viewer: Viewer, listing_id: int) -> Listing:
    """The listing with its community, or `missing`."""
    found = listings_open_to(viewer).select_related("community").filter(pk=listing_id)
    return one_or_missing(found)


def listing_address(slug: str, listing_id: int) -> str:
    return reverse("exchange:listing", kwargs={"community": slug, "listing_id": listing_id})


def html_of(row: Listing) -> str:
    if row.render_version != text.VERSION:
        return text.render(row.body_source)
    return row.body_html


def texts(ids: Iterable[int]) -> list[ObjectText]:
    """For search and cases; two queries."""
    rows = Listing.objects.filter(pk__in=list(ids)).select_related("author", "community")
    return [
        ObjectText(
            object_type="exchange.listing",
            object_id=row.pk,
            community_id=row.community_id,
            space_id=None,
            title=row.title,
            body=text.plain(html_of(row)),
            tags=tuple(one.text for one in row.terms.all() if one.is_tag),
            author_key=row.author.actor_key if row.author else None,
            audience="hidden" if row.removed_at else "members",
            language=row.community.language,
            happened_at=row.posted_at,
        )
        for row in rows.prefetch_related("terms")
    ]


def own(member_id: int) -> Iterator[dict[str, Any]]:
    """What the member sought, offered and asked for, for their own copy."""
    wanted = ("kind", "category", "title", "body_source", "place", "state", "outcome")
    for row in Listing.objects.filter(author=member_id).order_by("pk").values(*wanted, "posted_at"):
        yield {**row, "posted_at": row["posted_at"].isoformat()}


def traces(member_id: int) -> Iterator[dict[str, Any]]:
    for row in Application.objects.filter(member=member_id).order_by("pk"):
        yield {"listing": row.listing_id, "role": row.role, "note": row.note, "state": row.state}
    for contact in Contact.objects.filter(member=member_id).order_by("pk"):
        yield {"listing": contact.listing_id, "contacted_at": contact.made_at.isoformat()}
