"""Keep order: pin, close, feature, move, link, remove, restore."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.web.telling import tell
from qunluo.talk.forum import actions, queries, rules
from qunluo.talk.forum.forms import PinWords, ReminderWords, RemovalWords

NUMBER = re.compile(r"^(?:#|\S*/topics/)?([0-9]{1,18})(?:[-/?#]\S*)?$", re.ASCII)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_POST
def pin(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`value`: pin (with `until`, in the viewer's time zone) or unpin."""
    if request.POST.get("value") == "unpin":
        actions.unpin_topic(request.viewer, topic_id)
        return _back(request, topic_id)
    form = PinWords(request.POST)
    if not form.is_valid():
        raise Invalid("forum.pin_past", str(form.errors["until"][0]))
    until = form.cleaned_data["until"]
    if until is not None:
        until = until.replace(tzinfo=request.viewer.timezone)
    actions.pin_topic(request.viewer, topic_id, until=until)
    return _back(request, topic_id)


@require_POST
def close(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`value`: close (with `reason`, and `at` in the viewer's time zone: then), reopen, call_off."""
    value, reason = request.POST.get("value"), request.POST.get("reason", "")
    if value == "reopen":
        actions.reopen_topic(request.viewer, topic_id)
    elif value == "call_off":
        actions.call_off_closing(request.viewer, topic_id)
    elif request.POST.get("at"):
        form = ReminderWords(request.POST)
        if not form.is_valid():
            raise Invalid("forum.close_past", str(form.errors["at"][0]))
        at = form.cleaned_data["at"].replace(tzinfo=request.viewer.timezone)
        actions.close_later(request.viewer, topic_id, at, reason=reason)
    else:
        actions.close_topic(request.viewer, topic_id, reason)
    return _back(request, topic_id)


@require_POST
def feature(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`value`: feature or unfeature."""
    if request.POST.get("value") == "unfeature":
        actions.unfeature_topic(request.viewer, topic_id)
    else:
        actions.feature_topic(request.viewer, topic_id)
    return _back(request, topic_id)


@require_POST
def move(request: CommunityRequest, topic_id: int) -> HttpResponse:
    actions.move_topic(request.viewer, topic_id, id_in(request.POST.get("space", "")))
    return _back(request, topic_id)


@require_POST
def link(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`other`: the number or the address of a topic; `value`: unlink takes the link back."""
    kind, other = request.POST.get("kind", "related"), id_in(request.POST.get("other", ""))
    if request.POST.get("value") == "unlink":
        actions.unlink_topics(request.viewer, topic_id, other, kind)
    else:
        actions.link_topics(request.viewer, topic_id, other, kind)
    return _back(request, topic_id)


@require_POST
def tag_name(request: CommunityRequest, tag: str) -> HttpResponse:
    new = actions.rename_tag(request.viewer, tag, to=request.POST.get("to", ""))
    messages.success(request, _("The tag is called “%(name)s” now.") % {"name": new})
    return redirect("forum:tag", community=request.community.slug, tag=new)


@require_POST
def tag_merging(request: CommunityRequest, tag: str) -> HttpResponse:
    kept = actions.merge_tags(request.viewer, tag, into=request.POST.get("into", ""))
    messages.success(request, _("The topics carry “%(name)s” now.") % {"name": kept})
    return redirect("forum:tag", community=request.community.slug, tag=kept)


@require_http_methods(["GET", "POST"])
def remove(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Asks for the reason, then removes."""
    post = queries.post_for(request.viewer, post_id)
    is_staff = request.viewer.may(rules.REMOVE, post.topic.space_id)
    is_own = post.author_id == request.viewer.member_id
    form = RemovalWords(request.POST or None, is_own=is_own, is_staff=is_staff)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.remove_post(
                request.viewer, post_id, reason=words["reason"], note=words.get("note", "")
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            if not is_own:
                messages.success(request, _("Removed. Its author is told why and may appeal."))
            return redirect("forum:post", community=request.community.slug, post_id=post_id)
    back = queries.post_address(request.community.slug, post_id)
    page = {"form": form, "post": queries.one_post(request.viewer, post_id), "back": back}
    return render(request, "forum/remove.html", page, status=422 if form.errors else 200)


@require_POST
def restore(request: CommunityRequest, post_id: int) -> HttpResponse:
    actions.restore_post(request.viewer, post_id)
    return redirect("forum:post", community=request.community.slug, post_id=post_id)


def _back(request: CommunityRequest, topic_id: int) -> HttpResponse:
    return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)


def id_in(typed: str) -> int:
    """A row's number, also out of a topic's address; anything else finds nothing."""
    found = NUMBER.search(typed.strip())
    return int(found[1]) if found else 0
