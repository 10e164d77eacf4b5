"""Conversations for programs and for the page's own script; ids are opaque strings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, File, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.chat.queries import wire, wires
from qunluo.talk.chat.web.shapes import (
    Message,
    Messages,
    NewMessage,
    Reading,
    RoomName,
    Uploaded,
    Wish,
    Words,
)
from qunluo.talk.conversations import actions, queries
from qunluo.talk.conversations.web import keep_file, keep_pace, say, tell_typing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.kernel.viewer import Viewer

router = Router(tags=["conversations"])
ALL = "/conversations"
ONE = f"{ALL}/{{conversation_id}}"
MESSAGE = f"{ALL}/messages/{{message_id}}"
Token = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]


class Conversation(Schema):
    """`people` are the others; `unread` is 0 in muted ones."""

    id: str
    title: str
    people: list[RoomName]
    community: str
    address: str
    is_group: bool
    is_muted: bool
    unread: int
    last_posted_at: datetime


class Conversations(Schema):
    items: list[Conversation]
    next: str | None


class NewConversation(Schema):
    """One member id for a conversation of two (found again if there is one), several for a group."""

    members: Annotated[list[str], Field(min_length=1, max_length=19)]
    name: Annotated[str, Field(max_length=60)] = ""


class Started(Schema):
    id: str


class PeopleToAdd(Schema):
    members: Annotated[list[str], Field(min_length=1, max_length=19)]


class Place(Schema):
    cursor: str = ""


class Reported(Schema):
    """`numbers`: further messages of the same author; `rule`: a key of the community's rules."""

    numbers: Annotated[list[int], Field(max_length=50)] = []
    rule: Annotated[str, Field(max_length=20)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


@router.get(ALL, response=Conversations, operation_id="listConversations")
def list_conversations(request: HttpRequest, place: Annotated[Place, Query()]) -> dict[str, Any]:
    """One's own, the last written in first."""
    page = queries.lines(_viewer(request), place.cursor or None)
    return {"items": [_line(one) for one in page.items], "next": page.next_cursor or None}


@router.post(
    "/communities/{slug}/conversations",
    response={201: Started},
    operation_id="startConversation",
)
def start(request: HttpRequest, slug: str, sent: NewConversation) -> Status[dict[str, str]]:
    viewer = entering(request, slug)
    ids = [number_of(one) for one in sent.members]
    if len(ids) == 1 and not sent.name:
        made = actions.start_direct(viewer, ids[0])
    else:
        made = actions.start_group(viewer, ids, name=sent.name)
    return Status(201, {"id": str(made)})


@router.get(f"{ONE}/messages", response=Messages, operation_id="listConversationMessages")
def list_messages(
    request: HttpRequest, conversation_id: str, wanted: Annotated[Wish, Query()]
) -> dict[str, Any]:
    """In order of number; with `since` in order of change: what a page missed, each once."""
    viewer = _viewer(request)
    talk = queries.conversation_for(viewer, number_of(conversation_id))
    seat = queries.seat_in(viewer, talk.pk)
    if wanted.since is not None:
        found = queries.changes(talk, seat, wanted.since, size=wanted.size)
    else:
        place = {"before": wanted.before, "after": wanted.after, "around": wanted.around}
        found = queries.window(talk, seat, place, size=wanted.size)
    return {
        "items": wires(found.items),
        "has_earlier": found.has_earlier,
        "has_later": found.has_later,
        "change": found.change,
        "last_number": found.last_number,
    }


@router.post(f"{ONE}/messages", response={201: Message}, operation_id="postConversationMessage")
def post_message(
    request: HttpRequest, conversation_id: str, sent: NewMessage, token: Token = ""
) -> Status[dict[str, Any]]:
    """Needs an `Idempotency-Key`: sent again with the same one, it is still said once."""
    viewer = _viewer(request)
    talk = queries.conversation_for(viewer, number_of(conversation_id))
    before = queries.posted_before(viewer, token) if token else None
    is_new = before is None and sent.file is not None
    file = queries.attachable(viewer, talk, sent.file) if is_new and sent.file else None
    message_id = say(viewer, talk.pk, Utterance(sent.body, sent.answers, file), token)
    return Status(201, _wired(viewer, message_id))


@router.post(f"{ONE}/files", response={201: Uploaded}, operation_id="uploadToConversation")
def upload(
    request: HttpRequest,
    conversation_id: str,
    file: Annotated[UploadedFile, File()],
    purpose: Literal["file", "voice"] = "file",
) -> Status[dict[str, Any]]:
    """Checked by content; a message then carries it by its id. `voice` takes sound only."""
    is_voice = purpose == "voice"
    kept = keep_file(_viewer(request), number_of(conversation_id), file, is_voice=is_voice)
    return Status(201, {"id": kept.pk, "kind": kept.kind})


@router.post(f"{ONE}/typing", response={204: None}, operation_id="tellTypingInConversation")
def typing(request: HttpRequest, conversation_id: str) -> Status[None]:
    """Shows for a few seconds to those who have it open; nothing is kept."""
    tell_typing(_viewer(request), number_of(conversation_id))
    return Status(204, None)


@router.put(f"{ONE}/read", response={204: None}, operation_id="markConversationRead")
def mark_read(request: HttpRequest, conversation_id: str, sent: Reading) -> Status[None]:
    actions.mark_read(_viewer(request), number_of(conversation_id), sent.number)
    return Status(204, None)


@router.put(f"{ONE}/muted", response={204: None}, operation_id="muteConversation")
def mute(request: HttpRequest, conversation_id: str) -> Status[None]:
    actions.mute_conversation(_viewer(request), number_of(conversation_id), True)
    return Status(204, None)


@router.delete(f"{ONE}/muted", response={204: None}, operation_id="unmuteConversation")
def unmute(request: HttpRequest, conversation_id: str) -> Status[None]:
    actions.mute_conversation(_viewer(request), number_of(conversation_id), False)
    return Status(204, None)


@router.post(f"{ONE}/people", response={204: None}, operation_id="addPeopleToConversation")
def add_people(request: HttpRequest, conversation_id: str, sent: PeopleToAdd) -> Status[None]:
    ids = [number_of(one) for one in sent.members]
    actions.add_people(_viewer(request), number_of(conversation_id), ids)
    return Status(204, None)


@router.delete(f"{ONE}/seat", response={204: None}, operation_id="leaveConversation")
def leave(request: HttpRequest, conversation_id: str) -> Status[None]:
    actions.leave_conversation(_viewer(request), number_of(conversation_id))
    return Status(204, None)


@router.get(MESSAGE, response=Message, operation_id="getConversationMessage")
def get_message(request: HttpRequest, message_id: str) -> dict[str, Any]:
    return _wired(_viewer(request), number_of(message_id))


@router.get(f"{MESSAGE}/source", response=Words, operation_id="getConversationMessageSource")
def get_source(request: HttpRequest, message_id: str) -> dict[str, str]:
    """One's own message as it was typed."""
    return {"body": queries.editing_sheet(_viewer(request), number_of(message_id)).body}


@router.patch(MESSAGE, response=Message, operation_id="editConversationMessage")
def edit_message(request: HttpRequest, message_id: str, sent: Words) -> dict[str, Any]:
    viewer = _viewer(request)
    talk_id = queries.message_for(viewer, number_of(message_id)).conversation_id
    keep_pace(viewer, talk_id)
    actions.edit_message(viewer, number_of(message_id), sent.body)
    return _wired(viewer, number_of(message_id))


@router.delete(MESSAGE, response={204: None}, operation_id="recallConversationMessage")
def recall_message(request: HttpRequest, message_id: str) -> Status[None]:
    actions.recall_message(_viewer(request), number_of(message_id))
    return Status(204, None)


@router.post(f"{MESSAGE}/report", response={204: None}, operation_id="reportConversationMessages")
def report(request: HttpRequest, message_id: str, sent: Reported) -> Status[None]:
    """These messages, and no others, are shown to those who keep order in the community."""
    viewer, told = _viewer(request), {"rule_key": sent.rule, "note": sent.note}
    actions.report_messages(viewer, number_of(message_id), sent.numbers, **told)
    return Status(204, None)


@router.put("/blocks/{member_id}", response={204: None}, operation_id="blockMember")
def block(request: HttpRequest, member_id: str) -> Status[None]:
    actions.block_person(_viewer(request), number_of(member_id))
    return Status(204, None)


@router.delete("/blocks/{member_id}", response={204: None}, operation_id="unblockMember")
def lift_block(request: HttpRequest, member_id: str) -> Status[None]:
    actions.lift_block(_viewer(request), number_of(member_id))
    return Status(204, None)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    viewer.require_member_id()
    return viewer


def _wired(viewer: Viewer, message_id: int) -> dict[str, Any]:
    found = queries.message_for(viewer, message_id)
    return wire(queries.one(found.conversation, found.pk))


def _line(line: queries.Line) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "title": line.title,
        "people": line.people,
        "community": line.community_slug,
        "address": line.address,
        "is_group": line.is_group,
        "is_muted": line.is_muted,
        "unread": line.unread,
        "last_posted_at": line.last_posted_at,
    }


def number_of(given: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise missing()
    return int(given)
