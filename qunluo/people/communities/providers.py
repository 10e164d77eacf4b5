"""What communities tell kernel parts that know none: where a viewer stands and may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from qunluo.kernel import places
from qunluo.kernel.digest import Row, digest_part
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.search.ports import FoundPerson, provide_people
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Membership
from qunluo.people.members import queries as members
from qunluo.people.members.ports import keeps_about, owned_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qunluo.kernel.viewer import Viewer


class CommunityPlaces:
    """Content is open through the visitors' door."""

    def place(self, viewer: Viewer, community_id: int) -> places.Place | None:
        if viewer.community_id == community_id and viewer.is_member:
            return places.Place(viewer, community_id, queries.ids_of_spaces_open_to(viewer))
        slug = queries.slug_of(community_id)
        return self.place_by_slug(viewer, slug) if slug else None

    def place_by_slug(self, viewer: Viewer, slug: str) -> places.Place | None:
        try:
            return self.enter(viewer, slug)
        except Refusal:
            return None

    def slugs(self) -> dict[str, int]:
        return queries.slugs()

    def viewer(self, member_id: int) -> Viewer:
        try:
            return members.viewer_by_id(member_id)
        except ObjectDoesNotExist:
            return places.VISITOR

    def enter(self, viewer: Viewer, slug: str) -> places.Place:
        inside = queries.enter(viewer, slug, door="visitors")
        space_ids = frozenset(space.id for space in inside.community.spaces)
        return places.Place(inside.viewer, inside.community.id, space_ids)


class MembersByName:
    """Members as search finds them."""

    def people(self, viewer: Viewer, words: str, *, most: int) -> list[FoundPerson]:
        slug = viewer.community_slug
        return [
            FoundPerson(
                person,
                reverse("communities:member", kwargs={"community": slug, "member_id": person.id}),
            )
            for person in queries.members_called(viewer, words, most=most)
        ]

    def authors(self, viewer: Viewer, name: str) -> list[str]:
        return queries.keys_called(viewer, name)


places.provide(CommunityPlaces())
provide_people(MembersByName())


class Memberships:
    """What communities keep about a member besides what they made."""

    label = "communities.membership"

    def export(self, member_id: int) -> Iterable[Mapping[str, object]]:
        return queries.memberships_kept(member_id)

    def erase(self, member_id: int) -> None:
        actions.forget_member(SYSTEM, member_id)


class Owners:
    """Communities and organisations are never left without an owner."""

    def left_alone_by(self, member_id: int) -> Iterable[str]:
        return queries.left_alone_by(member_id)


keeps_about(Memberships())
owned_by(Owners())


@digest_part("communities.memberships")
def _memberships(community_id: int) -> Iterator[Row]:
    """Who belongs, since when and how they came.

    A founder joins at the moment of founding, which is this installation's and no natural key: two
    imports of the same dump would differ by nothing else.
    """
    rows = Membership.objects.filter(community=community_id).values_list(
        "member__handle", "nickname", "joined_at", "join_channel", "left_at"
    )
    for handle, nickname, joined_at, channel, left_at in rows.iterator():
        yield (handle, nickname, None if channel == "founder" else joined_at, channel, left_at)
