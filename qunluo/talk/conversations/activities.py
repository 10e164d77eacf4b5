"""What conversations tell the town: that somebody wrote, never to whom and never what."""

from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity, Audience


@dataclass(frozen=True, kw_only=True)
class ConversationTold(Activity):
    object_type = "conversations.conversation"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class MessageTold(Activity):
    """About one message; `root` is its conversation."""

    object_type = "conversations.message"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class ConversationStarted(ConversationTold):
    name = "conversations.conversation_started"
    verb = "Create"
    people_count: int


@dataclass(frozen=True, kw_only=True)
class PeopleAdded(ConversationTold):
    name = "conversations.people_added"
    verb = "Add"
    people_count: int


@dataclass(frozen=True, kw_only=True)
class ConversationLeft(ConversationTold):
    name = "conversations.conversation_left"
    verb = "Leave"


@dataclass(frozen=True, kw_only=True)
class ConversationNamed(ConversationTold):
    name = "conversations.conversation_named"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class MessagePosted(MessageTold):
    name = "conversations.message_posted"
    verb = "Create"


@dataclass(frozen=True, kw_only=True)
class MessageEdited(MessageTold):
    name = "conversations.message_edited"
    verb = "Update"


@dataclass(frozen=True, kw_only=True)
class MessageRecalled(MessageTold):
    name = "conversations.message_recalled"
    verb = "Delete"


@dataclass(frozen=True, kw_only=True)
class ReportedRemoved(Activity):
    """Staff removed the messages of a report, or brought them back (`is_back`)."""

    name = "conversations.reported_removed"
    verb = "Delete"
    object_type = "conversations.report"
    audience: Audience = "staff"
    is_back: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonBlocked(Activity):
    """That somebody blocked somebody; whom, only the block itself knows."""

    name = "conversations.person_blocked"
    verb = "Block"
    object_type = "conversations.block"
    audience: Audience = "parties"


@dataclass(frozen=True, kw_only=True)
class BlockLifted(Activity):
    name = "conversations.block_lifted"
    verb = "Undo"
    object_type = "conversations.block"
    audience: Audience = "parties"
    retracts = "conversations.person_blocked"
