"""The way in: from a viewer to a viewer standing in a community."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from qunluo.kernel import clock, preferences
from qunluo.kernel.once import once
from qunluo.kernel.permissions import held_by, silent
from qunluo.kernel.refusal import JoinRequired, missing
from qunluo.kernel.ui.display import moment
from qunluo.kernel.viewer import NO_SPACES
from qunluo.people.communities import rules
from qunluo.people.communities.models import Community, FormerSlug, Grant, Membership, Space
from qunluo.people.communities.queries.cards import (
    CommunityCard,
    card_of,
    spaces_open_to,
    spaces_read_by,
)
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Bar, Viewer


@dataclass(frozen=True)
class Entrance:
    """A viewer who has stepped in, and the community they stand in."""

    viewer: Viewer
    community: CommunityCard


def former_slug(slug: str) -> str | None:
    """The present slug of a community that was renamed from this one."""
    return FormerSlug.objects.filter(slug=slug).values_list("community__slug", flat=True).first()


def entrance(viewer: Viewer, slug: str) -> Entrance:
    """Step into a community by slug, without asking what may be seen there: see `may_enter`."""
    row = Community.objects.filter(slug=slug).first()
    if row is None:
        raise missing()
    standing = _standing(viewer, row)
    card = once(_place_of(standing), lambda: card_of(row, spaces_read_by(standing, row.pk)))
    return Entrance(standing, card)


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
    if viewer.bar is not None:
        _ask_the_barred(viewer.bar, card, door)
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


def _ask_the_barred(bar: Bar, card: CommunityCard, door: str) -> None:
    """Whoever is shut out reads what visitors read, and may always see why."""
    if door in {"signed_in", "anyone"}:
        return
    if card.access == "public" and door in {"visitors", "listed"}:
        return
    raise bar.refusal()


def ids_of_spaces_open_to(viewer: Viewer) -> frozenset[int]:
    """The spaces of the viewer's community that the viewer may read."""
    if viewer.community_id is None:
        return frozenset()
    return frozenset(space.id for space in spaces_open_to(viewer, viewer.community_id))


def unread_spaces(viewer: Viewer) -> QuerySet[Space]:
    """The spaces of the viewer's community that the viewer may not read, as a query."""
    here = Space.objects.filter(community=viewer.community_id)
    return here.exclude(pk__in=read_spaces(viewer))


def in_open_spaces(viewer: Viewer, path: str = "space") -> Q:
    """Like `in_read_spaces`, without spaces that are archived."""
    return in_read_spaces(viewer, path) & Q(**{f"{path}__archived_at": None})


def in_read_spaces(viewer: Viewer, path: str = "space") -> Q:
    """A condition on rows that hang on a space: the viewer may read it. Asks nothing itself.

    Without a path it is a condition on spaces themselves.
    """
    before = f"{path}__" if path else ""
    readable = Q(**{f"{before}access": "public"})
    if viewer.is_member:
        readable |= Q(**{f"{before}access": "members"})
        if viewer.may("communities.manage_spaces"):
            readable = Q()
        elif viewer.space_permissions:
            readable |= Q(**{f"{before}pk__in": list(viewer.space_permissions)})
    return readable & Q(**{f"{before}community": viewer.community_id})


def read_spaces(viewer: Viewer, *, archived_too: bool = True) -> QuerySet[Space]:
    """The spaces themselves, to be asked for inside another query: a long list is then read by its
    own order instead of space by space."""
    found = Space.objects.filter(in_read_spaces(viewer, ""))
    return found if archived_too else found.filter(archived_at=None)


def place(viewer: Viewer) -> CommunityCard:
    """The community the viewer stands in, with the spaces open to them; two queries, and none in a
    page behind its door."""
    if viewer.community_id is None:
        raise missing()
    community_id = viewer.community_id
    return once(_place_of(viewer), lambda: _place(viewer, community_id))


def _place(viewer: Viewer, community_id: int) -> CommunityCard:
    row = Community.objects.get(pk=community_id)
    return card_of(row, spaces_read_by(viewer, row.pk))


def _place_of(viewer: Viewer) -> Hashable:
    """What a community's card with its spaces depends on."""
    spaces = frozenset(viewer.space_permissions)
    who = (viewer.community_id, viewer.member_id, viewer.is_member)
    return ("place", who, viewer.permissions, spaces)


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
    belonging = belonging_of(row.pk, viewer.member_id)
    if belonging is None:
        return here
    bar = bar_of(belonging, viewer.timezone)
    if bar is not None and bar.shuts_out:
        return replace(here, bar=bar)
    if belonging.left_at is not None:
        return here
    everywhere, by_space = _permissions(row.pk, viewer.member_id)
    plain = held_by("member")
    if (everywhere != plain or by_space) and _lacks_second_step(here):
        inside = replace(here, is_member=True, permissions=plain, needs_second_step=True)
    else:
        inside = replace(here, is_member=True, permissions=everywhere, space_permissions=by_space)
    return _held_back(inside, bar or _emergency(row, inside))


def belonging_of(community_id: int | None, member_id: int | None) -> Membership | None:
    """The member's row in the community, if only as somebody who left; one query, once a page."""
    found = Membership.objects.filter(community=community_id, member=member_id)
    return once(("belonging", community_id, member_id), found.first)


def bar_of(belonging: Membership, zone: ZoneInfo) -> Bar | None:
    """The sanction that holds a member back now, the strictest one; it ends by itself."""
    now = clock.now()
    if belonging.is_banned:
        return rules.bar_of_sanction("banned", "")
    for kind, until in (
        ("suspended", belonging.shut_out_until),
        ("muted", belonging.muted_until),
    ):
        if until is not None and until > now:
            return rules.bar_of_sanction(kind, moment(until, zone))
    return None


def _emergency(row: Community, viewer: Viewer) -> Bar | None:
    until = row.emergency_until
    if row.emergency not in {"freeze", "read_only"} or until is None or until <= clock.now():
        return None
    if viewer.may(rules.SPEAK_ALWAYS):
        return None
    return rules.bar_of_emergency(row.emergency, moment(until, viewer.timezone))


def _held_back(viewer: Viewer, bar: Bar | None) -> Viewer:
    """The same viewer without what the bar takes away."""
    if bar is None:
        return viewer
    return replace(
        viewer,
        bar=bar,
        permissions=silent(viewer.permissions),
        space_permissions={
            space_id: silent(held) for space_id, held in viewer.space_permissions.items()
        },
    )


def _lacks_second_step(viewer: Viewer) -> bool:
    """Whether the community asks its staff for a second step that this member has not set up."""
    if viewer.member_id is None or not preferences.get(viewer, rules.STAFF_SECOND_STEP):
        return False
    return not members.needs_second_factor(viewer.member_id)


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
