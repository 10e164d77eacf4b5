"""Whether a viewer may write here just now; every domain with content asks before it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, JoinRequired, Refusal, missing
from qunluo.people.communities import rules
from qunluo.people.communities.models import Membership, Space

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer


def require_may_write(viewer: Viewer, space_id: int | None = None) -> None:
    """Refuse whoever may not write in the community (and space) they stand in; two queries.

    Refuses with `sign_in_required`, `join_required`, `missing` (a space they may not read),
    `communities.archived`, `communities.space_archived_now`, `communities.not_verified`,
    `communities.consent_missing`.
    """
    member_id = viewer.require_member_id()
    belonging = (
        Membership.objects.filter(community=viewer.community_id, member=member_id, left_at=None)
        .select_related("community")
        .first()
    )
    if belonging is None:
        raise JoinRequired(viewer.community_slug)
    rules.refuse_archived(belonging.community.state)
    if space_id is not None:
        _require_open_space(viewer, space_id)
    _refuse_unproven(belonging)


def is_verified_to_post(viewer: Viewer) -> bool:
    """Whether the member has been verified in the community they stand in; one query."""
    found = Membership.objects.filter(
        community=viewer.community_id, member=viewer.member_id, left_at=None
    )
    return found.filter(verified_to_post_at__isnull=False).exists()


def may_write_here(viewer: Viewer, space_id: int | None = None) -> bool:
    """The same question for pages that show or hide a composer."""
    try:
        require_may_write(viewer, space_id)
    except Refusal:
        return False
    return True


def _require_open_space(viewer: Viewer, space_id: int) -> None:
    space = Space.objects.filter(pk=space_id, community=viewer.community_id).first()
    if space is None or not rules.may_read_space(viewer, space.pk, space.access):
        raise missing()
    if space.archived_at is not None:
        raise Refusal(
            "communities.space_archived_now",
            _("This space is archived. It can be read, nothing new can be written."),
        )


def _refuse_unproven(belonging: Membership) -> None:
    wants_proof = belonging.community.posting_needs_verification
    if wants_proof and belonging.verified_to_post_at is None:
        raise Forbidden(
            "communities.not_verified",
            _("Here one posts after one's name was verified. Please ask the operators."),
        )
    if belonging.minor_consent in {"waiting", "withdrawn"}:
        raise Forbidden(
            "communities.consent_missing",
            _("Posting waits for the consent of your guardian. The operators can tell you more."),
        )


@dataclass(frozen=True)
class Coming:
    """Since when a member belongs here (None: they do not), and whether new members are held."""

    joined_at: datetime | None
    is_holding_newcomers: bool


def coming_of(viewer: Viewer) -> Coming:
    """One query."""
    found = (
        Membership.objects.filter(
            community=viewer.community_id, member=viewer.member_id, left_at=None
        )
        .values_list("joined_at", "community__emergency", "community__emergency_until")
        .first()
    )
    if found is None:
        return Coming(None, is_holding_newcomers=False)
    joined_at, kind, until = found
    is_on = kind == "newcomers" and until is not None and until > clock.now()
    return Coming(joined_at, is_holding_newcomers=is_on)


def member_since(community_id: int, member_id: int) -> datetime | None:
    """When a member joined, None for those who never did; one query."""
    found = Membership.objects.filter(community=community_id, member=member_id)
    return found.values_list("joined_at", flat=True).first()
