from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class AboutMember(Activity):
    """What happens to an account concerns its owner and staff, nobody else."""

    object_type = "members.member"
    audience: Audience = "staff"


@dataclass(frozen=True, kw_only=True)
class SignedUp(AboutMember):
    """`via`: email, shell, oidc, weixin."""

    name = "members.signed_up"
    verb = "Create"
    via: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(AboutMember):
    """`via`: password, oidc, weixin."""

    name = "members.signed_in"
    verb = "SignIn"
    via: str


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AboutMember):
    name = "members.sessions_ended"
    verb = "SignOut"
    count: int


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(AboutMember):
    """`what`: names of the changed fields, comma-separated."""

    name = "members.profile_changed"
    verb = "Update"
    what: str


@dataclass(frozen=True, kw_only=True)
class CredentialChanged(AboutMember):
    """`what`: password, email, authenticator, recovery_codes, oidc, weixin.
    `how`: set, removed, reset, used, asked."""

    name = "members.credential_changed"
    verb = "Update"
    what: str
    how: str


@dataclass(frozen=True, kw_only=True)
class TokenMade(AboutMember):
    name = "members.token_made"
    verb = "Create"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(AboutMember):
    name = "members.token_revoked"
    verb = "Delete"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimAsked(AboutMember):
    """The object is the placeholder."""

    name = "members.claim_asked"
    verb = "Offer"
    claim_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimDecided(AboutMember):
    """The object is the placeholder; `about_actor` is who asked. `proof`: code, staff."""

    name = "members.claim_decided"
    verb = "Accept"
    claim_id: int
    is_granted: bool
    proof: str


@dataclass(frozen=True, kw_only=True)
class Merged(AboutMember):
    """The object is the kept member; `about_actor` is the absorbed one's key."""

    name = "members.merged"
    verb = "Add"
    absorbed_id: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(AboutMember):
    name = "members.merge_undone"
    verb = "Undo"
    absorbed_id: int


@dataclass(frozen=True, kw_only=True)
class CopyAsked(AboutMember):
    name = "members.copy_asked"
    verb = "Offer"


@dataclass(frozen=True, kw_only=True)
class CopyMade(AboutMember):
    name = "members.copy_made"
    verb = "Create"
    bytes: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(AboutMember):
    name = "members.erasure_asked"
    verb = "Offer"


@dataclass(frozen=True, kw_only=True)
class ErasureCalledOff(AboutMember):
    name = "members.erasure_called_off"
    verb = "Undo"


@dataclass(frozen=True, kw_only=True)
class Erased(AboutMember):
    """Told without an actor: the key's link is gone in the same transaction."""

    name = "members.erased"
    verb = "Delete"


@dataclass(frozen=True, kw_only=True)
class StaffLooked(AboutMember):
    """Staff opened a member's personal record; the reason stays in the log of access."""

    name = "members.staff_looked"
    verb = "View"
