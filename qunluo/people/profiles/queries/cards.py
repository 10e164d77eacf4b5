"""What a member shows of themselves, to whom, and finding people by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from qunluo.kernel.objects import ObjectCard
from qunluo.people.communities import queries as communities
from qunluo.people.profiles import rules
from qunluo.people.profiles.models import Card, Expertise, Follow
from qunluo.people.profiles.queries.following import following_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

TAGS_MOST = 200


@dataclass(frozen=True)
class CardSheet:
    """What one viewer sees; empty is what was not said or is not shown to them."""

    about: str
    place: str
    expertise: tuple[str, ...]
    contact: str
    following: tuple[Person, ...]
    is_followed: bool

    @property
    def is_empty(self) -> bool:
        return not (self.about or self.place or self.expertise or self.contact or self.following)


@dataclass(frozen=True)
class EditingCard:
    """One's own card as typed; `shown` names who sees each field."""

    about: str
    place: str
    expertise: str
    contact: str
    shown: Mapping[str, str]


def card_for(viewer: Viewer, member_id: int, *, seen_by: str = "") -> CardSheet:
    """A member's card as the viewer sees it; five queries at most.

    `seen_by`: show one's own as a `members` or `followed` reader would see it.
    """
    community_id = viewer.community_id or 0
    card = Card.objects.filter(community=community_id, member=member_id).first()
    shown: Mapping[str, str] = card.shown if card else {}
    sees = _sight(viewer, member_id, seen_by)

    def open_to(field: str) -> bool:
        return rules.who_sees(shown, field) in sees

    tags: tuple[str, ...] = ()
    if card and open_to("expertise"):
        tags = tuple(card.expertise.order_by("pk").values_list("tag", flat=True))
    following = following_of(community_id, member_id) if open_to("following") else []
    return CardSheet(
        about=card.about if card and open_to("about") else "",
        place=card.place if card and open_to("place") else "",
        expertise=tags,
        contact=card.contact if card and open_to("contact") else "",
        following=tuple(following),
        is_followed=_follows(viewer, community_id, member_id),
    )


def editing_card(viewer: Viewer) -> EditingCard:
    """One's own, for the form; two queries."""
    found = Card.objects.filter(community=viewer.community_id, member=viewer.require_member_id())
    card = found.first()
    shown = {field: rules.who_sees(card.shown if card else {}, field) for field in rules.FIELDS}
    if card is None:
        return EditingCard("", "", "", "", shown)
    tags = "，".join(card.expertise.order_by("pk").values_list("tag", flat=True))
    return EditingCard(card.about, card.place, tags, card.contact, shown)


def expertise_tags(viewer: Viewer) -> list[tuple[str, int]]:
    """Words of expertise that members show here, the most frequent first; one query."""
    shown = Expertise.objects.filter(
        card__community=viewer.community_id, card__is_expertise_shown=True
    )
    found = shown.values_list("tag").annotate(n=Count("pk")).order_by("-n", "tag")
    return list(found[:TAGS_MOST])


def places_shown(viewer: Viewer) -> list[str]:
    """Places that members show here, by name; one query."""
    shown = Card.objects.filter(community=viewer.community_id, is_place_shown=True)
    found = shown.exclude(place="").order_by("place").values_list("place", flat=True)
    return list(found.distinct()[:TAGS_MOST])


def members_knowing(viewer: Viewer, tag: str) -> QuerySet[Expertise, Any]:
    """Ids of members who show this expertise, as a subquery."""
    found = Expertise.objects.filter(
        card__community=viewer.community_id, card__is_expertise_shown=True, tag=tag.lower()
    )
    return found.values("card__member")


def members_at_place(viewer: Viewer, place: str) -> QuerySet[Card, Any]:
    """Ids of members who show this place, as a subquery."""
    found = Card.objects.filter(community=viewer.community_id, is_place_shown=True, place=place)
    return found.values("member")


def members_with_expertise(community_id: int, tags: Iterable[str]) -> dict[int, list[str]]:
    """By member: which of the words they show as their expertise; one query."""
    found: dict[int, list[str]] = {}
    rows = Expertise.objects.filter(
        card__community=community_id,
        card__is_expertise_shown=True,
        tag__in=[tag.lower() for tag in tags],
    )
    for member_id, tag in rows.order_by("pk").values_list("card__member", "tag"):
        found.setdefault(member_id, []).append(tag)
    return found


def expertise_of(community_id: int, member_id: int) -> list[str]:
    """A member's words, shown or not, for their own matches; one query."""
    found = Expertise.objects.filter(card__community=community_id, card__member=member_id)
    return list(found.values_list("tag", flat=True))


def member_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """For notices about people: their name and page in this community; two queries."""
    if not viewer.is_member:
        return {}
    people = communities.persons(viewer.community_id or 0, ids)
    here = communities.present_among(viewer.community_id or 0, ids)
    return {
        pk: ObjectCard(
            "profiles.member",
            pk,
            person.name,
            reverse(
                "communities:member",
                kwargs={"community": viewer.community_slug, "member_id": pk},
            ),
        )
        for pk, person in people.items()
        if pk in here
    }


def kept_about(member_id: int) -> Iterator[dict[str, object]]:
    """What is kept about a member, for their own copy; three queries."""
    for card in Card.objects.filter(member=member_id).prefetch_related("expertise").order_by("pk"):
        yield {
            "what": "profile",
            "community": card.community_id,
            "about": card.about,
            "place": card.place,
            "contact": card.contact,
            "expertise": [one.tag for one in card.expertise.all()],
            "shown": dict(card.shown),
        }
    rows = Follow.objects.filter(follower=member_id).select_related("followed").order_by("pk")
    for row in rows:
        yield {
            "what": "follows",
            "community": row.community_id,
            "handle": row.followed.handle,
            "followed_at": row.followed_at.isoformat(),
        }


def _sight(viewer: Viewer, member_id: int, seen_by: str) -> frozenset[str]:
    """Which circles the viewer belongs to, as the member drew them."""
    if viewer.member_id == member_id and not seen_by:
        return frozenset(rules.WHO_LABELS)
    if seen_by == rules.FOLLOWED or _is_followed_by(viewer, member_id):
        return frozenset({rules.MEMBERS, rules.FOLLOWED})
    return frozenset({rules.MEMBERS})


def _is_followed_by(viewer: Viewer, member_id: int) -> bool:
    found = Follow.objects.filter(community=viewer.community_id, follower=member_id)
    return found.filter(followed=viewer.member_id or 0).exists()


def _follows(viewer: Viewer, community_id: int, member_id: int) -> bool:
    found = Follow.objects.filter(community=community_id, follower=viewer.member_id or 0)
    return found.filter(followed=member_id).exists()
