"""The list of rooms, a room's page, and who is here."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qunluo.kernel.web.doors import open_to_visitors
from qunluo.people.communities.web import note_visit
from qunluo.talk.chat import queries, rules
from qunluo.talk.chat.forms import SayWords
from qunluo.talk.chat.web.arranging import arranged
from qunluo.talk.chat.web.scripting import script_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@open_to_visitors
@require_GET
def index(request: CommunityRequest) -> HttpResponse:
    rooms = queries.room_lines(request.viewer)
    spaces = [space.id for space in request.community.spaces]
    viewer = request.viewer
    may_open = viewer.is_member and any(viewer.may(rules.KEEP_ROOMS, s) for s in [None, *spaces])
    return render(request, "chat/index.html", {"rooms": rooms, "may_open": may_open})


@open_to_visitors
@require_GET
def room(request: CommunityRequest, room_id: int) -> HttpResponse:
    """`?before=`, `?after=`, `?at=` are numbers of messages, `?on=` a day; `?answers=` a message."""
    viewer = request.viewer
    if moment := _moment(request):
        number = queries.number_at(queries.room_for(viewer, room_id), moment)
        return redirect(place_of(request, room_id, number))
    wanted = {name: number_of(request.GET.get(asked)) for name, asked in PLACES.items()}
    sheet = queries.room_sheet(viewer, room_id, wanted)
    note_visit(viewer, request.community, sheet.room.space_id)
    return render(request, "chat/room.html", page_of(request, sheet))


PLACES = {"before": "before", "after": "after", "around": "at"}


@open_to_visitors
@require_GET
def message(request: CommunityRequest, message_id: int) -> HttpResponse:
    """Leads to where the message stands in its room."""
    found = queries.message_for(request.viewer, message_id)
    return redirect(place_of(request, found.room_id, found.number))


@require_GET
def here(request: CommunityRequest, room_id: int) -> HttpResponse:
    people = queries.people_here(request.viewer, room_id)
    return render(request, "chat/_here.html", {"people": people})


@require_GET
def options(request: CommunityRequest, message_id: int) -> HttpResponse:
    """Everything one may do with a message; with script its menu does the same."""
    sheet = queries.options_sheet(request.viewer, message_id)
    page = {
        "sheet": sheet,
        "said": sheet.said,
        "signs": rules.SIGNS,
        "back": place_of(request, sheet.room.pk, sheet.said.number),
        "room_address": queries.room_address(request.community.slug, sheet.room.pk),
    }
    return render(request, "chat/options.html", page)


def page_of(
    request: CommunityRequest, sheet: queries.RoomSheet, form: SayWords | None = None
) -> dict[str, Any]:
    """What the room's template is shown with."""
    viewer = request.viewer
    answers = number_of(request.GET.get("answers"))
    quoted = next((one for one in sheet.window.items if one.id == answers), None)
    first = {"client": secrets.token_urlsafe(16), "answers": quoted.id if quoted else None}
    return {
        "sheet": sheet,
        "me": sheet.me,
        "note": sheet.note,
        "rows": arranged(sheet.window.items, viewer.timezone, sheet.first_unread),
        "rooms": queries.room_lines(viewer),
        "form": form or SayWords(initial=first),
        "quoted": quoted,
        "places": {
            "member": _empty(request, "communities:member", "member_id"),
            "message": _empty(request, "chat:message", "message_id"),
        },
        "called_at": queries.unread_mentions(viewer, sheet.room.pk) if viewer.is_member else 0,
        "starters": sheet.room.starters or _starters(),
        **_words(),
    }


def _words() -> dict[str, Any]:
    """What is said of signs and removals, for the template and for the script."""
    return {
        "signs": rules.SIGNS,
        "reasons": rules.REMOVAL_REASONS,
        "sign_words": {key: [glyph, str(label)] for key, (glyph, label) in rules.SIGNS.items()},
        "reason_words": {key: str(label) for key, label in rules.REMOVAL_REASONS.items()},
        "script_words": script_words(),
    }


def place_of(request: CommunityRequest, room_id: int, number: int) -> str:
    """The room's address around a message."""
    address = queries.room_address(request.community.slug, room_id)
    return f"{address}?at={number}#m-{number}"


def _empty(request: CommunityRequest, name: str, parameter: str) -> str:
    """An address with 0 where an id goes; template and script put theirs in."""
    return reverse(name, kwargs={"community": request.community.slug, parameter: 0})


def number_of(typed: str | None) -> int | None:
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _moment(request: CommunityRequest) -> datetime | None:
    try:
        wanted = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return datetime.combine(wanted, time(), request.viewer.timezone)


def _starters() -> list[str]:
    return [_("Hello everyone 👋"), _("What is everybody up to today?"), _("I have a question.")]
