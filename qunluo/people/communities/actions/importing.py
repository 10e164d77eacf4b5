"""What an import does to a community: memberships in bulk, its space, and opening it when done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.bulk import insert_many
from qunluo.kernel.stream.record import record, record_many
from qunluo.people.communities.activities import BotMarked, MemberJoined, SpaceOpened
from qunluo.people.communities.models import (
    Community,
    Membership,
    OrganisationSeat,
    Space,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from qunluo.kernel.stream.activity import Audience
    from qunluo.kernel.viewer import Viewer

CHANNEL = "import"


@dataclass(frozen=True)
class ImportedMembership:
    member_id: int
    actor_key: str
    joined_at: datetime
    is_bot: bool = False


@action
def add_memberships(
    _actor: Viewer, community_id: int, people: Sequence[ImportedMembership]
) -> list[int]:
    """Let each join at their own time; returns the memberships' ids, in order.

    One who belongs already keeps the membership they have. At most 1,000 at once.
    """
    ids = [person.member_id for person in people]
    held = Membership.objects.filter(community=community_id, member__in=ids)
    known = dict(held.values_list("member_id", "pk"))
    new = [person for person in people if person.member_id not in known]
    made = insert_many(
        Membership,
        ("community_id", "member_id", "joined_at", "join_channel", "bot_since"),
        [
            (
                community_id,
                one.member_id,
                one.joined_at,
                CHANNEL,
                one.joined_at if one.is_bot else None,
            )
            for one in new
        ],
    )
    record_many(
        [
            (
                MemberJoined(
                    object_id=membership_id,
                    community_id=community_id,
                    actor_key=person.actor_key or None,
                    channel=CHANNEL,
                    audience="members",
                ),
                person.joined_at,
            )
            for membership_id, person in zip(made, new, strict=True)
        ]
    )
    _mark_bots(community_id, zip(made, new, strict=True))
    known |= {person.member_id: made_id for person, made_id in zip(new, made, strict=True)}
    return [known[member_id] for member_id in ids]


def _mark_bots(community_id: int, joined: Iterable[tuple[int, ImportedMembership]]) -> None:
    """A program was one from the day on which it joined: no line stands outside the dump's years."""
    record_many(
        [
            (
                BotMarked(
                    object_id=membership_id,
                    community_id=community_id,
                    actor_key=None,
                    about_actor=person.actor_key or None,
                    is_bot=True,
                    audience="staff",
                ),
                person.joined_at,
            )
            for membership_id, person in joined
            if person.is_bot
        ]
    )


@action
def open_imported_space(actor: Viewer, community_id: int, slug: str, *, name: str) -> int:
    """The space for imported questions, made at its first import; returns its id."""
    found = Space.objects.filter(community=community_id, slug=slug).first()
    if found is not None:
        return found.pk
    space = Space.objects.create(
        community_id=community_id, slug=slug, name=name, kind="questions", opened_at=clock.now()
    )
    record(
        SpaceOpened(
            object_id=space.pk,
            community_id=community_id,
            actor_key=actor.actor_key,
            space_id=space.pk,
            kind=space.kind,
            access=space.access,
        )
    )
    return space.pk


@action
def settle_import(
    _actor: Viewer, community_id: int, *, state: str, founded_at: datetime | None = None
) -> None:
    """Count the members and set the state: `open` shows the community, `importing` hides it.

    `founded_at`: when the community really began, for one that was founded by an import.
    """
    present = Membership.objects.filter(
        community=community_id, left_at=None, bot_since=None
    ).count()
    Community.objects.filter(pk=community_id).update(member_count=present)
    changing = Community.objects.filter(pk=community_id, state__in=("importing", "open"))
    if founded_at is not None:
        changing.filter(state="importing").update(founded_at=founded_at)
    changing.update(state=state)


@action
def hide_imported(_actor: Viewer, community_id: int, source: str) -> None:
    """Show a community to its owner only again, if it was founded by importing this source."""
    Community.objects.filter(pk=community_id, source_name=source, state="open").update(
        state="importing"
    )


@action
def recount_members(_actor: Viewer, community_id: int) -> None:
    """Count the members anew."""
    present = Membership.objects.filter(
        community=community_id, left_at=None, bot_since=None
    ).count()
    Community.objects.filter(pk=community_id).update(member_count=present)


@action
def withdraw_memberships(_actor: Viewer, community_id: int, member_ids: Iterable[int]) -> int:
    """Delete what an import made, for its undoing; returns how many."""
    rows = Membership.objects.filter(
        community=community_id, member__in=list(member_ids), join_channel=CHANNEL
    )
    return rows.delete()[1].get("communities.Membership", 0)


def organisations_of(actor: Viewer) -> dict[str, int]:
    """Ids by slug of the organisations the actor owns."""
    seats = OrganisationSeat.objects.filter(member=actor.member_id, role="owner")
    return dict(seats.values_list("organisation__slug", "organisation_id"))


def audience_of(space_id: int) -> Audience:
    """Who may hear of what is brought into a space."""
    space = Space.objects.select_related("community").get(pk=space_id)
    if space.access == "private":
        return "parties"
    is_public = space.access == "public" and space.community.access == "public"
    return "public" if is_public else "members"
