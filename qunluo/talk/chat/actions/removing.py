"""Recall one's own message, remove another's, bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.people.moderation import actions as moderation
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.ground import (
    change,
    locked_message,
    of_message,
    require_member,
    require_standing,
)
from qunluo.talk.chat.actions.posting import release, require_recent
from qunluo.talk.chat.activities import MessageRemoved, MessageRestored

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.talk.chat.models import Message, Room


@action
def recall_message(author: Viewer, message_id: int) -> None:
    """Take one's own words back; a mark stays.

    Refuses with `chat.message_gone`, `chat.may_not_recall`, `chat.too_late`.
    """
    require_member(author)
    message, room = locked_message(author, message_id)
    require_standing(message)
    if not rules.is_own(author, message):
        raise Forbidden("chat.may_not_recall", _("You may only recall your own messages."))
    if not rules.may_remove(author, room):
        require_recent(author, message)
    change(
        room,
        message,
        removed_at=clock.now(),
        removed_by_id=author.member_id,
        removed_reason="author",
    )
    envelope = of_message(author, room, message.pk)
    record(MessageRemoved(**envelope, reason="author", is_own=True))


@action
def remove_message(keeper: Viewer, message_id: int, reason: str, *, note: str = "") -> None:
    """Remove softly; a mark with the class of the reason stays. Another's author is told it with the
    `note`, and may appeal.

    Refuses with `not_permitted`, `chat.message_gone`, `chat.reason_missing`.
    """
    require_member(keeper)
    message, room = locked_message(keeper, message_id)
    if reason not in rules.REMOVAL_REASONS or reason in {"author", rules.HELD}:
        told = _("Choose a reason; the author and readers will see it.")
        raise Invalid("chat.reason_missing", told, fields={"reason": told})
    _take_away(keeper, message, room, reason=reason, note=note)
    if not rules.is_own(keeper, message):
        why = rules.REMOVAL_REASONS[reason]
        moderation.note_removal(keeper, _taken(message, room), why, note=note)


@action
def restore_message(keeper: Viewer, message_id: int) -> None:
    """Bring back what was removed, or let through what is held; what was recalled stays so.

    Refuses with `not_permitted`, `chat.not_removed`, `chat.recalled`.
    """
    require_member(keeper)
    message, room = locked_message(keeper, message_id)
    _bring_back(keeper, message, room)
    moderation.note_restoring(keeper, "chat.message", message.pk)


@action
def hide_message(keeper: Viewer, message_id: int, *, reason: str) -> None:
    """Like `remove_message`, for a decision that is on record already; `held` puts it back into
    review."""
    require_member(keeper)
    message, room = locked_message(keeper, message_id)
    known = reason if reason in rules.REMOVAL_REASONS and reason != "author" else "moderation"
    note = "" if known == reason else reason
    _take_away(keeper, message, room, reason=known, note=note)


@action
def show_message(keeper: Viewer, message_id: int) -> None:
    """Like `restore_message`, for a decision that is on record already."""
    require_member(keeper)
    _bring_back(keeper, *locked_message(keeper, message_id))


def _take_away(keeper: Viewer, message: Message, room: Room, *, reason: str, note: str) -> None:
    keeper.require(rules.REMOVE, room.space_id)
    was_held = message.removed_reason == rules.HELD
    if not was_held and not (reason == rules.HELD and message.removed_reason == "moderation"):
        require_standing(message)
    change(
        room,
        message,
        removed_at=clock.now(),
        removed_by_id=keeper.member_id,
        removed_reason=reason,
        removed_note=note[:300],
    )
    envelope = of_message(keeper, room, message.pk, whom=message.author_id)
    if was_held:  # nobody ever heard of it
        envelope["audience"] = "staff"
    is_own = rules.is_own(keeper, message)
    record(MessageRemoved(**envelope, reason=reason, is_own=is_own))


def _bring_back(keeper: Viewer, message: Message, room: Room) -> None:
    keeper.require(rules.REMOVE, room.space_id)
    if message.removed_at is None:
        raise Refusal("chat.not_removed", _("This message is not removed."))
    if message.removed_reason == "author":
        told = _("The author took this back. Only the author could say it again.")
        raise Refusal("chat.recalled", told)
    if message.removed_reason == rules.HELD:
        release(keeper, room, message)
        return
    change(room, message, removed_at=None, removed_by_id=None, removed_reason="", removed_note="")
    envelope = of_message(keeper, room, message.pk, whom=message.author_id)
    record(MessageRestored(**envelope))


def _taken(message: Message, room: Room) -> moderation.Taken:
    return moderation.Taken(
        "chat.message", message.pk, message.author_id, room.name, room.space_id, message.posted_at
    )
