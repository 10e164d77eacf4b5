"""Every write about people: signing up and in, credentials, profile, claims, privacy."""

from __future__ import annotations

from qunluo.people.members.actions.passwords import (
    ask_for_reset,
    change_password,
    reset_password,
)
from qunluo.people.members.actions.sessions import (
    begin_session,
    end_other_sessions,
    end_session,
    forget_session,
    touch_session,
)
from qunluo.people.members.actions.signing_up import (
    ask_to_sign_up,
    confirm_by_code,
    confirm_by_link,
    create_member,
    make_staff,
)

__all__ = [
    "ask_for_reset",
    "ask_to_sign_up",
    "begin_session",
    "change_password",
    "confirm_by_code",
    "confirm_by_link",
    "create_member",
    "end_other_sessions",
    "end_session",
    "forget_session",
    "make_staff",
    "reset_password",
    "touch_session",
]
