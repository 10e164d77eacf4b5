"""Communities and their spaces."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.urls import reverse
from ninja import Query, Schema

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.people.communities import queries
from qunluo.people.communities.api.routes import COMMUNITY, router
from qunluo.people.communities.api.shapes import Walk, page_as
from qunluo.people.communities.web import absolute, entering

if TYPE_CHECKING:
    from django.http import HttpRequest


class Community(Schema):
    """`source_*` are filled for a community that was imported from elsewhere.

    `access`: public, semi_public, private. `joining`: open, review, invitation.
    `state`: open, importing, archived.
    """

    id: str
    slug: str
    name: str
    summary: str
    address: str
    access: str
    joining: str
    state: str
    language: str
    timezone: str
    member_count: int
    founded_at: datetime
    is_demo: bool
    source_name: str
    source_address: str
    source_licence: str


class CommunityPage(Schema):
    items: list[Community]
    next_cursor: str | None
    previous_cursor: str | None


class Space(Schema):
    """`kind`: forum, questions. `access`: public (as open as the community), members, private."""

    id: str
    slug: str
    name: str
    purpose: str
    kind: str
    access: str


@router.get("/communities", response=CommunityPage, operation_id="listCommunities")
@open_to_anyone
def list_communities(request: HttpRequest, walk: Annotated[Walk, Query()]) -> dict[str, Any]:
    """Listed communities and one's own private ones, the largest first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    page = queries.community_page(viewer, walk.cursor, size=walk.size)
    return page_as(page, _community)


@router.get(COMMUNITY, response=Community, operation_id="getCommunity")
def get_community(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A listed community's card; a private one's for its members only."""
    return _community(queries.place(entering(request, slug, door="listed")))


@router.get(f"{COMMUNITY}/spaces", response=list[Space], operation_id="listSpaces")
def list_spaces(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """The spaces one may enter, in their order."""
    plain = ["slug", "name", "purpose", "kind", "access"]
    place = queries.place(entering(request, slug, door="visitors"))
    return [
        {**{name: getattr(space, name) for name in plain}, "id": str(space.id)}
        for space in place.spaces
    ]


def _community(card: queries.CommunityCard) -> dict[str, Any]:
    plain = set(Community.model_fields) - {"id", "address"}
    return {
        **{name: getattr(card, name) for name in plain},
        "id": str(card.id),
        "address": absolute(card, reverse("communities:card", args=[card.slug])),
    }
