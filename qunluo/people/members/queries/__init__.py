"""Reads about people on this installation."""

from __future__ import annotations

from qunluo.people.members.queries.account import (
    OutsideLine,
    ProfileSheet,
    SecuritySheet,
    SessionLine,
    own_email,
    profile_sheet,
    security_sheet,
    waiting_secret,
)
from qunluo.people.members.queries.people import (
    Person,
    actor_keys,
    aliases,
    member_ids_of,
    operator,
    persons,
    viewer_by_id,
    viewer_of,
)
from qunluo.people.members.queries.proofs import (
    needs_second_factor,
    prove_password_again,
    proven_by_password,
)
from qunluo.people.members.queries.tokens import (
    TokenLine,
    TokenUnknown,
    UsedToken,
    tokens_of,
    viewer_of_token,
)

__all__ = [
    "OutsideLine",
    "Person",
    "ProfileSheet",
    "SecuritySheet",
    "SessionLine",
    "TokenLine",
    "TokenUnknown",
    "UsedToken",
    "actor_keys",
    "aliases",
    "member_ids_of",
    "needs_second_factor",
    "operator",
    "own_email",
    "persons",
    "profile_sheet",
    "prove_password_again",
    "proven_by_password",
    "security_sheet",
    "tokens_of",
    "viewer_by_id",
    "viewer_of",
    "viewer_of_token",
    "waiting_secret",
]
