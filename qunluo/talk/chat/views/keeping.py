"""Rooms: open, set up, mute, and how far one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.talk.chat import actions, queries, rules
from qunluo.talk.chat.forms import RoomWords
from qunluo.talk.chat.views.reading import number_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def new_room(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    spaces = [one for one in request.community.spaces if viewer.may(rules.KEEP_ROOMS, one.id)]
    if not spaces:
        viewer.require(rules.KEEP_ROOMS)
    form = RoomWords(request.POST or None, spaces=spaces, is_new=True)
    if request.method == "POST" and form.is_valid():
        space_id = number_of(form.cleaned_data["space"])
        try:
            room_id = actions.open_room(viewer, form.setup(), space_id=space_id)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect(queries.room_address(request.community.slug, room_id))
    status = 422 if form.errors else 200
    return render(request, "chat/set_up.html", {"form": form, "room": None}, status=status)


@require_http_methods(["GET", "POST"])
def set_up(request: CommunityRequest, room_id: int) -> HttpResponse:
    viewer = request.viewer
    room = queries.room_for(viewer, room_id)
    viewer.require(rules.KEEP_ROOMS, room.space_id)
    form = RoomWords(request.POST or None, initial=queries.setup_words(room))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_up_room(viewer, room_id, form.setup())
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return redirect(queries.room_address(request.community.slug, room_id))
    page = {
        "form": form,
        "room": room,
        "back": queries.room_address(request.community.slug, room_id),
    }
    return render(request, "chat/set_up.html", page, status=422 if form.errors else 200)


@require_POST
def mute(request: CommunityRequest, room_id: int) -> HttpResponse:
    """`value`: mute or unmute."""
    actions.mute_room(request.viewer, room_id, request.POST.get("value") == "mute")
    return redirect(queries.room_address(request.community.slug, room_id))


@require_POST
def read(request: CommunityRequest, room_id: int) -> HttpResponse:
    """By form: everything up to `number` is read. The page's script asks the API."""
    actions.mark_read(request.viewer, room_id, number_of(request.POST.get("number")) or 0)
    return redirect(queries.room_address(request.community.slug, room_id))
