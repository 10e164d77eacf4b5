"""Claims to placeholders, merges, and what staff may look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.objects import ObjectCard
from qunluo.kernel.refusal import missing
from qunluo.people.members import rules
from qunluo.people.members.models import Claim, Member, Merge, OutsideIdentity, StaffAccess

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer

OPEN_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class ClaimSheet:
    """`state`: waiting, granted, declined, withdrawn. `source` and `address`: where it came from."""

    id: int
    placeholder_id: int
    placeholder_name: str
    claimant_id: int
    claimant_name: str
    claimant_email: str
    code: str
    note: str
    state: str
    reason: str
    asked_at: datetime
    source: str
    address: str


@dataclass(frozen=True)
class PlaceholderCard:
    """An imported person whom one may claim."""

    id: int
    name: str
    source: str
    address: str


@dataclass(frozen=True)
class MergeLine:
    id: int
    kept_name: str
    absorbed_name: str
    reason: str
    merged_at: datetime


@dataclass(frozen=True)
class AccessLine:
    """Who of the staff looked, when and why."""

    staff_name: str
    reason: str
    opened_at: datetime


def claims_of(viewer: Viewer) -> list[ClaimSheet]:
    """One's own claims, newest first; two queries."""
    return _sheets(Q(claimant=viewer.require_member_id()))


def waiting_claims(viewer: Viewer) -> list[ClaimSheet]:
    """For staff: claims to decide, oldest first; two queries."""
    rules.require_staff(viewer)
    return _sheets(Q(decided_at=None, withdrawn_at=None))[::-1]


def claim_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """Who claims whom and where one decides, for staff; one query."""
    if not viewer.is_staff:
        return {}
    rows = Claim.objects.filter(pk__in=list(ids)).select_related("placeholder", "claimant")
    return {
        row.pk: ObjectCard(
            "members.claim",
            row.pk,
            f"{row.claimant.display_name} → {row.placeholder.display_name}",
            reverse("members:decide_claim", kwargs={"claim_id": row.pk}),
        )
        for row in rows
    }


def own_claim_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """The imported profiles one has claimed, by the placeholder's id; one query."""
    rows = Claim.objects.filter(placeholder__in=list(ids), claimant=viewer.member_id)
    return {
        row.placeholder_id: ObjectCard(
            "members.member",
            row.placeholder_id,
            row.placeholder.display_name,
            reverse("members:claims"),
        )
        for row in rows.select_related("placeholder")
    }


def claim_for(viewer: Viewer, claim_id: int) -> ClaimSheet:
    """One claim, for its claimant or staff; else `missing`."""
    who = Q() if viewer.is_staff else Q(claimant=viewer.require_member_id())
    found = _sheets(who & Q(pk=claim_id))
    if not found:
        raise missing()
    return found[0]


def _sheets(which: Q) -> list[ClaimSheet]:
    rows = list(
        Claim.objects.filter(which).select_related("placeholder", "claimant").order_by("-pk")
    )
    origins = {
        one.member_id: one
        for one in OutsideIdentity.objects.filter(
            member__in=[row.placeholder_id for row in rows]
        ).order_by("-pk")
    }
    return [_sheet(row, origins.get(row.placeholder_id)) for row in rows]


def _sheet(row: Claim, origin: OutsideIdentity | None) -> ClaimSheet:
    return ClaimSheet(
        id=row.pk,
        placeholder_id=row.placeholder_id,
        placeholder_name=row.placeholder.display_name,
        claimant_id=row.claimant_id,
        claimant_name=row.claimant.display_name,
        claimant_email=row.claimant.email or "",
        code=row.code,
        note=row.note,
        state=_state(row),
        reason=row.reason,
        asked_at=row.asked_at,
        source=origin.source if origin else "",
        address=origin.profile_address if origin else "",
    )


def _state(row: Claim) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.decided_at is None:
        return "waiting"
    return "granted" if row.is_granted else "declined"


def placeholders_named(viewer: Viewer, words: str, *, limit: int = 20) -> list[PlaceholderCard]:
    """Unclaimed imported people whose name begins with these words; two queries."""
    viewer.require_member_id()
    if len(words.strip()) < 2:
        return []
    rows = Member.objects.filter(
        is_placeholder=True,
        erased_at=None,
        display_name__istartswith=words.strip(),
        outside_identities__claimed_at=None,
        outside_identities__isnull=False,
    ).distinct()
    return _cards(list(rows.order_by("display_name", "pk")[:limit]))


def placeholder_card(viewer: Viewer, member_id: int) -> PlaceholderCard:
    """One placeholder that may be claimed; else `missing`."""
    viewer.require_member_id()
    found = _cards(list(Member.objects.filter(pk=member_id, is_placeholder=True, erased_at=None)))
    if not found:
        raise missing()
    return found[0]


def _cards(rows: list[Member]) -> list[PlaceholderCard]:
    origins = {one.member_id: one for one in OutsideIdentity.objects.filter(member__in=rows)}
    return [
        PlaceholderCard(
            row.pk,
            row.display_name,
            origins[row.pk].source if row.pk in origins else "",
            origins[row.pk].profile_address if row.pk in origins else "",
        )
        for row in rows
    ]


def merges_in_force(viewer: Viewer, *, limit: int = 100) -> list[MergeLine]:
    """For staff: who was joined with whom, newest first; one query."""
    rules.require_staff(viewer)
    rows = Merge.objects.filter(undone_at=None).select_related("kept", "absorbed")
    return [
        MergeLine(
            row.pk, row.kept.display_name, row.absorbed.display_name, row.reason, row.merged_at
        )
        for row in rows.order_by("-pk")[:limit]
    ]


def may_see_record(viewer: Viewer, member_id: int) -> bool:
    """Whether this member of staff said, within the last quarter of an hour, why they look."""
    staff_id = rules.require_staff(viewer)
    since = clock.now() - OPEN_FOR
    return StaffAccess.objects.filter(
        staff=staff_id, member=member_id, opened_at__gte=since
    ).exists()


def who_looked(viewer: Viewer, *, limit: int = 100) -> list[AccessLine]:
    """Staff who opened one's own record, newest first; one query."""
    rows = StaffAccess.objects.filter(member=viewer.require_member_id()).select_related("staff")
    return [
        AccessLine(row.staff.display_name, row.reason, row.opened_at)
        for row in rows.order_by("-pk")[:limit]
    ]


@dataclass(frozen=True)
class RecordSheet:
    """What staff see of a member, once they have said why."""

    id: int
    name: str
    handle: str
    email: str
    email_proven_at: datetime | None
    joined_at: datetime
    is_active: bool
    is_staff: bool
    is_placeholder: bool
    erased_at: datetime | None
    looked: tuple[AccessLine, ...]


def record_of(viewer: Viewer, member_id: int) -> RecordSheet:
    """The personal record; ask `may_see_record` first, this asks again. Refuses `missing`."""
    if not may_see_record(viewer, member_id):
        raise missing()
    member = Member.objects.get(pk=member_id)
    rows = StaffAccess.objects.filter(member=member).select_related("staff").order_by("-pk")
    return RecordSheet(
        id=member.pk,
        name=member.display_name,
        handle=member.handle,
        email=member.email or "",
        email_proven_at=member.email_proven_at,
        joined_at=member.joined_at,
        is_active=member.is_active,
        is_staff=member.is_staff,
        is_placeholder=member.is_placeholder,
        erased_at=member.erased_at,
        looked=tuple(
            AccessLine(row.staff.display_name, row.reason, row.opened_at) for row in rows[:50]
        ),
    )
