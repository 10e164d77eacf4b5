"""Every read about notices that another module may make."""

from qunluo.people.notices.queries.choosing import (
    NEW_TOPICS,
    SettingsSheet,
    choices_kept,
    habit_of,
    hows_for,
    settings_sheet,
    watching,
)
from qunluo.people.notices.queries.inbox import (
    InboxLine,
    KindLine,
    inbox,
    kinds_in_inbox,
    line_address,
    lines_of,
    unread_count,
)
from qunluo.people.notices.queries.keeping import (
    TO_DIGEST,
    members_due,
    members_with_digest,
    members_with_lines,
    notices_kept,
)
from qunluo.people.notices.queries.seeing import cards_of

__all__ = [
    "NEW_TOPICS",
    "TO_DIGEST",
    "InboxLine",
    "KindLine",
    "SettingsSheet",
    "cards_of",
    "choices_kept",
    "habit_of",
    "hows_for",
    "inbox",
    "kinds_in_inbox",
    "line_address",
    "lines_of",
    "members_due",
    "members_with_digest",
    "members_with_lines",
    "notices_kept",
    "settings_sheet",
    "unread_count",
    "watching",
]
