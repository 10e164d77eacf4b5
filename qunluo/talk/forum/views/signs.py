"""Small things members do with topics and posts: react, follow, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qunluo.kernel import preferences
from qunluo.talk.forum import actions, queries, rules
from qunluo.talk.forum.web import keep_pace_of_signs

if TYPE_CHECKING:
    from qunluo.people.communities.web import CommunityRequest


@require_POST
def react(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Give the sign `reaction`, or take it back when it was given."""
    keep_pace_of_signs(request.viewer)
    sign = request.POST.get("reaction", "")
    if queries.has_reacted(request.viewer, post_id, sign):
        actions.withdraw_reaction(request.viewer, post_id, sign)
    else:
        actions.react(request.viewer, post_id, sign)
    if request.htmx:
        post = queries.one_post(request.viewer, post_id)
        return render(request, "forum/_reactions_alone.html", {"post": post})
    return redirect(queries.post_address(request.community.slug, post_id))


@require_POST
def follow(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`value`: follow or unfollow."""
    if request.POST.get("value") == "unfollow":
        actions.unfollow_topic(request.viewer, topic_id)
    else:
        actions.follow_topic(request.viewer, topic_id)
    return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)


@require_POST
def read(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """The page's beacon: the highest post number seen. Answers 204."""
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    actions.mark_read(request.viewer, topic_id, number)
    return HttpResponse(status=204)


@require_POST
def home_order(request: CommunityRequest) -> HttpResponse:
    """`order`: mine or time; kept for the member on every device."""
    viewer = request.viewer
    viewer.require_member_id()
    preferences.set(viewer, rules.HOME_ORDER, request.POST.get("order", ""), level="member")
    return redirect("communities:card", community=request.community.slug)
