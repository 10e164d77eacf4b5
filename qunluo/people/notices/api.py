"""One's own notices for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import absolute
from qunluo.people.notices import actions, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.notices.queries import InboxLine

router = Router(tags=["notices"])
How = Literal["now", "digest", "off"]


class InboxEntry(Schema):
    """All notices of one kind about one thread. `text` is a whole sentence in one's language;
    `address` leads to the first unread; `people` are names, the newest first."""

    id: str
    kind: str
    text: str
    title: str
    address: str
    people: list[str]
    unread: int
    community: str
    happened_at: datetime


class InboxPage(Schema):
    items: list[InboxEntry]
    next_cursor: str | None
    previous_cursor: str | None


class InboxWish(Schema):
    """`kind` such as `forum.mention`; empty means all."""

    kind: Annotated[str, Field(max_length=60)] = ""
    cursor: Annotated[str | None, Field(max_length=400)] = None
    size: Annotated[int, Field(ge=1, le=100)] = 20


class UnreadCount(Schema):
    unread: int


class Choice(Schema):
    """How one kind reaches one: in the inbox (now, off), by email, by push (now, off)."""

    kind: str
    inbox: How
    email: How
    push: How


class Habits(Schema):
    """`digest`: daily, weekly, never. Hours 0 to 23 in one's own time zone; the same twice: never
    quiet. `mail_stopped` says what the mail server said when it refused the address."""

    choices: list[Choice]
    digest: str
    digest_hour: int
    quiet_from: int
    quiet_until: int
    shows_details: bool
    mail_stopped: str


class HabitsWish(Schema):
    """Kinds left out stay as they are."""

    choices: Annotated[list[Choice], Field(max_length=100)] = []
    digest: Literal["daily", "weekly", "never"] = "daily"
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 8
    quiet_from: Annotated[int, Field(ge=0, le=23)] = 22
    quiet_until: Annotated[int, Field(ge=0, le=23)] = 8
    shows_details: bool = False


@router.get("/inbox", response=InboxPage, operation_id="listNotices")
def list_notices(request: HttpRequest, wanted: Annotated[InboxWish, Query()]) -> dict[str, Any]:
    """Unread first; what one may no longer see is left out."""
    page = queries.inbox(_viewer(request), wanted.kind, wanted.cursor, size=wanted.size)
    return {
        "items": [_entry(line) for line in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get("/inbox/count", response=UnreadCount, operation_id="countNotices")
def count_notices(request: HttpRequest) -> dict[str, int]:
    """How many lines are unread."""
    viewer = _viewer(request)
    viewer.require_member_id()
    return {"unread": queries.unread_count(viewer)}


@router.put("/inbox/reading", response={204: None}, operation_id="readAllNotices")
def read_all(request: HttpRequest) -> Status[None]:
    actions.mark_all_read(_viewer(request))
    return Status(204, None)


@router.put("/inbox/{entry_id}/reading", response={204: None}, operation_id="readNotice")
def read_one(request: HttpRequest, entry_id: str) -> Status[None]:
    actions.mark_read(_viewer(request), _number(entry_id))
    return Status(204, None)


@router.delete("/inbox/{entry_id}/reading", response={204: None}, operation_id="keepNotice")
def keep_one(request: HttpRequest, entry_id: str) -> Status[None]:
    """Unread again, for later."""
    actions.mark_unread(_viewer(request), _number(entry_id))
    return Status(204, None)


@router.get("/inbox/settings", response=Habits, operation_id="getNoticeSettings")
def get_settings(request: HttpRequest) -> dict[str, Any]:
    sheet = queries.settings_sheet(_viewer(request))
    return {
        "choices": [
            {"kind": row.name, "inbox": row.inbox, "email": row.email, "push": row.push}
            for row in sheet.kinds
        ],
        "digest": sheet.digest,
        "digest_hour": sheet.digest_hour,
        "quiet_from": sheet.quiet_from,
        "quiet_until": sheet.quiet_until,
        "shows_details": sheet.shows_details,
        "mail_stopped": sheet.mail_stopped,
    }


@router.put("/inbox/settings", response={204: None}, operation_id="setNoticeSettings")
def set_settings(request: HttpRequest, sent: HabitsWish) -> Status[None]:
    viewer = _viewer(request)
    wishes = [
        actions.Wish(one.kind, channel, getattr(one, channel))
        for one in sent.choices
        for channel in ("inbox", "email", "push")
    ]
    actions.choose(viewer, wishes)
    actions.keep_habits(
        viewer,
        sent.digest,
        sent.digest_hour,
        quiet=(sent.quiet_from, sent.quiet_until),
        shows_details=sent.shows_details,
    )
    return Status(204, None)


def _entry(line: InboxLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "kind": line.kind,
        "text": line.text,
        "title": line.title,
        "address": absolute(None, line.address),
        "people": [person.name for person in line.people],
        "unread": line.unread,
        "community": line.community_name,
        "happened_at": line.happened_at,
    }


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def _number(opaque: str) -> int:
    if not (opaque.isascii() and opaque.isdigit() and len(opaque) < 19):
        raise missing()
    return int(opaque)
