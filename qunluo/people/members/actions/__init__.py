"""Every write about people: signing up and in, credentials, profile, claims, privacy."""

from __future__ import annotations

from qunluo.people.members.actions.claiming import (
    ask_to_claim,
    decide_claim,
    withdraw_claim,
)
from qunluo.people.members.actions.copying import (
    ask_for_copy,
    drop_old_copies,
    make_copy,
)
from qunluo.people.members.actions.importing import (
    AddedPerson,
    ImportedPerson,
    add_placeholders,
    withdraw_placeholders,
)
from qunluo.people.members.actions.leaving import (
    ask_for_erasure,
    drop_what_ran_out,
    erase,
)
from qunluo.people.members.actions.merging import (
    merge,
    undo_merge,
)
from qunluo.people.members.actions.outside import (
    link_outside,
    sign_up_outside,
    unlink_outside,
)
from qunluo.people.members.actions.passwords import (
    ask_for_reset,
    change_password,
    reset_password,
)
from qunluo.people.members.actions.peopling import (
    bring_demo_member,
    let_demo_member_in,
    remove_demo_members,
)
from qunluo.people.members.actions.profile import (
    ProfileWords,
    ask_to_change_email,
    change_profile,
    choose_language,
    choose_theme,
    confirm_email,
    set_avatar,
)
from qunluo.people.members.actions.second_factor import (
    begin_authenticator,
    confirm_authenticator,
    pass_second_step,
    remove_authenticator,
    renew_recovery_codes,
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
from qunluo.people.members.actions.tokens import (
    make_token,
    note_token_used,
    revoke_token,
)
from qunluo.people.members.actions.watching import (
    open_record,
)

__all__ = [
    "AddedPerson",
    "ImportedPerson",
    "ProfileWords",
    "add_placeholders",
    "ask_for_copy",
    "ask_for_erasure",
    "ask_for_reset",
    "ask_to_change_email",
    "ask_to_claim",
    "ask_to_sign_up",
    "begin_authenticator",
    "begin_session",
    "bring_demo_member",
    "change_password",
    "change_profile",
    "choose_language",
    "choose_theme",
    "confirm_authenticator",
    "confirm_by_code",
    "confirm_by_link",
    "confirm_email",
    "create_member",
    "decide_claim",
    "drop_old_copies",
    "drop_what_ran_out",
    "end_other_sessions",
    "end_session",
    "erase",
    "forget_session",
    "let_demo_member_in",
    "link_outside",
    "make_copy",
    "make_staff",
    "make_token",
    "merge",
    "note_token_used",
    "open_record",
    "pass_second_step",
    "remove_authenticator",
    "remove_demo_members",
    "renew_recovery_codes",
    "reset_password",
    "revoke_token",
    "set_avatar",
    "sign_up_outside",
    "touch_session",
    "undo_merge",
    "unlink_outside",
    "withdraw_claim",
    "withdraw_placeholders",
]
