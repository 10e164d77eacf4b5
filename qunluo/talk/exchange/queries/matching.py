"""What fits what: by tags, words, kind of thing and place, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.kernel import clock
from qunluo.people.profiles import queries as profiles
from qunluo.talk.exchange import rules
from qunluo.talk.exchange.models import Listing, Term
from qunluo.talk.exchange.queries.finding import listing_address, listings_open_to
from qunluo.talk.forum import queries as forum

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST = 8
CANDIDATES = 400
TAG, WORD, CATEGORY, PLACE = 4, 2, 1, 1
LEAST = 2  # a shared kind of thing alone is no match


@dataclass(frozen=True)
class Match:
    """Another listing that fits, and why: sentences in the viewer's language."""

    id: int
    title: str
    address: str
    person: Person
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Expert:
    """A member who shows expertise that the listing asks for."""

    person: Person
    reasons: tuple[str, ...]


def matches(viewer: Viewer, listing: Listing) -> list[Match]:
    """Open listings of the other kind that fit best, five queries; the same score: the newer."""
    scores, reasons, rows = _scored(listing, listings_open_to(viewer).filter(removed_at=None))
    best = sorted(rows, key=lambda row: (-scores[row.pk], -row.pk))[:MOST]
    people = forum.people_of(listing.community_id, [row.author_id for row in best])
    return [
        Match(
            row.pk,
            row.title,
            listing_address(viewer.community_slug, row.pk),
            forum.byline(people, row.author_id),
            scores[row.pk],
            tuple(reasons[row.pk]),
        )
        for row in best
    ]


def experts(viewer: Viewer, listing: Listing) -> list[Expert]:
    """Members who show one of a need's tags as their expertise; three queries."""
    if listing.kind != "need":
        return []
    tags = [one.text for one in listing.terms.filter(is_tag=True)]
    found = profiles.members_with_expertise(listing.community_id, tags)
    found.pop(listing.author_id or 0, None)
    people = forum.people_of(listing.community_id, list(found)[:MOST])
    return [
        Expert(person, tuple(_("Knows about “%(tag)s”") % {"tag": tag} for tag in found[pk]))
        for pk, person in people.items()
        if not person.is_erased and pk != viewer.member_id
    ]


def matched_people(listing_id: int) -> list[int]:
    """Whom a new listing concerns: authors of what fits, and for needs members who know."""
    listing = Listing.objects.filter(pk=listing_id, state="open", removed_at=None).first()
    if listing is None:
        return []
    here = Listing.objects.filter(community=listing.community_id, removed_at=None)
    _scores, _reasons, rows = _scored(listing, here)
    wanted = {row.author_id for row in rows if row.author_id is not None}
    if listing.kind == "need":
        tags = [one.text for one in listing.terms.filter(is_tag=True)]
        wanted |= set(profiles.members_with_expertise(listing.community_id, tags))
    return sorted(wanted - {listing.author_id or 0})


def _scored(
    listing: Listing, here: object
) -> tuple[dict[int, int], dict[int, list[str]], list[Listing]]:
    terms = {(one.text, one.is_tag) for one in listing.terms.all()}
    texts = {text for text, _is_tag in terms}
    shared = Term.objects.filter(
        text__in=texts,
        listing__in=here.filter(  # type: ignore[attr-defined]
            kind=rules.opposite(listing.kind), state="open", valid_until__gt=clock.now()
        ).exclude(author=listing.author_id),
    )
    by_listing: dict[int, set[tuple[str, bool]]] = defaultdict(set)
    for listing_id, text, is_tag in shared.values_list("listing_id", "text", "is_tag")[
        : CANDIDATES * 10
    ]:
        by_listing[listing_id].add((text, is_tag))
    rows = list(Listing.objects.filter(pk__in=list(by_listing)[:CANDIDATES]))
    scores: dict[int, int] = {}
    reasons: dict[int, list[str]] = {}
    for row in rows:
        scores[row.pk], reasons[row.pk] = _judge(listing, row, terms, by_listing[row.pk])
    return scores, reasons, [row for row in rows if scores[row.pk] >= LEAST]


def _judge(
    one: Listing, other: Listing, own: set[tuple[str, bool]], shared: set[tuple[str, bool]]
) -> tuple[int, list[str]]:
    tags = sorted(text for text, is_tag in shared if is_tag and (text, True) in own)
    words = sorted({text for text, _is_tag in shared} - set(tags))[:5]
    score, reasons = TAG * len(tags) + WORD * len(words), []
    if tags:
        reasons.append(_("Same tag: %(tags)s") % {"tags": "、".join(tags)})
    if words:
        reasons.append(_("Same words: %(words)s") % {"words": "、".join(words)})
    if one.category == other.category:
        score += CATEGORY
        name = rules.CATEGORIES[one.category]
        reasons.append(_("Same kind of thing: %(name)s") % {"name": name})
    if one.place and one.place.casefold() == other.place.casefold():
        score += PLACE
        reasons.append(_("Same place: %(place)s") % {"place": one.place})
    return score, reasons
