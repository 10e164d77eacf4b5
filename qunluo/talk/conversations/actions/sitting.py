"""How far one has read, whether one wants to hear of it, and whom one does not want to hear.

Nobody is told of the first two: what someone reads is theirs (ADR 0041).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import bus, clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.stream.record import record
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.talk.conversations.activities import BlockLifted, PersonBlocked
from qunluo.talk.conversations.models import Block, Seat
from qunluo.talk.conversations.queries.finding import conversation_for

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer


@action
def mark_read(member: Viewer, conversation_id: int, number: int) -> None:
    """Remember the highest number seen; lower ones change nothing. One's other pages hear."""
    talk = conversation_for(member, conversation_id)
    number = max(0, min(number, talk.last_number))
    own = Seat.objects.filter(conversation=talk, member=member.member_id, read_number__lt=number)
    if own.update(read_number=number, read_at=clock.now()):
        member_id = member.require_member_id()
        notices.see(member_id, ("conversations.conversation", talk.pk))
        told = {"room": talk.pk, "number": number}
        bus.tell(f"member:{member_id}", "conversation.read", told)


@action
def mute_conversation(member: Viewer, conversation_id: int, is_muted: bool) -> None:
    """A muted conversation counts nothing and gives no notice."""
    talk = conversation_for(member, conversation_id)
    Seat.objects.filter(conversation=talk, member=member.member_id).update(is_muted=is_muted)


@action
def block_person(member: Viewer, other_id: int) -> None:
    """Hear nothing more from somebody: what the two wrote stays and is frozen.

    Refuses with `sign_in_required`, `missing`, `conversations.oneself`, `conversations.blocked_already`.
    """
    member_id = member.require_member_id()
    if other_id == member_id:
        raise Refusal("conversations.oneself", _("This would be yourself."))
    if other_id not in members.persons([other_id]):
        raise missing()
    # Leans on conversations_block_once.
    row, is_new = Block.objects.get_or_create(
        blocker_id=member_id, blocked_id=other_id, defaults={"made_at": clock.now()}
    )
    if not is_new:
        raise Refusal("conversations.blocked_already", _("You have blocked this person already."))
    record(PersonBlocked(object_id=row.pk, community_id=None, actor_key=member.actor_key))


@action
def lift_block(member: Viewer, other_id: int) -> None:
    """Refuses with `conversations.not_blocked`."""
    row = Block.objects.filter(blocker=member.require_member_id(), blocked=other_id).first()
    if row is None:
        raise Refusal("conversations.not_blocked", _("You have not blocked this person."))
    told = BlockLifted(object_id=row.pk, community_id=None, actor_key=member.actor_key)
    row.delete()
    record(told)
