"""Whom a message reaches by notice; a recalled one reaches nobody any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.kernel.stream.listening import listens_to
from qunluo.people.notices import actions as notices
from qunluo.talk.conversations import queries

if TYPE_CHECKING:
    from qunluo.kernel.stream.models import StreamLine


@listens_to("conversations.message_posted")
def tell_of_a_message(line: StreamLine) -> None:
    notices.give(line, "conversations.message", queries.heard_by(line.object_id))


@listens_to("conversations.message_recalled")
def hide_with_the_message(line: StreamLine) -> None:
    notices.conceal("conversations.message", line.object_id)
