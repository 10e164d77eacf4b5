"""Every write of conversations; one verb per function."""

from qunluo.talk.conversations.actions.forgetting import (
    drop_old,
    forget_member,
    purge_conversations,
)
from qunluo.talk.conversations.actions.posting import edit_message, post_message, recall_message
from qunluo.talk.conversations.actions.reporting import (
    remove_reported,
    report_messages,
    restore_reported,
)
from qunluo.talk.conversations.actions.sitting import (
    block_person,
    lift_block,
    mark_read,
    mute_conversation,
)
from qunluo.talk.conversations.actions.starting import (
    add_people,
    leave_conversation,
    name_conversation,
    start_direct,
    start_group,
)

__all__ = [
    "add_people",
    "block_person",
    "drop_old",
    "edit_message",
    "forget_member",
    "leave_conversation",
    "lift_block",
    "mark_read",
    "mute_conversation",
    "name_conversation",
    "post_message",
    "purge_conversations",
    "recall_message",
    "remove_reported",
    "report_messages",
    "restore_reported",
    "start_direct",
    "start_group",
]
