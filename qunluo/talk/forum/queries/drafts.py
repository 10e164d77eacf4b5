"""What a member left unsent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from qunluo.people.communities import queries as communities
from qunluo.talk.forum.models import Draft
from qunluo.talk.forum.ports import kind_for_space
from qunluo.talk.forum.queries.finding import posts_open_to, topic_address, topics_open_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class DraftSheet:
    """`place`: `space:7`, `topic:31`, `post:99`. `where` is the title of that place."""

    place: str
    title: str
    body: str
    tags: tuple[str, ...]
    kept_at: datetime
    where: str = ""
    address: str = ""


def drafts_of(viewer: Viewer) -> list[DraftSheet]:
    """The viewer's drafts in this community, newest first, where the place is still open to them;
    five queries."""
    found = list(
        Draft.objects.filter(
            member=viewer.require_member_id(), community=viewer.community_id
        ).order_by("-kept_at")[:100]
    )
    places = _places(viewer, [row.place for row in found])
    return [_sheet(row, *places[row.place]) for row in found if row.place in places]


def draft_at(viewer: Viewer, place: str) -> DraftSheet | None:
    """The viewer's draft for one place."""
    if viewer.member_id is None:
        return None
    row = Draft.objects.filter(member=viewer.member_id, place=place).first()
    return _sheet(row) if row else None


def _sheet(row: Draft, where: str = "", address: str = "") -> DraftSheet:
    tags = tuple(str(tag) for tag in row.tags)
    return DraftSheet(row.place, row.title, row.body_source, tags, row.kept_at, where, address)


def _places(viewer: Viewer, places: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each place; closed ones are left out."""
    ids: dict[str, list[int]] = {"space": [], "topic": [], "post": []}
    for place in places:
        kind, _colon, number = place.partition(":")
        ids[kind].append(int(number))
    slug = viewer.community_slug
    known: dict[str, tuple[str, str]] = {}
    for space in communities.place(viewer).spaces:
        known[f"space:{space.id}"] = (
            space.name,
            kind_for_space(space.kind).new_address(slug, space.slug),
        )
    topics = topics_open_to(viewer).filter(pk__in=ids["topic"], removed_at=None)
    for pk, title, end in topics.values_list("pk", "title", "slug"):
        known[f"topic:{pk}"] = (title, f"{topic_address(slug, pk, end)}#compose")
    posts = posts_open_to(viewer).filter(pk__in=ids["post"], removed_at=None)
    for pk, title in posts.values_list("pk", "topic__title"):
        address = reverse("forum:edit", kwargs={"community": slug, "post_id": pk})
        known[f"post:{pk}"] = (title, address)
    return known
