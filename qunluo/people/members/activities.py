from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class SignedUp(Activity):
    name = "members.signed_up"
    verb = "Create"
    object_type = "members.member"
    via: str
