"""React to messages with one of a few signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.stream.record import record
from qunluo.talk.chat import rules
from qunluo.talk.chat.actions.ground import (
    change,
    locked_message,
    of_message,
    require_standing,
    require_talking,
)
from qunluo.talk.chat.activities import ReactionGiven, ReactionWithdrawn
from qunluo.talk.chat.models import Reaction

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def react(member: Viewer, message_id: int, sign: str) -> None:
    """Put a sign on a message, each sign once; not on one's own.

    Refuses with `chat.unknown_sign`, `chat.own_message`, `chat.reacted`, `chat.message_gone`.
    """
    if sign not in rules.SIGNS:
        raise Invalid("chat.unknown_sign", _("There is no such sign."))
    message, room = locked_message(member, message_id)
    member_id = require_talking(member, room)
    require_standing(message)
    if rules.is_own(member, message):
        raise Refusal("chat.own_message", _("This message is your own. Leave signs to others."))
    # Leans on chat_reaction_once.
    _row, is_new = Reaction.objects.get_or_create(
        message=message, member_id=member_id, sign=sign, defaults={"given_at": clock.now()}
    )
    if not is_new:
        raise Refusal("chat.reacted", _("You have given this sign already."))
    change(room, message)
    envelope = of_message(member, room, message.pk, whom=message.author_id)
    record(ReactionGiven(**envelope, sign=sign))


@action
def withdraw_reaction(member: Viewer, message_id: int, sign: str) -> None:
    """Refuses with `chat.not_reacted`."""
    message, room = locked_message(member, message_id)
    member_id = require_talking(member, room)
    given = Reaction.objects.filter(message=message, member=member_id, sign=sign)
    gone, _by_table = given.delete()
    if not gone:
        raise Refusal("chat.not_reacted", _("You have not given this sign."))
    change(room, message)
    envelope = of_message(member, room, message.pk, whom=message.author_id)
    record(ReactionWithdrawn(**envelope, sign=sign))
