"""Who follows whom, and what the followed have done lately."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel.objects import ObjectCard, kinds
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.profiles.models import Follow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST = 200
DEEDS = 40


@dataclass(frozen=True)
class Deed:
    """Something a followed member made, that the viewer may see."""

    person: Person
    card: ObjectCard
    happened_at: datetime


@dataclass(frozen=True)
class FollowSheet:
    """One's own lists; nobody else sees them unless one shows them."""

    following: tuple[Person, ...]
    followers: tuple[Person, ...]
    deeds: tuple[Deed, ...]


def is_following(follower_id: int, followed_id: int) -> bool:
    """In any community; one query."""
    return Follow.objects.filter(follower=follower_id, followed=followed_id).exists()


def followers_of(community_id: int, member_id: int) -> list[int]:
    """One query."""
    found = Follow.objects.filter(community=community_id, followed=member_id)
    return list(found.values_list("follower_id", flat=True))


def following_of(community_id: int, member_id: int) -> list[Person]:
    """Whom a member follows, the latest first; three queries."""
    found = Follow.objects.filter(community=community_id, follower=member_id)
    ids = list(found.order_by("-followed_at").values_list("followed_id", flat=True)[:MOST])
    return _in_order(community_id, ids)


def follow_sheet(viewer: Viewer) -> FollowSheet:
    """One's own; a fixed number of queries per kind of object."""
    community_id, member_id = viewer.community_id or 0, viewer.require_member_id()
    followers = Follow.objects.filter(community=community_id, followed=member_id)
    ids = list(followers.order_by("-followed_at").values_list("follower_id", flat=True)[:MOST])
    following = following_of(community_id, member_id)
    return FollowSheet(
        following=tuple(following),
        followers=tuple(_in_order(community_id, ids)),
        deeds=tuple(_deeds(viewer, following)),
    )


def _in_order(community_id: int, ids: Sequence[int]) -> list[Person]:
    people = communities.persons(community_id, ids)
    return [people[one] for one in ids if one in people and not people[one].is_erased]


def _deeds(viewer: Viewer, following: Sequence[Person]) -> list[Deed]:
    people = {one.id: one for one in following}
    keys = {key: member_id for member_id, key in members.actor_keys(people).items()}
    lines = StreamLine.objects.filter(
        community_id=viewer.community_id,
        actor_key__in=list(keys),
        name__in=names_of("contribution"),
        audience__in=("public", "members"),
    )
    rows = list(lines.order_by("-happened_at", "-pk")[:DEEDS])
    wanted: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        wanted[row.object_type].append(row.object_id)
    cards = {
        (object_type, pk): card
        for object_type, ids in wanted.items()
        if object_type in kinds
        for pk, card in kinds[object_type].cards(viewer, ids).items()
    }
    shown: dict[tuple[str, int], Deed] = {}
    for row in rows:
        about = (row.object_type, row.object_id)
        if about in cards and about not in shown and not cards[about].is_hidden:
            person = people[keys[row.actor_key or ""]]
            shown[about] = Deed(person, cards[about], row.happened_at)
    return list(shown.values())
