"""What profiles tell the town."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Activity):
    name = "profiles.profile_changed"
    verb = "Update"
    object_type = "profiles.card"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class MemberFollowed(Activity):
    """Whom one follows is one's own business: told to the two alone."""

    name = "profiles.member_followed"
    verb = "Follow"
    object_type = "profiles.member"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class MemberUnfollowed(Activity):
    name = "profiles.member_unfollowed"
    verb = "Undo"
    object_type = "profiles.member"
    audience: Audience = "parties"
    retracts = "profiles.member_followed"
