"""The inbox: one line per thread and kind, unread first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from qunluo.kernel.web.paging import Page, page_of
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.notices.models import Bundle, Notice
from qunluo.people.notices.ports import notice_kinds
from qunluo.people.notices.queries.seeing import cards_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.objects import ObjectCard
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

ORDER = ("-is_unread", "-last_at", "-pk")
SIZE = 30


@dataclass(frozen=True)
class InboxLine:
    """One line: `sentence` with names and title in it, `address` of the first unread, `people`
    the newest three. `community_name` is empty for what concerns the account.
    """

    id: int
    kind: str
    icon: str
    sentence: Markup
    text: str
    title: str
    address: str
    people: tuple[Person, ...]
    unread: int
    community_name: str
    happened_at: datetime

    @property
    def is_unread(self) -> bool:
        return self.unread > 0


@dataclass(frozen=True)
class KindLine:
    """A kind that the inbox holds, for the filter."""

    name: str
    label: str | StrPromise
    unread: int


def inbox(
    viewer: Viewer, kind: str = "", cursor: str | None = None, *, size: int = SIZE
) -> Page[InboxLine]:
    """The viewer's notices, unread first; what they may no longer see is left out.

    Four queries, and for each community on the page those of its door, names and titles.
    """
    own = Bundle.objects.filter(member=viewer.require_member_id(), hidden_at=None)
    if kind:
        own = own.filter(kind=kind)
    page = page_of(own.select_related("community"), ORDER, cursor, size=size)
    return page.of(lines_of(viewer, page.items))


def unread_count(viewer: Viewer) -> int:
    """How many lines of the inbox are unread; one query, none for visitors."""
    if viewer.member_id is None:
        return 0
    return Bundle.objects.filter(member=viewer.member_id, is_unread=True, hidden_at=None).count()


def kinds_in_inbox(viewer: Viewer) -> list[KindLine]:
    """The kinds the inbox holds, in their order; one query."""
    own = Bundle.objects.filter(member=viewer.require_member_id(), hidden_at=None)
    rows = own.values("kind").annotate(unread=Count("pk", filter=Q(is_unread=True)))
    found = [row for row in rows.order_by("kind") if row["kind"] in notice_kinds]
    found.sort(key=lambda row: notice_kinds[row["kind"]].order)
    return [KindLine(row["kind"], notice_kinds[row["kind"]].label, row["unread"]) for row in found]


def line_address(viewer: Viewer, bundle_id: int) -> str | None:
    """Where a line of the viewer's own inbox leads; None when there is no such line (any more)."""
    own = Bundle.objects.filter(member=viewer.require_member_id(), pk=bundle_id, hidden_at=None)
    lines = lines_of(viewer, list(own.select_related("community")))
    return lines[0].address if lines else None


def lines_of(viewer: Viewer, bundles: Sequence[Bundle]) -> list[InboxLine]:
    """Bundles as the viewer reads them now."""
    told = _told(bundles)
    leads = Notice.objects.in_bulk([one["lead"] for one in told.values()])
    asked = {
        row.pk: (row.community_id, row.kind, lead.object_type, lead.object_id)
        for row in bundles
        if row.pk in told and (lead := leads.get(told[row.pk]["lead"]))
    }
    cards = cards_of(viewer, asked.values())
    people = _people(bundles)
    return [
        _line(row, cards[asked[row.pk]], people[row.community_id], told[row.pk])
        for row in bundles
        if row.pk in asked and asked[row.pk] in cards
    ]


def _told(bundles: Sequence[Bundle]) -> dict[int, dict[str, int]]:
    """Per bundle: of its unread notices, or of all when none is, the first and the people."""
    standing = Notice.objects.filter(bundle__in=[row.pk for row in bundles], hidden_at=None)
    current = standing.filter(Q(read_at=None) | Q(bundle__is_unread=False))
    rows = current.values("bundle", unread=F("bundle__is_unread")).annotate(
        first=Min("pk"), last=Max("pk"), people=Count("actor", distinct=True)
    )
    return {
        row["bundle"]: {
            "lead": row["first"] if row["unread"] else row["last"],
            "people": row["people"],
        }
        for row in rows
    }


def _people(bundles: Sequence[Bundle]) -> dict[int | None, Mapping[int, Person]]:
    wanted: dict[int | None, set[int]] = defaultdict(set)
    for row in bundles:
        wanted[row.community_id].update(row.actor_ids)
    return {
        community_id: communities.persons(community_id, ids)
        if community_id is not None
        else members.persons(ids)
        for community_id, ids in wanted.items()
    }


def _line(
    row: Bundle, card: ObjectCard, people: Mapping[int, Person], told: Mapping[str, int]
) -> InboxLine:
    kind = notice_kinds[row.kind]
    known = tuple(people[one] for one in row.actor_ids if one in people)
    who = names(known, told["people"])
    parts = {
        "who": Markup("<strong>{}</strong>").format(who),
        "title": Markup("<cite>{}</cite>").format(card.title),
    }
    sentence = escape(str(kind.says)) % parts
    return InboxLine(
        id=row.pk,
        kind=row.kind,
        icon=kind.icon,
        sentence=sentence,
        text=str(kind.says) % {"who": who, "title": card.title},
        title=card.title,
        address=card.address,
        people=known,
        unread=row.unread,
        community_name=row.community.name if row.community else "",
        happened_at=row.last_at,
    )


def names(people: Sequence[Person], count: int) -> str:
    """`Mei`, `Mei and Jun`, `Mei and 2 others`; the newest first."""
    if not people:
        return _("Somebody")
    if count <= 1 or len(people) == 1:
        return people[0].name
    if count == 2:
        return _("%(one)s and %(other)s") % {"one": people[0].name, "other": people[1].name}
    others = count - 1
    told = ngettext("%(name)s and %(others)d other", "%(name)s and %(others)d others", others)
    return told % {"name": people[0].name, "others": others}
