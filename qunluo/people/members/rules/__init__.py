"""What members may do: handles, passwords, addresses, how often, and with which scopes."""

from __future__ import annotations

from qunluo.people.members.rules.claiming import may_claim, require_staff
from qunluo.people.members.rules.identity import (
    acceptable_handle,
    acceptable_name,
    acceptable_password,
    tidy_email,
)
from qunluo.people.members.rules.scopes import (
    acceptable_scopes,
    known_scopes,
    register_scopes,
    require_person,
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
    "acceptable_scopes",
    "count_code",
    "count_mail",
    "count_sign_in",
    "count_sign_up",
    "forgive_sign_in",
    "known_scopes",
    "may_claim",
    "register_scopes",
    "require_person",
    "require_staff",
    "tidy_email",
]
