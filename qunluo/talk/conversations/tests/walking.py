"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.talk.conversations.models import Conversation, Message, Seat


def plant(place: Any) -> dict[str, object]:
    """A conversation of the place's author with themselves, saying its secret: nobody else sits
    there, whatever they may read or keep elsewhere.
    """
    now = place.space.opened_at
    with writing("conversations"):
        talk = Conversation.objects.create(
            community_id=place.space.community_id,
            name=f"Group {place.secret}",
            started_by_id=place.author.member_id,
            started_at=now,
            last_number=1,
            last_change=1,
            last_posted_at=now,
        )
        Seat.objects.create(conversation=talk, member_id=place.author.member_id, joined_at=now)
        message = Message.objects.create(
            conversation=talk,
            number=1,
            change=1,
            author_id=place.author.member_id,
            client_id=f"walk-{talk.pk}",
            body_source=f"Said {place.secret}",
            body_html=f"<p>Said {place.secret}</p>",
            posted_at=now,
        )
    return {
        "conversation_id": talk.pk,
        "conversations:message.message_id": message.pk,
        "conversations:options.message_id": message.pk,
        "conversations:edit.message_id": message.pk,
        "conversations:recall.message_id": message.pk,
        "conversations:report.message_id": message.pk,
        "api:getConversationMessage.message_id": message.pk,
        "api:getConversationMessageSource.message_id": message.pk,
        "api:reportConversationMessages.message_id": message.pk,
    }
