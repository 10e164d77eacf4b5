"""What communities tell the town."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Activity):
    name = "communities.organisation_founded"
    verb = "Create"
    object_type = "communities.organisation"


@dataclass(frozen=True, kw_only=True)
class SeatGranted(Activity):
    name = "communities.seat_granted"
    verb = "Grant"
    object_type = "communities.organisation"
    role: str


@dataclass(frozen=True, kw_only=True)
class SeatRevoked(Activity):
    name = "communities.seat_revoked"
    verb = "Revoke"
    object_type = "communities.organisation"
    role: str


@dataclass(frozen=True, kw_only=True)
class CommunityFounded(Activity):
    name = "communities.community_founded"
    verb = "Create"
    object_type = "communities.community"
    access: str
    joining: str


@dataclass(frozen=True, kw_only=True)
class CommunityDescribed(Activity):
    name = "communities.community_described"
    verb = "Update"
    object_type = "communities.community"


@dataclass(frozen=True, kw_only=True)
class PositioningChanged(Activity):
    name = "communities.positioning_changed"
    verb = "Update"
    object_type = "communities.community"
    changed: int


@dataclass(frozen=True, kw_only=True)
class MarketNoteWritten(Activity):
    name = "communities.market_note_written"
    verb = "Create"
    object_type = "communities.market_note"
    kind: str


@dataclass(frozen=True, kw_only=True)
class MarketNoteStruck(Activity):
    name = "communities.market_note_struck"
    verb = "Delete"
    object_type = "communities.market_note"


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Activity):
    name = "communities.settings_changed"
    verb = "Update"
    object_type = "communities.community"
    setting: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class CommunityRenamed(Activity):
    name = "communities.community_renamed"
    verb = "Update"
    object_type = "communities.community"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class CommunityArchived(Activity):
    name = "communities.community_archived"
    verb = "Update"
    object_type = "communities.community"


@dataclass(frozen=True, kw_only=True)
class CommunityReopened(Activity):
    name = "communities.community_reopened"
    verb = "Update"
    object_type = "communities.community"


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(Activity):
    name = "communities.space_opened"
    verb = "Create"
    object_type = "communities.space"
    kind: str
    access: str


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Activity):
    name = "communities.space_changed"
    verb = "Update"
    object_type = "communities.space"
    access: str


@dataclass(frozen=True, kw_only=True)
class SpaceArchived(Activity):
    name = "communities.space_archived"
    verb = "Remove"
    object_type = "communities.space"


@dataclass(frozen=True, kw_only=True)
class SpaceReopened(Activity):
    name = "communities.space_reopened"
    verb = "Undo"
    object_type = "communities.space"


@dataclass(frozen=True, kw_only=True)
class SpacesReordered(Activity):
    name = "communities.spaces_reordered"
    verb = "Arrange"
    object_type = "communities.community"


@dataclass(frozen=True, kw_only=True)
class JoinRequested(Activity):
    name = "communities.join_requested"
    verb = "Offer"
    object_type = "communities.join_request"


@dataclass(frozen=True, kw_only=True)
class JoinWithdrawn(Activity):
    name = "communities.join_withdrawn"
    verb = "Undo"
    object_type = "communities.join_request"


@dataclass(frozen=True, kw_only=True)
class JoinApproved(Activity):
    name = "communities.join_approved"
    verb = "Accept"
    object_type = "communities.join_request"
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class JoinDeclined(Activity):
    name = "communities.join_declined"
    verb = "Reject"
    object_type = "communities.join_request"
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Activity):
    name = "communities.invitation_made"
    verb = "Invite"
    object_type = "communities.invitation"
    uses: int | None
    days: int | None


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Activity):
    name = "communities.invitation_revoked"
    verb = "Undo"
    object_type = "communities.invitation"


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Activity):
    name = "communities.member_joined"
    verb = "Join"
    object_type = "communities.membership"
    channel: str
    invited: bool = False
    returning: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Activity):
    name = "communities.member_left"
    verb = "Leave"
    object_type = "communities.membership"


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Activity):
    name = "communities.member_removed"
    verb = "Remove"
    object_type = "communities.membership"


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Activity):
    name = "communities.membership_changed"
    verb = "Update"
    object_type = "communities.membership"


@dataclass(frozen=True, kw_only=True)
class MemberVerified(Activity):
    name = "communities.member_verified"
    verb = "Update"
    object_type = "communities.membership"
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class BotMarked(Activity):
    """A member was said to be a program, or (`is_bot` false) a person after all."""

    name = "communities.bot_marked"
    verb = "Update"
    object_type = "communities.membership"
    is_bot: bool


@dataclass(frozen=True, kw_only=True)
class ConsentChanged(Activity):
    name = "communities.consent_changed"
    verb = "Update"
    object_type = "communities.membership"
    state: str


@dataclass(frozen=True, kw_only=True)
class OwnershipTransferred(Activity):
    name = "communities.ownership_transferred"
    verb = "Grant"
    object_type = "communities.community"


@dataclass(frozen=True, kw_only=True)
class RoleMade(Activity):
    name = "communities.role_made"
    verb = "Create"
    object_type = "communities.role"
    permission_count: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Activity):
    name = "communities.role_changed"
    verb = "Update"
    object_type = "communities.role"
    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class RoleRetired(Activity):
    name = "communities.role_retired"
    verb = "Remove"
    object_type = "communities.role"


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Activity):
    name = "communities.role_granted"
    verb = "Grant"
    object_type = "communities.membership"
    role_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Activity):
    name = "communities.role_revoked"
    verb = "Revoke"
    object_type = "communities.membership"
    role_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class Visited(Activity):
    name = "communities.visited"
    verb = "View"
    object_type = "communities.community"
