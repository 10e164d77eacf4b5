"""Recall one's own message, remove another's, bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.kernel.stream.record import record
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
    """Remove softly; a mark with the class of the reason stays. `held` puts it back into review.

    Refuses with `not_permitted`, `chat.message_gone`, `chat.reason_missing`.
    """
    require_member(keeper)
    message, room = locked_message(keeper, message_id)
    keeper.require(rules.REMOVE, room.space_id)
    was_held = message.removed_reason == rules.HELD
    if not was_held and not (reason == rules.HELD and message.removed_reason == "moderation"):
        require_standing(message)
    if reason not in rules.REMOVAL_REASONS or reason == "author":
        told = _("Choose a reason; the author and readers will see it.")
        raise Invalid("chat.reason_missing", told, fields={"reason": told})
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


@action
def restore_message(keeper: Viewer, message_id: int) -> None:
    """Bring back what was removed, or let through what is held; what was recalled stays so.

    Refuses with `not_permitted`, `chat.not_removed`, `chat.recalled`.
    """
    require_member(keeper)
    message, room = locked_message(keeper, message_id)
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
