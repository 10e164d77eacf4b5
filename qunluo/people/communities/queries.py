"""Reads about communities, and the way in: from a viewer to a viewer standing in a community."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Lower

from qunluo.kernel.permissions import held_by
from qunluo.kernel.refusal import JoinRequired, missing
from qunluo.kernel.viewer import NO_SPACES
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community, FormerSlug, Grant, Membership, Space
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    spaces: tuple[SpaceCard, ...] = ()


@dataclass(frozen=True)
class Entrance:
    """A viewer who has stepped in, and the community they stand in."""

    viewer: Viewer
    community: CommunityCard


def communities_for(viewer: Viewer) -> list[CommunityCard]:
    """Listed communities and, for members, their own private ones; by size."""
    shown = Q(access__in=("public", "semi_public"), state="open")
    if viewer.member_id is not None:
        shown |= Q(memberships__member=viewer.member_id, memberships__left_at=None)
    found = Community.objects.filter(shown).distinct().order_by("-member_count", "pk")
    return [_card(row, ()) for row in found]


def former_slug(slug: str) -> str | None:
    """The present slug of a community that was renamed from this one."""
    return FormerSlug.objects.filter(slug=slug).values_list("community__slug", flat=True).first()


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


def entrance(viewer: Viewer, slug: str) -> Entrance:
    """Step into a community by slug, without asking what may be seen there: see `may_enter`."""
    row = Community.objects.filter(slug=slug).first()
    if row is None:
        raise missing()
    standing = _standing(viewer, row)
    return Entrance(standing, _card(row, _spaces(standing, row.pk)))


def enter(viewer: Viewer, slug: str, *, door: str = "members") -> Entrance:
    """Step in through a door (kernel.web.doors).

    Refuses with `missing` (private, importing), `join_required` or `sign_in_required`.
    """
    inside = entrance(viewer, slug)
    ask_at_door(inside, door)
    return inside


def ask_at_door(inside: Entrance, door: str) -> None:
    """Refuse whoever may not pass the door; quiet when they may."""
    viewer, card = inside.viewer, inside.community
    if card.state == "importing" and not viewer.may(rules.SETTLE):
        raise missing()
    if viewer.is_member:
        return
    if card.access == "private":
        raise missing()
    if door in {"listed", "anyone"} or (door == "visitors" and card.access == "public"):
        return
    if door == "signed_in" or card.access == "public":
        viewer.require_member_id()
    if door == "signed_in":
        return
    raise JoinRequired(card.slug)


def ids_of_spaces_open_to(viewer: Viewer) -> frozenset[int]:
    """The spaces of the viewer's community that the viewer may read."""
    if viewer.community_id is None:
        return frozenset()
    return frozenset(space.id for space in _spaces(viewer, viewer.community_id))


def in_open_spaces(viewer: Viewer, path: str = "space") -> Q:
    """A condition on rows that hang on a space: the viewer may read it. Asks nothing itself."""
    readable = Q(**{f"{path}__access": "public"})
    if viewer.is_member:
        readable |= Q(**{f"{path}__access": "members"})
        if viewer.may("communities.manage_spaces"):
            readable = Q()
        elif viewer.space_permissions:
            readable |= Q(**{f"{path}__in": list(viewer.space_permissions)})
    here = {f"{path}__community": viewer.community_id, f"{path}__archived_at": None}
    return readable & Q(**here)


def place(viewer: Viewer) -> CommunityCard:
    """The community the viewer stands in, with the spaces open to them; two queries."""
    if viewer.community_id is None:
        raise missing()
    row = Community.objects.get(pk=viewer.community_id)
    return _card(row, _spaces(viewer, row.pk))


def is_verified_to_post(viewer: Viewer) -> bool:
    """Whether the member has been verified in the community they stand in; one query."""
    found = Membership.objects.filter(
        community=viewer.community_id, member=viewer.member_id, left_at=None
    )
    return found.filter(verified_to_post_at__isnull=False).exists()


def ids_by_handle(community_id: int, handles: Iterable[str]) -> dict[str, int]:
    """Present members of the community by lower-case handle, for mentions; one query."""
    wanted = {handle.lower() for handle in handles}
    if not wanted:
        return {}
    found = Membership.objects.filter(community=community_id, left_at=None).annotate(
        handle=Lower("member__handle")
    )
    return dict(found.filter(handle__in=wanted).values_list("handle", "member_id"))


def persons(community_id: int, member_ids: Iterable[int | None]) -> dict[int, members.Person]:
    """People under the names they use in this community; two queries."""
    people = members.persons(member_ids)
    nicknamed = Membership.objects.filter(community=community_id, member__in=people.keys()).exclude(
        nickname=""
    )
    for member_id, nickname in nicknamed.values_list("member_id", "nickname"):
        people[member_id] = replace(people[member_id], name=nickname)
    return people


def _standing(viewer: Viewer, row: Community) -> Viewer:
    here = replace(
        viewer,
        community_id=row.pk,
        community_slug=row.slug,
        timezone=viewer.timezone if viewer.member_id else ZoneInfo(row.timezone),
        # Whoever stood in another community brings nothing along from there.
        is_member=False,
        permissions=frozenset(),
        space_permissions=NO_SPACES,
    )
    if viewer.member_id is None:
        return here
    is_member = Membership.objects.filter(
        community=row.pk, member=viewer.member_id, left_at=None
    ).exists()
    if not is_member:
        return here
    everywhere, by_space = _permissions(row.pk, viewer.member_id)
    return replace(here, is_member=True, permissions=everywhere, space_permissions=by_space)


def _permissions(
    community_id: int, member_id: int
) -> tuple[frozenset[str], dict[int, frozenset[str]]]:
    everywhere = held_by("member")
    by_space: dict[int, frozenset[str]] = {}
    grants = Grant.objects.filter(
        role__community=community_id, role__retired_at=None, member=member_id, revoked_at=None
    ).select_related("role")
    for grant in grants:
        role = grant.role
        held = held_by(role.built_in) if role.built_in else frozenset(role.permissions)
        if grant.space_id is None:
            everywhere |= held
        else:
            by_space[grant.space_id] = by_space.get(grant.space_id, frozenset()) | held
    return everywhere, by_space


def _spaces(viewer: Viewer, community_id: int) -> tuple[SpaceCard, ...]:
    rows = Space.objects.filter(community=community_id, archived_at=None).order_by("position", "pk")
    return tuple(
        SpaceCard(row.pk, row.slug, row.name, row.purpose, row.kind, row.access, row.icon)
        for row in rows
        if _may_read(viewer, row)
    )


def _may_read(viewer: Viewer, space: Space) -> bool:
    if space.access == "public":
        return True
    if space.access == "members":
        return viewer.is_member
    sees_all = viewer.may("communities.manage_spaces")
    return viewer.is_member and (sees_all or space.pk in viewer.space_permissions)


def _card(row: Community, spaces: tuple[SpaceCard, ...]) -> CommunityCard:
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
        spaces=spaces,
    )


@dataclass(frozen=True)
class MeasuringRules:
    """What decides how a community is counted: its calendar, and who runs it."""

    id: int
    slug: str
    timezone: str
    week_start: int
    staff_ids: frozenset[int]


def rules_of_measuring() -> list[MeasuringRules]:
    """Every community's; staff are the present owners and administrators. Two queries."""
    staff: dict[int, set[int]] = {}
    grants = Grant.objects.filter(
        role__built_in__in=("owner", "admin"), space=None, revoked_at=None
    ).values_list("role__community_id", "member_id")
    for community_id, member_id in grants:
        staff.setdefault(community_id, set()).add(member_id)
    return [
        MeasuringRules(
            row.pk, row.slug, row.timezone, row.week_start, frozenset(staff.get(row.pk, ()))
        )
        for row in Community.objects.order_by("pk")
    ]


def memberships_kept(member_id: int) -> Iterator[dict[str, object]]:
    """A member's memberships as plain values, for their own copy; one query."""
    rows = Membership.objects.filter(member=member_id).order_by("pk")
    for row in rows.select_related("community"):
        yield {
            "community": row.community.slug,
            "nickname": row.nickname,
            "custom_fields": row.custom_fields,
            "joined_at": row.joined_at,
            "join_channel": row.join_channel,
            "left_at": row.left_at,
        }
