"""The board, one listing's page, and the operators' figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from markupsafe import Markup

from qunluo.kernel import clock, text
from qunluo.kernel.text.mentions import marked_ids
from qunluo.kernel.web.paging import page_of
from qunluo.talk.conversations.queries import conversation_address
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.queries.finding import (
    html_of,
    listing_address,
    listing_for,
    listings_open_to,
)
from qunluo.talk.exchange.queries.matching import Expert, Match, experts, matches
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.kernel.web.paging import Page
    from qunluo.people.members.queries import Person
    from qunluo.talk.exchange.models import Listing


@dataclass(frozen=True)
class Asked:
    """`kind`: need, offer or ""; `whose`: mine or ""; `state`: open, closed, expired, all."""

    kind: str = ""
    category: str = ""
    tag: str = ""
    place: str = ""
    words: str = ""
    whose: str = ""
    state: str = "open"


@dataclass(frozen=True)
class Line:
    id: int
    kind: str
    category: str
    title: str
    excerpt: str
    tags: tuple[str, ...]
    place: str
    state: str
    outcome: str
    is_removed: bool
    is_held: bool
    person: Person
    address: str
    posted_at: datetime
    valid_until: datetime


@dataclass(frozen=True)
class ApplicationLine:
    id: int
    person: Person
    role: str
    note: str
    state: str
    made_at: datetime


@dataclass(frozen=True)
class Sheet:
    """`contacts` are (person, conversation's address) for the author; `own_talk` is the viewer's."""

    line: Line
    body: Markup
    roles: tuple[str, ...]
    met_with: Person | None
    is_own: bool
    may_keep: bool
    may_contact: bool
    may_apply: bool
    own_talk: str
    matches: tuple[Match, ...]
    experts: tuple[Expert, ...]
    contacts: tuple[tuple[Person, str], ...]
    applications: tuple[ApplicationLine, ...]


@dataclass(frozen=True)
class Figures:
    """Counts by state, and of the closed ones how many were met (share None: none closed)."""

    open: int
    expired: int
    met: int
    elsewhere: int
    not_met: int
    met_share: float | None
    met_here_share: float | None
    contacted: int


def board(viewer: Viewer, asked: Asked, cursor: str | None = None, *, size: int = 30) -> Page[Line]:
    """Needs and offers, the newest first; four queries."""
    found = listings_open_to(viewer)
    for name in ("kind", "category", "place"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    if asked.tag:
        found = found.filter(terms__text=asked.tag.lower(), terms__is_tag=True)
    for word in asked.words.split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(body_source__icontains=word))
    if asked.whose == "mine":
        found = found.filter(author=viewer.member_id)
    elif asked.state in rules.STATES:
        found = found.filter(state=asked.state, removed_at=None)
    page = page_of(found.prefetch_related("terms"), ("-posted_at", "-pk"), cursor, size=size)
    return page.of(_lines(viewer, page.items))


def sheet(viewer: Viewer, listing_id: int) -> Sheet:
    """One of them with what fits; about fifteen queries. Refuses with `missing`."""
    row = listing_for(viewer, listing_id)
    own = rules.is_own(viewer, row)
    stands = row.state == "open" and row.removed_at is None
    contacts = list(row.contacts.order_by("pk")) if own else []
    mine = row.contacts.filter(member=viewer.member_id).first()
    wanted = list(row.applications.order_by("pk"))
    if not own:
        wanted = [one for one in wanted if one.member_id == viewer.member_id]
    ids = {row.met_with_id, *marked_ids(html_of(row))}
    ids |= {one.member_id for one in contacts} | {one.member_id for one in wanted}
    people = forum.people_of(row.community_id, ids)
    met_with = people.get(row.met_with_id or 0)
    sees_met = own or viewer.member_id == row.met_with_id
    (line,) = _lines(viewer, [row])
    return Sheet(
        line=line,
        body=text.show(html_of(row), people),
        roles=tuple(row.roles),
        met_with=met_with if sees_met else None,
        is_own=own,
        may_keep=not own and (viewer.may(rules.KEEP) or viewer.may("moderation.decide")),
        may_contact=stands and not own and viewer.may("conversations.write"),
        may_apply=stands and not own and viewer.may(rules.POST),
        own_talk=_talk(mine.conversation_id if mine else None),
        matches=tuple(matches(viewer, row)) if stands else (),
        experts=tuple(experts(viewer, row)) if stands and own else (),
        contacts=tuple(
            (forum.byline(people, one.member_id), _talk(one.conversation_id)) for one in contacts
        ),
        applications=tuple(
            ApplicationLine(
                one.pk,
                forum.byline(people, one.member_id),
                one.role,
                one.note,
                one.state,
                one.made_at,
            )
            for one in wanted
        ),
    )


def editing(viewer: Viewer, listing_id: int) -> dict[str, Any]:
    """One's own as typed, for the form, `seen` being its state; `missing` for others'."""
    row = listing_for(viewer, listing_id)
    if not rules.is_own(viewer, row):
        listing_for(viewer, 0)
    people = forum.people_of(row.community_id, text.ids_in(row.body_source))
    handles = {pk: person.handle for pk, person in people.items() if person.handle}
    tags = list(row.terms.filter(is_tag=True).order_by("pk").values_list("text", flat=True))
    return {
        "kind": row.kind,
        "category": row.category,
        "title": row.title,
        "body": text.for_editing(row.body_source, handles),
        "tags": "，".join(tags),
        "place": row.place,
        "roles": "\n".join(row.roles),
        "seen": rules.state_of(row, tags),
    }


def figures(viewer: Viewer) -> Figures:
    """What became of needs and offers; two queries. Refuses with `not_permitted`."""
    viewer.require(rules.KEEP)
    here = listings_open_to(viewer).filter(removed_at=None)
    counts = here.aggregate(
        open=Count("pk", filter=Q(state="open")),
        expired=Count("pk", filter=Q(state="expired")),
        met=Count("pk", filter=Q(outcome="met")),
        elsewhere=Count("pk", filter=Q(outcome="elsewhere")),
        not_met=Count("pk", filter=Q(outcome="not_met")),
    )
    contacted = here.filter(contacts__isnull=False).distinct().count()
    ended = sum(counts[name] for name in ("expired", "met", "elsewhere", "not_met"))
    met = counts["met"] + counts["elsewhere"]
    return Figures(
        **counts,
        met_share=met / ended if ended else None,
        met_here_share=counts["met"] / ended if ended else None,
        contacted=contacted,
    )


def _lines(viewer: Viewer, rows: Sequence[Listing]) -> list[Line]:
    people = forum.people_of(viewer.community_id or 0, [row.author_id for row in rows])
    return [_line(viewer, row, people) for row in rows]


def _line(viewer: Viewer, row: Listing, people: Mapping[int, Person]) -> Line:
    plain = " ".join(text.plain(html_of(row)).split())
    is_over = row.state == "open" and row.valid_until <= clock.now()
    return Line(
        id=row.pk,
        kind=row.kind,
        category=row.category,
        title=row.title,
        excerpt=plain if len(plain) <= 160 else f"{plain[:160]}…",
        tags=tuple(one.text for one in row.terms.all() if one.is_tag),
        place=row.place,
        state="expired" if is_over else row.state,
        outcome=row.outcome,
        is_removed=row.removed_at is not None,
        is_held=row.removed_reason == "held",
        person=forum.byline(people, row.author_id),
        address=listing_address(viewer.community_slug, row.pk),
        posted_at=row.posted_at,
        valid_until=row.valid_until,
    )


def _talk(conversation_id: int | None) -> str:
    return conversation_address(conversation_id) if conversation_id else ""
