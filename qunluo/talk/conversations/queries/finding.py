"""Conversations and messages a viewer may reach: those they sit in, and nothing else, staff or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.purposes import VOICE
from qunluo.kernel.refusal import Invalid, one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.talk.conversations import rules
from qunluo.talk.conversations.models import Block, Conversation, Message, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer

PURPOSES = (rules.ATTACHED, VOICE)


def seats_of(viewer: Viewer) -> QuerySet[Seat]:
    return Seat.objects.filter(member=viewer.member_id or 0, left_at=None)


def conversations_of(viewer: Viewer) -> QuerySet[Conversation]:
    """Conversations the viewer sits in now, in all communities."""
    return Conversation.objects.filter(pk__in=seats_of(viewer).values("conversation"))


def conversation_for(viewer: Viewer, conversation_id: int) -> Conversation:
    """The conversation with its community, or `missing`."""
    viewer.require_member_id()
    found = conversations_of(viewer).select_related("community").filter(pk=conversation_id)
    return one_or_missing(found)


def seat_in(viewer: Viewer, conversation_id: int) -> Seat:
    return one_or_missing(seats_of(viewer).filter(conversation=conversation_id))


def messages_of(viewer: Viewer) -> QuerySet[Message]:
    """Messages the viewer may read: in their conversations, from where they came in."""
    return Message.objects.filter(
        conversation__seats__member=viewer.member_id or 0,
        conversation__seats__left_at=None,
        number__gte=F("conversation__seats__first_number"),
    )


def message_for(viewer: Viewer, message_id: int) -> Message:
    """The message with its conversation and community, or `missing`."""
    viewer.require_member_id()
    found = messages_of(viewer).select_related("conversation__community", "file")
    return one_or_missing(found.filter(pk=message_id))


def posted_before(viewer: Viewer, client_id: str) -> int | None:
    """The message that the viewer's page sent under this id already."""
    found = Message.objects.filter(author=viewer.require_member_id(), client_id=client_id)
    return found.values_list("pk", flat=True).first()


def attachable(viewer: Viewer, conversation: Conversation, file_id: int) -> StoredFile:
    """The viewer's own upload for conversations, which no message carries yet, or `missing`."""
    found = StoredFile.objects.filter(
        pk=file_id,
        owner_key=viewer.actor_key or "",
        community_id=conversation.community_id,
        access="parties",
        purpose__in=PURPOSES,
    )
    return one_or_missing(found.filter(~Exists(Message.objects.filter(file=OuterRef("pk")))))


def may_read_file(viewer: Viewer, file_id: int) -> bool:
    """Whether a message the viewer may read carries the file; one query."""
    if viewer.member_id is None:
        return False
    return messages_of(viewer).filter(file=file_id, removed_at=None).exists()


def people_in(conversation_ids: Iterable[int]) -> dict[int, list[int]]:
    """Who sits in which conversation now; one query."""
    found: dict[int, list[int]] = {}
    rows = Seat.objects.filter(conversation__in=list(conversation_ids), left_at=None)
    for conversation_id, member_id in rows.order_by("pk").values_list(
        "conversation_id", "member_id"
    ):
        found.setdefault(conversation_id, []).append(member_id)
    return found


def blocks_between(member_id: int, others: Iterable[int]) -> dict[int, str]:
    """By other person: `blocked_by_me` or `blocked`; one query."""
    others = list(others)
    mine = Q(blocker=member_id, blocked__in=others)
    rows = Block.objects.filter(mine | Q(blocked=member_id, blocker__in=others))
    found: dict[int, str] = {}
    for blocker, blocked in rows.values_list("blocker_id", "blocked_id"):
        if blocker == member_id:
            found[blocked] = "blocked_by_me"
        else:
            found.setdefault(blocker, "blocked")
    return found


def heard_by(message_id: int) -> list[int]:
    """Whom a new message reaches by notice: those who sit there and have not muted it; one query."""
    rows = Seat.objects.filter(
        conversation__messages=message_id, left_at=None, is_muted=False
    ).exclude(read_number__gte=F("conversation__last_number"))
    return list(rows.values_list("member_id", flat=True))


def conversation_topic(conversation_id: int) -> str:
    """What open pages hear of a conversation."""
    return f"conversation:{conversation_id}"


def conversation_address(conversation_id: int) -> str:
    return reverse("conversations:conversation", kwargs={"conversation_id": conversation_id})


def message_address(message_id: int) -> str:
    return reverse("conversations:message", kwargs={"message_id": message_id})


def direct_with(viewer: Viewer, other_id: int) -> int | None:
    """The conversation of these two in the community the viewer stands in; one query."""
    pair = rules.pair_of(viewer.member_id or 0, other_id)
    found = Conversation.objects.filter(community=viewer.community_id, pair=pair)
    return found.exclude(last_number=0).values_list("pk", flat=True).first()


def people_named(community_id: int, typed: str) -> list[int]:
    """Members by their handles between blanks. Refuses with `conversations.unknown_people`."""
    for mark in "，、,;；":
        typed = typed.replace(mark, " ")
    handles = [word.removeprefix("@").lower() for word in typed.split() if word.strip("@")]
    found = communities.ids_by_handle(community_id, handles[: rules.MOST_PEOPLE * 2])
    if unknown := [handle for handle in handles if handle not in found]:
        told = _("There is no member @%(handle)s in this community.") % {"handle": unknown[0][:40]}
        raise Invalid("conversations.unknown_people", told, fields={"people": told})
    return list(found.values())
