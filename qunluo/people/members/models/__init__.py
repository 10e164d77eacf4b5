"""Tables of members: people, their credentials, claims and merges, and their privacy."""

from __future__ import annotations

from qunluo.people.members.models.claiming import Claim, Merge, OutsideIdentity
from qunluo.people.members.models.credentials import (
    AccessToken,
    Authenticator,
    MailProof,
    OutsideLogin,
    PendingSignUp,
    RecoveryCode,
    Session,
)
from qunluo.people.members.models.person import Member, MemberKeeper, new_actor_key
from qunluo.people.members.models.privacy import DataCopy, Erasure, StaffAccess

__all__ = [
    "AccessToken",
    "Authenticator",
    "Claim",
    "DataCopy",
    "Erasure",
    "MailProof",
    "Member",
    "MemberKeeper",
    "Merge",
    "OutsideIdentity",
    "OutsideLogin",
    "PendingSignUp",
    "RecoveryCode",
    "Session",
    "StaffAccess",
    "new_actor_key",
]
