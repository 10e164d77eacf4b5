"""Say, edit, recall and react by forms; the page's script asks the API instead."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.refusals import told_when
from qunluo.talk.chat import actions, queries, rules
from qunluo.talk.chat.forms import EditWords, GatherWords, RemovalWords, SayWords
from qunluo.talk.chat.views.reading import number_of, page_of, place_of
from qunluo.talk.chat.web import keep_file, keep_pace, keep_pace_of, say

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_POST
def post(request: CommunityRequest, room_id: int) -> HttpResponse:
    """`starter` is one of the first words offered, sent instead of `body`."""
    form = SayWords(request.POST, request.FILES)
    try:
        message_id = _say(request, room_id, form)
    except Refusal as refusal:
        sheet = queries.room_sheet(request.viewer, room_id)
        form.tell(refusal)
        shown = page_of(request, sheet, form)
        return told_when(render(request, "chat/room.html", shown, status=refusal.status), refusal)
    found = queries.message_for(request.viewer, message_id)
    return redirect(f"{queries.room_address(request.community.slug, room_id)}#m-{found.number}")


def _say(request: CommunityRequest, room_id: int, form: SayWords) -> int:
    form.is_valid()
    words = form.cleaned_data
    uploaded = cast("File[bytes] | None", words.get("file"))
    kept = keep_file(request.viewer, room_id, uploaded, is_voice=False) if uploaded else None
    body = request.POST.get("starter") or words.get("body") or ""
    said = actions.Utterance(body, words.get("answers"), kept)
    client = words.get("client") or secrets.token_urlsafe(16)
    return say(request.viewer, room_id, said, client)


@require_http_methods(["GET", "POST"])
def edit(request: CommunityRequest, message_id: int) -> HttpResponse:
    sheet = queries.editing_sheet(request.viewer, message_id)
    form = EditWords(request.POST or None, initial={"body": sheet.body})
    if request.method == "POST" and form.is_valid():
        try:
            keep_pace(request.viewer)
            actions.edit_message(request.viewer, message_id, form.cleaned_data["body"])
        except Refusal as refusal:
            form.tell(refusal)
            return told_when(_editing(request, sheet, form), refusal)
        return redirect(place_of(request, sheet.room_id, sheet.number))
    return _editing(request, sheet, form)


def _editing(
    request: CommunityRequest, sheet: queries.EditingSheet, form: EditWords
) -> HttpResponse:
    page = {"form": form, "sheet": sheet, "back": place_of(request, sheet.room_id, sheet.number)}
    return render(request, "chat/edit.html", page, status=422 if form.errors else 200)


@require_POST
def recall(request: CommunityRequest, message_id: int) -> HttpResponse:
    actions.recall_message(request.viewer, message_id)
    return redirect("chat:message", community=request.community.slug, message_id=message_id)


@require_http_methods(["GET", "POST"])
def remove(request: CommunityRequest, message_id: int) -> HttpResponse:
    found = queries.message_for(request.viewer, message_id)
    request.viewer.require(rules.REMOVE, found.room.space_id)
    form = RemovalWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        actions.remove_message(request.viewer, message_id, words["reason"], note=words["note"])
        if found.author_id != request.viewer.member_id:
            messages.success(request, _("Removed. Its author is told why and may appeal."))
        return redirect(place_of(request, found.room_id, found.number))
    said = queries.one(found.room, message_id)
    page = {"form": form, "said": said, "back": place_of(request, found.room_id, found.number)}
    return render(request, "chat/remove.html", page, status=422 if form.errors else 200)


@require_POST
def restore(request: CommunityRequest, message_id: int) -> HttpResponse:
    actions.restore_message(request.viewer, message_id)
    return redirect("chat:message", community=request.community.slug, message_id=message_id)


@require_POST
def react(request: CommunityRequest, message_id: int) -> HttpResponse:
    """Give the sign `reaction`, or take it back when it was given."""
    keep_pace_of(request.viewer, "sign")
    sign = request.POST.get("reaction", "")
    if queries.has_reacted(request.viewer, message_id, sign):
        actions.withdraw_reaction(request.viewer, message_id, sign)
    else:
        actions.react(request.viewer, message_id, sign)
    return redirect("chat:message", community=request.community.slug, message_id=message_id)


@require_http_methods(["GET", "POST"])
def gather(request: CommunityRequest, message_id: int) -> HttpResponse:
    """Choose messages, a title and a space; a topic is made of them."""
    sheet = queries.gathering_sheet(request.viewer, message_id)
    form = GatherWords(request.POST or None, spaces=sheet.spaces)
    if request.method == "POST" and form.is_valid():
        try:
            topic_id = _gather(request, sheet.room.pk, form)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)
    chosen = _chosen(request) or sheet.chosen
    page = {"form": form, "sheet": sheet, "chosen": chosen, "message_id": message_id}
    return render(request, "chat/gather.html", page, status=422 if form.errors else 200)


def _gather(request: CommunityRequest, room_id: int, form: GatherWords) -> int:
    words = form.cleaned_data
    space_id = int(words["space"] or 0)
    chosen = _chosen(request)
    return actions.gather_talk(
        request.viewer, room_id, chosen, title=words["title"], space_id=space_id
    )


def _chosen(request: CommunityRequest) -> set[int]:
    numbers = (number_of(typed) for typed in request.POST.getlist("numbers"))
    return {number for number in numbers if number is not None}
