"""Chat for programs and for the page's own script; ids are opaque strings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import File, Header, Query, Router, Status
from ninja.files import UploadedFile

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.web import keep_file, keep_pace, keep_pace_of, say, tell_typing
from qunluo.talk.chat.web.shapes import (
    Begun,
    Message,
    Messages,
    NewMessage,
    Reading,
    Removal,
    Room,
    RoomName,
    Uploaded,
    Wish,
    Words,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["chat"])
ROOMS = "/communities/{slug}/chat/rooms"
ROOM = f"{ROOMS}/{{room_id}}"
MESSAGE = "/communities/{slug}/chat/messages/{message_id}"
Token = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]


@router.get(ROOMS, response=list[Room], operation_id="listRooms")
def list_rooms(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """Rooms one may read, closed ones last."""
    viewer = entering(request, slug, door="visitors")
    return [{**asdict(line), "id": str(line.id)} for line in queries.room_lines(viewer)]


@router.get(f"{ROOM}/messages", response=Messages, operation_id="listMessages")
def list_messages(
    request: HttpRequest, slug: str, room_id: str, wanted: Annotated[Wish, Query()]
) -> dict[str, Any]:
    """In order of number; with `since` in order of change: what a page missed, each once."""
    viewer = entering(request, slug, door="visitors")
    room = queries.room_for(viewer, number_of(room_id))
    if wanted.since is not None:
        found = queries.changes(room, wanted.since, size=wanted.size)
    else:
        place = {"before": wanted.before, "after": wanted.after, "around": wanted.around}
        found = queries.window(room, **place, size=wanted.size)
    return {
        "items": queries.wires(found.items),
        "has_earlier": found.has_earlier,
        "has_later": found.has_later,
        "change": found.change,
        "last_number": found.last_number,
    }


@router.post(f"{ROOM}/messages", response={201: Message}, operation_id="postMessage")
def post_message(
    request: HttpRequest, slug: str, room_id: str, sent: NewMessage, token: Token = ""
) -> Status[dict[str, Any]]:
    """Needs an `Idempotency-Key`: sent again with the same one, it is still said once."""
    viewer = entering(request, slug)
    room = queries.room_for(viewer, number_of(room_id))
    before = queries.posted_before(viewer, token) if token else None
    is_new = before is None and sent.file is not None
    file = queries.attachable(viewer, room, sent.file) if is_new and sent.file else None
    said = actions.Utterance(sent.body, sent.answers, file)
    message_id = say(viewer, room.pk, said, token)
    return Status(201, queries.wire(queries.one(room, message_id)))


@router.post(f"{ROOM}/files", response={201: Uploaded}, operation_id="uploadToRoom")
def upload(
    request: HttpRequest,
    slug: str,
    room_id: str,
    file: Annotated[UploadedFile, File()],
    purpose: Literal["file", "voice"] = "file",
) -> Status[dict[str, Any]]:
    """Checked by content; a message then carries it by its id. `voice` takes sound only."""
    viewer = entering(request, slug)
    kept = keep_file(viewer, number_of(room_id), file, is_voice=purpose == "voice")
    return Status(201, {"id": kept.pk, "kind": kept.kind})


@router.post(f"{ROOM}/typing", response={204: None}, operation_id="tellTyping")
def typing(request: HttpRequest, slug: str, room_id: str) -> Status[None]:
    """Shows for a few seconds to those who have the room open; nothing is kept."""
    tell_typing(entering(request, slug), number_of(room_id))
    return Status(204, None)


@router.put(f"{ROOM}/read", response={204: None}, operation_id="markRoomRead")
def mark_read(request: HttpRequest, slug: str, room_id: str, sent: Reading) -> Status[None]:
    actions.mark_read(entering(request, slug), number_of(room_id), sent.number)
    return Status(204, None)


@router.put(f"{ROOM}/muted", response={204: None}, operation_id="muteRoom")
def mute(request: HttpRequest, slug: str, room_id: str) -> Status[None]:
    actions.mute_room(entering(request, slug), number_of(room_id), True)
    return Status(204, None)


@router.delete(f"{ROOM}/muted", response={204: None}, operation_id="unmuteRoom")
def unmute(request: HttpRequest, slug: str, room_id: str) -> Status[None]:
    actions.mute_room(entering(request, slug), number_of(room_id), False)
    return Status(204, None)


@router.get(f"{ROOM}/names", response=list[RoomName], operation_id="listRoomNames")
def names(
    request: HttpRequest, slug: str, room_id: str, wanted: Annotated[Begun, Query()]
) -> list[dict[str, Any]]:
    """Whom `@` may mean, for completing; the latest talkers first."""
    viewer = entering(request, slug)
    found = queries.names_starting(viewer, number_of(room_id), wanted.q)
    return [
        {name: getattr(one, name) for name in ("id", "name", "handle", "avatar")} for one in found
    ]


@router.get(MESSAGE, response=Message, operation_id="getMessage")
def get_message(request: HttpRequest, slug: str, message_id: str) -> dict[str, Any]:
    viewer = entering(request, slug, door="visitors")
    found = queries.message_for(viewer, number_of(message_id))
    return queries.wire(queries.one(found.room, found.pk))


@router.get(f"{MESSAGE}/source", response=Words, operation_id="getMessageSource")
def get_source(request: HttpRequest, slug: str, message_id: str) -> dict[str, str]:
    """One's own message as it was typed."""
    viewer = entering(request, slug)
    return {"body": queries.editing_sheet(viewer, number_of(message_id)).body}


@router.patch(MESSAGE, response=Message, operation_id="editMessage")
def edit_message(request: HttpRequest, slug: str, message_id: str, sent: Words) -> dict[str, Any]:
    viewer = entering(request, slug)
    keep_pace(viewer)
    actions.edit_message(viewer, number_of(message_id), sent.body)
    found = queries.message_for(viewer, number_of(message_id))
    return queries.wire(queries.one(found.room, found.pk))


@router.delete(MESSAGE, response={204: None}, operation_id="removeMessage")
def remove_message(
    request: HttpRequest, slug: str, message_id: str, why: Annotated[Removal, Query()]
) -> Status[None]:
    """Recalls one's own; with a `reason`, removes somebody's as those who keep order may."""
    viewer, message = entering(request, slug), number_of(message_id)
    if why.reason:
        actions.remove_message(viewer, message, why.reason, note=why.note)
    else:
        actions.recall_message(viewer, message)
    return Status(204, None)


@router.put(f"{MESSAGE}/reactions/{{sign}}", response={204: None}, operation_id="reactToMessage")
def react(request: HttpRequest, slug: str, message_id: str, sign: str) -> Status[None]:
    viewer = entering(request, slug)
    keep_pace_of(viewer, "sign")
    actions.react(viewer, number_of(message_id), sign)
    return Status(204, None)


@router.delete(
    f"{MESSAGE}/reactions/{{sign}}", response={204: None}, operation_id="withdrawMessageReaction"
)
def withdraw(request: HttpRequest, slug: str, message_id: str, sign: str) -> Status[None]:
    actions.withdraw_reaction(entering(request, slug), number_of(message_id), sign)
    return Status(204, None)


def number_of(given: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise missing()
    return int(given)
