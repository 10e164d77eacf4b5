"""What members may do: handles, passwords, addresses, how often, and with which scopes."""

from __future__ import annotations

from qunluo.people.members.rules.claiming import may_claim, require_staff
from qunluo.people.members.rules.identity import (
    acceptable_handle,
    acceptable_name,
    acceptable_password,
    tidy_email,
)
from qunluo.people.members.rules.throttling import (
    Caller,
    count_code,
    count_mail,
    count_sign_in,
    count_sign_up,
    forgive_sign_in,
)

__all__ = [
    "Caller",
    "acceptable_handle",
    "acceptable_name",
    "acceptable_password",
    "count_code",
    "count_mail",
    "count_sign_in",
    "count_sign_up",
    "forgive_sign_in",
    "may_claim",
    "require_staff",
    "tidy_email",
]
