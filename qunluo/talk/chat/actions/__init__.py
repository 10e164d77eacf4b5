"""Every write of chat; one verb per function."""

from qunluo.talk.chat.actions.forgetting import drop_old, forget_member, purge_talk
from qunluo.talk.chat.actions.gathering import gather_talk
from qunluo.talk.chat.actions.keeping import Setup, open_room, set_up_room
from qunluo.talk.chat.actions.posting import Utterance, edit_message, post_message
from qunluo.talk.chat.actions.reacting import react, withdraw_reaction
from qunluo.talk.chat.actions.removing import (
    hide_message,
    recall_message,
    remove_message,
    restore_message,
    show_message,
)
from qunluo.talk.chat.actions.renewing import render_messages_again, render_notes_again
from qunluo.talk.chat.actions.sitting import mark_read, mute_room

__all__ = [
    "Setup",
    "Utterance",
    "drop_old",
    "edit_message",
    "forget_member",
    "gather_talk",
    "hide_message",
    "mark_read",
    "mute_room",
    "open_room",
    "post_message",
    "purge_talk",
    "react",
    "recall_message",
    "remove_message",
    "render_messages_again",
    "render_notes_again",
    "restore_message",
    "set_up_room",
    "show_message",
    "withdraw_reaction",
]
