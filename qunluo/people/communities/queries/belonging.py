"""The members of a community: the directory, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import rules
from qunluo.people.communities.models import Grant, Membership, ProfileField, Space
from qunluo.people.communities.ports import narrowings
from qunluo.people.communities.queries.cards import persons, spaces_open_to

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

ORDERS = {
    "newest": ("-joined_at", "-pk"),
    "oldest": ("joined_at", "pk"),
    "name": ("member__display_name", "pk"),
}


@dataclass(frozen=True)
class HeldRole:
    """A role someone holds; `space_name` is empty for the whole community."""

    key: str
    name: str | StrPromise
    space_name: str


@dataclass(frozen=True)
class MemberRow:
    """One line of the directory. `verified`, `consent` and `last_visited_on` are for operators."""

    membership_id: int
    person: Person
    roles: tuple[HeldRole, ...]
    joined_at: datetime
    join_channel: str
    last_visited_on: date | None
    is_verified: bool
    consent: str
    is_bot: bool = False


@dataclass(frozen=True)
class MemberSheet:
    """One member as this community knows them; `fields` are the community's own, in order.

    `bot_since`: when it was said that this is a program; `bot_marked_by` None: an import said so.
    """

    row: MemberRow
    fields: tuple[tuple[str, str], ...]
    inviter: Person | None
    has_left: bool
    is_oneself: bool
    bot_since: datetime | None = None
    bot_marked_by: Person | None = None


@dataclass(frozen=True)
class OwnMembership:
    """What a member may change about their own belonging; `fields`: (id, label, text)."""

    nickname: str
    fields: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Asked:
    """What the directory was asked: words, a role's key or id, `imported`, `bots`, an order.

    `space`: the slug of a space in which they have written. `joined`: within so many days.
    `more`: what other domains narrow by, by the name of their filter.
    """

    words: str = ""
    role: str = ""
    order: str = "newest"
    space: str = ""
    joined: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Everything but the order and the place in the list, as words of an address."""
        narrowed = {"space": self.space, "joined": self.joined, **self.more}
        chosen = {name: word for name, word in narrowed.items() if word}
        return urlencode({"q": self.words, "role": self.role, **chosen})

    @property
    def is_narrowed(self) -> bool:
        return any((self.words, self.role, self.space, self.joined, *self.more.values()))


def members_for(
    viewer: Viewer, asked: Asked, cursor: str | None = None, *, size: int = 50
) -> Page[MemberRow]:
    """The directory; five queries. Refuses with `sign_in_required`, `not_permitted`."""
    viewer.require(rules.SEE_MEMBERS)
    found = _narrowed(viewer, asked).select_related("member")
    page = page_of(found, ORDERS.get(asked.order, ORDERS["newest"]), cursor, size=size)
    return page.of(_rows(viewer, page.items))


def member_for(viewer: Viewer, member_id: int) -> MemberSheet:
    """One member, past ones included, for members who may see the list; else `missing`."""
    viewer.require(rules.SEE_MEMBERS)
    found = Membership.objects.filter(community=viewer.community_id, member=member_id)
    belonging = one_or_missing(found)
    labels = _fields(viewer)
    (row,) = _rows(viewer, [belonging])
    invited_by = belonging.invited_by_id if viewer.may(rules.REVIEW_JOINS) else None
    people = persons(belonging.community_id, [invited_by, belonging.bot_marked_by_id])
    answers = [(label, belonging.custom_fields.get(str(key), "")) for key, label in labels]
    return MemberSheet(
        row=row,
        fields=tuple((label, text) for label, text in answers if text),
        inviter=people.get(invited_by) if invited_by else None,
        has_left=belonging.left_at is not None,
        is_oneself=member_id == viewer.member_id,
        bot_since=belonging.bot_since,
        bot_marked_by=people.get(belonging.bot_marked_by_id or 0),
    )


def own_membership(viewer: Viewer) -> OwnMembership:
    """The viewer's own belonging to the community they stand in, or `missing`."""
    belonging = one_or_missing(_current(viewer).filter(member=viewer.require_member_id()))
    fields = [
        (key, label, belonging.custom_fields.get(str(key), "")) for key, label in _fields(viewer)
    ]
    return OwnMembership(belonging.nickname, tuple(fields))


def own_membership_cards(viewer: Viewer, ids: Iterable[int]) -> dict[int, ObjectCard]:
    """The communities of one's own present memberships, by membership id; one query."""
    rows = Membership.objects.filter(pk__in=list(ids), member=viewer.member_id, left_at=None)
    return {
        row.pk: ObjectCard(
            "communities.membership",
            row.pk,
            row.community.name,
            reverse("communities:card", kwargs={"community": row.community.slug}),
        )
        for row in rows.select_related("community")
    }


def member_count(viewer: Viewer, asked: Asked) -> int:
    """How many the directory would list."""
    return _narrowed(viewer, asked).count()


def ids_by_handle(community_id: int, handles: Iterable[str]) -> dict[str, int]:
    """Present members of the community by lower-case handle, for mentions; one query."""
    wanted = {handle.lower() for handle in handles}
    if not wanted:
        return {}
    found = Membership.objects.filter(community=community_id, left_at=None).annotate(
        handle=Lower("member__handle")
    )
    return dict(found.filter(handle__in=wanted).values_list("handle", "member_id"))


def roles_of(viewer: Viewer, member_ids: Iterable[int]) -> dict[int, tuple[HeldRole, ...]]:
    """The roles that members hold here, above plain membership; one query."""
    grants = (
        Grant.objects.filter(
            role__community=viewer.community_id,
            role__retired_at=None,
            member__in=set(member_ids),
            revoked_at=None,
        )
        .select_related("role", "space")
        .order_by("pk")
    )
    held: dict[int, tuple[HeldRole, ...]] = {}
    for grant in grants:
        role, space = grant.role, grant.space
        name = rules.ROLE_LABELS.get(role.built_in, role.name)
        one = HeldRole(role.built_in or str(role.pk), name, space.name if space else "")
        held[grant.member_id] = (*held.get(grant.member_id, ()), one)
    return held


def _current(viewer: Viewer) -> QuerySet[Membership]:
    return Membership.objects.filter(community=viewer.community_id, left_at=None)


def _narrowed(viewer: Viewer, asked: Asked) -> QuerySet[Membership]:
    found = _current(viewer)
    for word in asked.words.split()[:5]:
        found = found.filter(
            Q(nickname__icontains=word)
            | Q(member__display_name__icontains=word)
            | Q(member__handle__icontains=word)
        )
    if asked.role:
        found = found.filter(_of_role(viewer, asked.role))
    if asked.joined.isdecimal() and len(asked.joined) < 5:
        since = clock.now() - timedelta(days=int(asked.joined))
        found = found.filter(joined_at__gte=since)
    if asked.space:
        found = found.filter(member__actor_key__in=_writers(viewer, asked.space))
    for name, chosen in asked.more.items():
        if chosen and name in narrowings:
            found = found.filter(member__in=narrowings[name].narrow(viewer, chosen))
    return found


def _of_role(viewer: Viewer, role: str) -> Q:
    if role == "imported":
        return Q(member__is_placeholder=True)
    if role == "bots":
        return Q(bot_since__isnull=False)
    return Q(member__in=_holders(viewer, role))


def _writers(viewer: Viewer, slug: str) -> QuerySet[StreamLine, Any]:
    """Who has written in a space the viewer may read."""
    spaces = Space.objects.filter(
        slug=slug, community=viewer.community_id, pk__in=_readable(viewer)
    )
    lines = StreamLine.objects.filter(
        community_id=viewer.community_id,
        space_id__in=spaces.values("pk"),
        name__in=names_of("contribution"),
        actor_key__isnull=False,
    )
    return lines.values("actor_key").distinct()


def _readable(viewer: Viewer) -> list[int]:
    return [space.id for space in spaces_open_to(viewer, viewer.community_id or 0)]


def present_among(community_id: int, member_ids: Iterable[int]) -> frozenset[int]:
    """Those of the members who belong to the community now; one query."""
    found = _present(community_id).filter(member__in=list(member_ids))
    return frozenset(found.values_list("member_id", flat=True))


def present_by_key(community_id: int, actor_keys: Collection[str]) -> dict[str, int]:
    """Ids of those behind the keys who belong to the community now; one query."""
    found = _present(community_id).filter(member__actor_key__in=actor_keys)
    rows = found.values_list("member__actor_key", "member_id")
    return {key: member_id for key, member_id in rows if key}


def belongs(path: str, community_id: int) -> Q:
    """A condition on rows that name a member: they belong to the community now. Asks nothing itself."""
    return Q(**{f"{path}__in": _present(community_id).values("member")})


def _present(community_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(
        community=community_id,
        left_at=None,
        is_banned=False,
        member__erased_at=None,
        member__is_placeholder=False,
    )


def _holders(viewer: Viewer, role: str) -> QuerySet[Grant, int]:
    which = Q(role__pk=int(role)) if role.isdecimal() else Q(role__built_in=role)
    held = Grant.objects.filter(which, role__community=viewer.community_id, revoked_at=None)
    return held.values_list("member", flat=True)


def _fields(viewer: Viewer) -> list[tuple[int, str]]:
    rows = ProfileField.objects.filter(community=viewer.community_id, retired_at=None)
    return list(rows.order_by("position", "pk").values_list("pk", "label"))


def _rows(viewer: Viewer, belongings: Sequence[Membership]) -> list[MemberRow]:
    ids = [belonging.member_id for belonging in belongings]
    people, roles = persons(viewer.community_id or 0, ids), roles_of(viewer, ids)
    sees_work = viewer.may(rules.REVIEW_JOINS)
    return [
        MemberRow(
            membership_id=one.pk,
            person=people[one.member_id],
            roles=roles.get(one.member_id, ()),
            joined_at=one.joined_at,
            join_channel=one.join_channel if sees_work else "",
            last_visited_on=one.last_visited_on if sees_work else None,
            is_verified=sees_work and one.verified_to_post_at is not None,
            consent=one.minor_consent if sees_work else "",
            is_bot=one.bot_since is not None,
        )
        for one in belongings
    ]
