"""Whom the talk in rooms concerns by name; notices do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.members import queries as members
from qunluo.people.notices import actions as notices
from qunluo.talk.chat import queries

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("chat.message_posted", "chat.message_edited", "chat.message_restored")
def tell_of_a_message(line: StreamLine) -> None:
    """Those it calls, then whom it answers; a call is told once, however often it is edited."""
    notices.reveal("chat.message", line.object_id)
    called = queries.called_by(line.object_id)
    if called:
        notices.give(line, "chat.mention", called)
    if line.name == "chat.message_posted" and line.about_actor:
        answered = members.member_ids_of([line.about_actor]).values()
        notices.give(line, "chat.reply", answered)


@listens_to("chat.message_removed")
def hide_with_the_message(line: StreamLine) -> None:
    notices.conceal("chat.message", line.object_id)
