"""Every write of this domain, one verb per function."""

from qunluo.people.communities.actions.barring import hold_back, hold_community
from qunluo.people.communities.actions.describing import (
    describe_community,
    position_community,
    set_cover,
    strike_market_note,
    write_market_note,
)
from qunluo.people.communities.actions.forgetting import forget_member
from qunluo.people.communities.actions.founding import found_community, found_organisation
from qunluo.people.communities.actions.inviting import (
    join_by_invitation,
    make_invitation,
    revoke_invitation,
)
from qunluo.people.communities.actions.joining import (
    approve_join,
    decide_joins,
    decline_join,
    join,
    request_to_join,
    withdraw_request,
)
from qunluo.people.communities.actions.leaving import leave, remove_member, transfer_ownership
from qunluo.people.communities.actions.membership import (
    change_own_membership,
    mark_bot,
    set_minor_consent,
    verify_to_post,
)
from qunluo.people.communities.actions.purging import purge_demo
from qunluo.people.communities.actions.roles import (
    change_role,
    grant_role,
    make_role,
    retire_role,
    revoke_grant,
)
from qunluo.people.communities.actions.seats import grant_seat, revoke_seat
from qunluo.people.communities.actions.settling import (
    archive_community,
    ask_second_step_of_staff,
    change_settings,
    rename_slug,
    reopen_community,
    set_admission,
    set_join_questions,
    set_profile_fields,
)
from qunluo.people.communities.actions.spaces import (
    archive_space,
    change_space,
    open_space,
    reopen_space,
    reorder_spaces,
)
from qunluo.people.communities.actions.visiting import (
    Presence,
    VisitorCount,
    record_visitors,
    record_visits,
)

__all__ = [
    "Presence",
    "VisitorCount",
    "approve_join",
    "archive_community",
    "archive_space",
    "ask_second_step_of_staff",
    "change_own_membership",
    "change_role",
    "change_settings",
    "change_space",
    "decide_joins",
    "decline_join",
    "describe_community",
    "forget_member",
    "found_community",
    "found_organisation",
    "grant_role",
    "grant_seat",
    "hold_back",
    "hold_community",
    "join",
    "join_by_invitation",
    "leave",
    "make_invitation",
    "make_role",
    "mark_bot",
    "open_space",
    "position_community",
    "purge_demo",
    "record_visitors",
    "record_visits",
    "remove_member",
    "rename_slug",
    "reopen_community",
    "reopen_space",
    "reorder_spaces",
    "request_to_join",
    "retire_role",
    "revoke_grant",
    "revoke_invitation",
    "revoke_seat",
    "set_admission",
    "set_cover",
    "set_join_questions",
    "set_minor_consent",
    "set_profile_fields",
    "strike_market_note",
    "transfer_ownership",
    "verify_to_post",
    "withdraw_request",
    "write_market_note",
]
