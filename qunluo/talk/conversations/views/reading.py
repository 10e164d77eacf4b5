"""One's conversations, one of them, and finding words in them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qunluo.talk.chat.web.arranging import arranged
from qunluo.talk.chat.web.scripting import script_words
from qunluo.talk.conversations import queries, rules
from qunluo.talk.conversations.forms import SayWords

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest

PLACES = {"before": "before", "after": "after", "around": "at"}


@require_GET
def index(request: ViewerRequest) -> HttpResponse:
    page = queries.lines(request.viewer, request.GET.get("from") or None)
    return render(request, "conversations/index.html", {"page": page})


@require_GET
def count(request: ViewerRequest) -> HttpResponse:
    """For the number in the bar: it asks when the hub says that something has changed."""
    return JsonResponse({"unread": queries.unread_count(request.viewer)})


@require_GET
def find(request: ViewerRequest) -> HttpResponse:
    """`?q=`: words in one's own conversations."""
    words = request.GET.get("q", "")[:100]
    shown = {"words": words, "found": queries.search(request.viewer, words)}
    return render(request, "conversations/find.html", shown)


@require_GET
def conversation(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    """`?before=`, `?after=`, `?at=` are numbers of messages; `?answers=` a message."""
    wanted = {name: number_of(request.GET.get(asked)) for name, asked in PLACES.items()}
    sheet = queries.sheet(request.viewer, conversation_id, wanted)
    return render(request, "conversations/conversation.html", page_of(request, sheet))


@require_GET
def message(request: ViewerRequest, message_id: int) -> HttpResponse:
    """Leads to where the message stands."""
    found = queries.message_for(request.viewer, message_id)
    return redirect(place_of(found.conversation_id, found.number))


@require_GET
def options(request: ViewerRequest, message_id: int) -> HttpResponse:
    """Everything one may do with a message; with script its menu does the same."""
    sheet = queries.options_sheet(request.viewer, message_id)
    back = place_of(sheet.conversation_id, sheet.said.number)
    return render(request, "conversations/options.html", {"sheet": sheet, "back": back})


def page_of(
    request: ViewerRequest, sheet: queries.Sheet, form: SayWords | None = None
) -> dict[str, Any]:
    """What the conversation's template is shown with."""
    viewer = request.viewer
    answers = number_of(request.GET.get("answers"))
    quoted = next((one for one in sheet.window.items if one.id == answers), None)
    first = {"client": secrets.token_urlsafe(16), "answers": quoted.id if quoted else None}
    return {
        "sheet": sheet,
        "rows": arranged(sheet.window.items, viewer.timezone, sheet.first_unread),
        "lines": queries.lines(viewer, size=30).items,
        "form": form or SayWords(initial=first),
        "quoted": quoted,
        "places": _places(sheet.line.community_slug),
        "signs": {},
        "reasons": rules.REMOVAL_REASONS,
        "reason_words": {key: str(label) for key, label in rules.REMOVAL_REASONS.items()},
        "script_words": script_words(),
    }


def _places(slug: str) -> dict[str, str]:
    """Addresses with 0 where an id goes; template and script put theirs in."""
    member = {"community": slug, "member_id": 0}
    return {
        "member": reverse("communities:member", kwargs=member),
        "message": reverse("conversations:message", kwargs={"message_id": 0}),
    }


def place_of(conversation_id: int, number: int) -> str:
    """The conversation's address around a message."""
    return f"{queries.conversation_address(conversation_id)}?at={number}#m-{number}"


def number_of(typed: str | None) -> int | None:
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
