"""Reads about people on this installation."""

from __future__ import annotations

from qunluo.people.members.queries.people import (
    Person,
    actor_keys,
    aliases,
    member_ids_of,
    own_email,
    persons,
    viewer_by_id,
    viewer_of,
)
from qunluo.people.members.queries.proofs import (
    needs_second_factor,
    prove_password_again,
    proven_by_password,
)

__all__ = [
    "Person",
    "actor_keys",
    "aliases",
    "member_ids_of",
    "needs_second_factor",
    "own_email",
    "persons",
    "prove_password_again",
    "proven_by_password",
    "viewer_by_id",
    "viewer_of",
]
