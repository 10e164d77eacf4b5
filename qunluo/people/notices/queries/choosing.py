"""What members chose, one by one for the settings page and together for those to be told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.kernel import places
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.notices import rules
from qunluo.people.notices.models import Choice, Device, Habit
from qunluo.people.notices.ports import kinds_in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.notices.ports import NoticeKind

NEW_TOPICS = "forum.new_topic"


@dataclass(frozen=True)
class KindRow:
    """A kind and how it reaches the member: `now`, `digest` or `off` on each channel."""

    name: str
    label: str | StrPromise
    inbox: str
    email: str
    push: str
    is_firm: bool


@dataclass(frozen=True)
class SpaceRow:
    """A space's exception: `how` is now (as usual), digest or off; `is_followed`: new topics."""

    space: SpaceCard
    how: str
    is_followed: bool


@dataclass(frozen=True)
class CommunityRows:
    id: int
    name: str
    spaces: tuple[SpaceRow, ...]


@dataclass(frozen=True)
class DeviceRow:
    id: int
    name: str
    added_at: datetime
    reached_at: datetime | None


@dataclass(frozen=True)
class SettingsSheet:
    """All a member may set about notices."""

    kinds: tuple[KindRow, ...]
    communities: tuple[CommunityRows, ...]
    digest: str
    digest_hour: int
    quiet_from: int
    quiet_until: int
    shows_details: bool
    mail_stopped: str
    mail_stopped_at: datetime | None
    email: str
    devices: tuple[DeviceRow, ...]


def settings_sheet(viewer: Viewer) -> SettingsSheet:
    """Five queries, and those of the door of each community one belongs to."""
    member_id = viewer.require_member_id()
    chosen: dict[tuple[str, int, str, str], str] = {
        (row.scope_type, row.scope_id, row.kind, row.channel): row.how
        for row in Choice.objects.filter(member=member_id)
    }
    habit = habit_of(member_id)
    devices = Device.objects.filter(member=member_id).order_by("-added_at", "-pk")
    return SettingsSheet(
        kinds=tuple(_kind_row(kind, chosen) for kind in kinds_in_order()),
        communities=tuple(_communities(viewer, chosen)),
        digest=habit.digest,
        digest_hour=habit.digest_hour,
        quiet_from=habit.quiet_from,
        quiet_until=habit.quiet_until,
        shows_details=habit.shows_details,
        mail_stopped=habit.mail_stopped,
        mail_stopped_at=habit.mail_stopped_at,
        email=members.own_email(member_id),
        devices=tuple(DeviceRow(d.pk, d.name, d.added_at, d.reached_at) for d in devices),
    )


def habit_of(member_id: int) -> Habit:
    """The member's habits, kept or as they are from the start (then not saved); one query."""
    return Habit.objects.filter(member=member_id).first() or Habit(member_id=member_id)


def hows_for(
    kind: NoticeKind, member_ids: Collection[int], *, places: Collection[tuple[str, int]]
) -> dict[int, rules.Hows]:
    """How a notice of this kind, from any of these places (a space, tags), reaches each; one query."""
    here = Q(scope_type="")
    for scope_type, scope_id in places:
        here |= Q(scope_type=scope_type, scope_id=scope_id)
    rows = Choice.objects.filter(here, member__in=member_ids, kind__in=(kind.name, ""))
    chosen: dict[int, dict[tuple[bool, str, str], str]] = defaultdict(dict)
    for row in rows:
        chosen[row.member_id][bool(row.scope_type), row.kind, row.channel] = row.how
    return {member_id: rules.hows_of(kind, chosen[member_id]) for member_id in member_ids}


def watching(kind: str, places: Collection[tuple[str, int]]) -> set[int]:
    """Who asked to hear this kind of news from one of these places; one query."""
    here = Q(pk__in=[])
    for scope_type, scope_id in places:
        here |= Q(scope_type=scope_type, scope_id=scope_id)
    rows = Choice.objects.filter(here, kind=kind, channel="inbox", how="now")
    return set(rows.values_list("member_id", flat=True))


def choices_kept(member_id: int) -> Iterator[dict[str, object]]:
    """What a member chose, as plain values, for their own copy; three queries."""
    for row in Choice.objects.filter(member=member_id).order_by("pk"):
        yield {
            "choice": row.kind or "all",
            "channel": row.channel,
            "how": row.how,
            "place": f"{row.scope_type}:{row.scope_id}" if row.scope_type else "",
        }
    for habit in Habit.objects.filter(member=member_id):
        yield {
            "digest": habit.digest,
            "digest_hour": habit.digest_hour,
            "quiet_from": habit.quiet_from,
            "quiet_until": habit.quiet_until,
            "mail_stopped": habit.mail_stopped,
        }
    for device in Device.objects.filter(member=member_id).order_by("pk"):
        yield {"device": device.name, "added_at": device.added_at}


def _kind_row(kind: NoticeKind, chosen: dict[tuple[str, int, str, str], str]) -> KindRow:
    usual = {
        (False, name, channel): how
        for (scope_type, _id, name, channel), how in chosen.items()
        if not scope_type
    }
    # As chosen: what is off in the inbox shows what would count if it were not.
    inbox, email, push = (rules.how_of(kind, usual, channel) for channel in rules.CHANNELS)
    inbox = "now" if kind.is_firm else inbox
    return KindRow(kind.name, kind.label, inbox, email, push, kind.is_firm)


def _communities(
    viewer: Viewer, chosen: dict[tuple[str, int, str, str], str]
) -> Iterator[CommunityRows]:
    for card in communities.communities_for(viewer):
        place = places.place(viewer, card.id)
        if place is None or not place.viewer.is_member:
            continue
        spaces = communities.place(place.viewer).spaces
        rows = tuple(
            SpaceRow(
                space,
                chosen.get((rules.SPACE, space.id, "", "inbox"), "")
                or chosen.get((rules.SPACE, space.id, "", "email"), "now"),
                chosen.get((rules.SPACE, space.id, NEW_TOPICS, "inbox")) == "now",
            )
            for space in spaces
        )
        yield CommunityRows(card.id, card.name, rows)
