"""Say, edit, recall and report by forms; the page's script asks the API instead."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.refusals import told_when
from qunluo.people.moderation import queries as moderation
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions, queries
from qunluo.talk.conversations.forms import EditWords, ReportWords, SayWords
from qunluo.talk.conversations.views.reading import number_of, page_of, place_of
from qunluo.talk.conversations.web import keep_file, keep_pace, say

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest


@require_POST
def post(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    form = SayWords(request.POST, request.FILES)
    try:
        message_id = _say(request, conversation_id, form)
    except Refusal as refusal:
        sheet = queries.sheet(request.viewer, conversation_id)
        form.tell(refusal)
        shown = page_of(request, sheet, form)
        page = render(request, "conversations/conversation.html", shown, status=refusal.status)
        return told_when(page, refusal)
    found = queries.message_for(request.viewer, message_id)
    return redirect(f"{queries.conversation_address(conversation_id)}#m-{found.number}")


def _say(request: ViewerRequest, conversation_id: int, form: SayWords) -> int:
    form.is_valid()
    words = form.cleaned_data
    uploaded = cast("File[bytes] | None", words.get("file"))
    kept = None
    if uploaded:
        kept = keep_file(request.viewer, conversation_id, uploaded, is_voice=False)
    said = Utterance(words.get("body") or "", words.get("answers"), kept)
    return say(
        request.viewer, conversation_id, said, words.get("client") or secrets.token_urlsafe(16)
    )


@require_http_methods(["GET", "POST"])
def edit(request: ViewerRequest, message_id: int) -> HttpResponse:
    sheet = queries.editing_sheet(request.viewer, message_id)
    form = EditWords(request.POST or None, initial={"body": sheet.body})
    back = place_of(sheet.conversation_id, sheet.number)
    if request.method == "POST" and form.is_valid():
        try:
            keep_pace(request.viewer, sheet.conversation_id)
            actions.edit_message(request.viewer, message_id, form.cleaned_data["body"])
        except Refusal as refusal:
            form.tell(refusal)
            return told_when(_editing(request, form, back), refusal)
        return redirect(back)
    return _editing(request, form, back)


def _editing(request: ViewerRequest, form: EditWords, back: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "conversations/edit.html", {"form": form, "back": back}, status=status)


@require_POST
def recall(request: ViewerRequest, message_id: int) -> HttpResponse:
    actions.recall_message(request.viewer, message_id)
    return redirect("conversations:message", message_id=message_id)


@require_POST
def read(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    number = number_of(request.POST.get("number")) or 0
    actions.mark_read(request.viewer, conversation_id, number)
    return redirect(queries.conversation_address(conversation_id))


@require_http_methods(["GET", "POST"])
def report(request: ViewerRequest, message_id: int) -> HttpResponse:
    """Choose messages of one author; these and no others become a case."""
    sheet = queries.reporting_sheet(request.viewer, message_id)
    titles = moderation.rule_titles(sheet.conversation.community_id)
    form = ReportWords(request.POST if request.method == "POST" else None, titles=titles)
    chosen = {n for n in map(number_of, request.POST.getlist("numbers")) if n is not None}
    back = place_of(sheet.conversation.pk, sheet.said.number)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.report_messages(
                request.viewer, message_id, chosen, rule_key=words["rule_key"], note=words["note"]
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Thank you. Those who keep order will look at it."))
            return redirect(back)
    shown = {"form": form, "sheet": sheet, "chosen": chosen or {sheet.said.number}, "back": back}
    return render(request, "conversations/report.html", shown, status=422 if form.errors else 200)
