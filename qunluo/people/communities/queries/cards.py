"""What frames and lists show of communities and spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from qunluo.kernel import files
from qunluo.kernel.once import once
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community, Membership, Space
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class SpaceCard:
    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    access: str
    icon: str
    is_archived: bool = False


@dataclass(frozen=True)
class CommunityCard:
    """What the frame and lists show of a community; `spaces` are those the viewer may enter."""

    id: int
    slug: str
    name: str
    summary: str
    access: str
    joining: str
    state: str
    language: str
    timezone: str
    member_count: int
    is_demo: bool
    source_name: str
    source_address: str
    source_licence: str
    organisation_id: int
    founded_at: datetime
    host: str = ""
    cover_id: int | None = None
    archived_spaces: tuple[SpaceCard, ...] = ()
    spaces: tuple[SpaceCard, ...] = ()


def communities_for(viewer: Viewer) -> list[CommunityCard]:
    """Listed communities and, for members, their own private ones; by size."""
    return [card_of(row, ()) for row in _shown_to(viewer).order_by("-member_count", "pk")]


def community_page(
    viewer: Viewer, cursor: str | None = None, *, size: int = 20
) -> Page[CommunityCard]:
    """The same, page by page; one query. An importing community is shown to nobody here."""
    found = _shown_to(viewer).exclude(state="importing")
    page = page_of(found, ("-member_count", "pk"), cursor, size=size)
    return page.each(lambda row: card_of(row, ()))


def slug_of(community_id: int) -> str | None:
    """A community's present slug by its id."""
    found = Community.objects.filter(pk=community_id)
    return found.values_list("slug", flat=True).first()


def slugs() -> dict[str, int]:
    """Every community's slug and id."""
    return dict(Community.objects.order_by("pk").values_list("slug", "pk"))


def slug_of_host(host: str) -> str | None:
    """The community that has this domain of its own."""
    return Community.objects.filter(host=host).values_list("slug", flat=True).first()


def host_of(community_id: int) -> str:
    """The community's own domain, or nothing."""
    found = Community.objects.filter(pk=community_id).values_list("host", flat=True).first()
    return found or ""


def persons(community_id: int, member_ids: Iterable[int | None]) -> dict[int, members.Person]:
    """People under the names they use in this community; one query, and none within a page for
    those it has named already."""
    named: dict[int, members.Person] = once(("persons", community_id), dict)
    wanted = {member_id for member_id in member_ids if member_id is not None}
    here = Membership.objects.filter(community=community_id, member=OuterRef("pk"))
    called = Subquery(here.values("nickname")[:1])
    named |= members.persons(wanted - named.keys(), called=called)
    return {member_id: named[member_id] for member_id in wanted if member_id in named}


def cover_address(viewer: Viewer, card: CommunityCard, size: int) -> str:
    """The address of the cover picture at about `size` pixels, or ""; one query when there is one."""
    if card.cover_id is None:
        return ""
    return files.addresses(viewer, [card.cover_id], size=size).get(card.cover_id, "")


def spaces_open_to(viewer: Viewer, community_id: int) -> tuple[SpaceCard, ...]:
    return tuple(card for card in spaces_read_by(viewer, community_id) if not card.is_archived)


def spaces_read_by(viewer: Viewer, community_id: int) -> tuple[SpaceCard, ...]:
    """Spaces the viewer may read, those included that are archived and only read."""
    rows = Space.objects.filter(community=community_id).order_by("position", "pk")
    return tuple(
        SpaceCard(
            row.pk,
            row.slug,
            row.name,
            row.purpose,
            row.kind,
            row.access,
            row.icon,
            is_archived=row.archived_at is not None,
        )
        for row in rows
        if rules.may_read_space(viewer, row.pk, row.access)
    )


def _shown_to(viewer: Viewer) -> QuerySet[Community]:
    shown = Q(access__in=("public", "semi_public"), state="open")
    if viewer.member_id is not None:
        own = Membership.objects.filter(member=viewer.member_id, left_at=None)
        shown |= Q(pk__in=own.values("community"))
    return Community.objects.filter(shown)


def card_of(row: Community, spaces: tuple[SpaceCard, ...]) -> CommunityCard:
    return CommunityCard(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        access=row.access,
        joining=row.joining,
        state=row.state,
        language=row.language,
        timezone=row.timezone,
        member_count=row.member_count,
        is_demo=row.is_demo,
        source_name=row.source_name,
        source_address=row.source_address,
        source_licence=row.source_licence,
        spaces=tuple(space for space in spaces if not space.is_archived),
        archived_spaces=tuple(space for space in spaces if space.is_archived),
        organisation_id=row.organisation_id,
        host=row.host or "",
        cover_id=row.cover_id,
        founded_at=row.founded_at,
    )
