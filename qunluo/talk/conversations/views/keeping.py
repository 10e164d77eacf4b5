"""Begin conversations, mute and leave them, block people, and say who may write to one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel import preferences
from qunluo.kernel.refusal import Refusal
from qunluo.people.communities import queries as communities
from qunluo.people.members.web import own_address
from qunluo.talk.chat.actions import Utterance
from qunluo.talk.conversations import actions, queries, rules
from qunluo.talk.conversations.forms import (
    GroupWords,
    NameWords,
    PeopleWords,
    PrivacyWords,
    SayWords,
)
from qunluo.talk.conversations.web import say

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


@require_http_methods(["GET", "POST"])
def write_to(request: CommunityRequest, member_id: int) -> HttpResponse:
    """The first message to somebody; the conversation begins with it, or goes on."""
    viewer = request.viewer
    sheet = communities.member_for(viewer, member_id)
    if known := queries.direct_with(viewer, member_id):
        return redirect(queries.conversation_address(known))
    form = SayWords(request.POST or None, initial={"client": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            talk_id = actions.start_direct(viewer, member_id)
            said = Utterance(words["body"])
            say(viewer, talk_id, said, words["client"] or secrets.token_urlsafe(16))
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect(queries.conversation_address(talk_id))
    shown = {"form": form, "person": sheet.row.person}
    return render(request, "conversations/write.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def new_group(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    form = GroupWords(request.POST or None, initial={"client": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            ids = ids_of(request.community.id, words["people"])
            talk_id = actions.start_group(viewer, ids, name=words["name"])
            if words["body"].strip():
                client = words["client"] or secrets.token_urlsafe(16)
                say(viewer, talk_id, Utterance(words["body"]), client)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect(queries.conversation_address(talk_id))
    status = 422 if form.errors else 200
    return render(request, "conversations/group.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def people(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    """Who is in it; in groups, add people, name it, leave."""
    sheet = queries.sheet(request.viewer, conversation_id)
    form = PeopleWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        talk = queries.conversation_for(request.viewer, conversation_id)
        try:
            ids = ids_of(talk.community_id, form.cleaned_data["people"])
            actions.add_people(request.viewer, conversation_id, ids)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect("conversations:people", conversation_id=conversation_id)
    naming = NameWords(initial={"name": sheet.line.title if sheet.line.is_group else ""})
    shown = {"sheet": sheet, "form": form, "naming": naming}
    return render(request, "conversations/people.html", shown, status=422 if form.errors else 200)


@require_POST
def name(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    actions.name_conversation(request.viewer, conversation_id, request.POST.get("name", ""))
    return redirect(queries.conversation_address(conversation_id))


@require_POST
def leave(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    actions.leave_conversation(request.viewer, conversation_id)
    messages.success(request, _("You have left the conversation."))
    return redirect("conversations:index")


@require_POST
def mute(request: ViewerRequest, conversation_id: int) -> HttpResponse:
    """`value`: mute or unmute."""
    is_muted = request.POST.get("value") == "mute"
    actions.mute_conversation(request.viewer, conversation_id, is_muted)
    return redirect(queries.conversation_address(conversation_id))


@require_POST
def block(request: ViewerRequest, member_id: int) -> HttpResponse:
    """`value`: block or lift."""
    if request.POST.get("value") == "lift":
        actions.lift_block(request.viewer, member_id)
        messages.success(request, _("The block is lifted."))
    else:
        actions.block_person(request.viewer, member_id)
        messages.success(request, _("Blocked. This person cannot write to you any more."))
    return redirect(own_address(request, "/conversations/settings/"))


@require_http_methods(["GET", "POST"])
def settings(request: ViewerRequest) -> HttpResponse:
    """Who may begin a conversation with me, and whom I have blocked."""
    kept = preferences.get(request.viewer, rules.WHO_MAY_WRITE)
    form = PrivacyWords(request.POST or None, initial={"who": kept})
    if request.method == "POST" and form.is_valid():
        preferences.set(request.viewer, rules.WHO_MAY_WRITE, form.cleaned_data["who"])
        messages.success(request, _("Saved."))
        return redirect("conversations:settings")
    shown = {"form": form, "blocks": queries.blocks_of(request.viewer)}
    status = 422 if form.errors else 200
    return render(request, "conversations/settings.html", shown, status=status)


def ids_of(community_id: int, typed: str) -> list[int]:
    """The members named by handle. Refuses with `conversations.unknown_people`."""
    return queries.people_named(community_id, typed)
