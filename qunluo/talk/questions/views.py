"""Ask, answer, vote, accept, and what waits for an answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.refusal import Invalid, Refusal, missing
from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.pagecache import kept_for_visitors
from qunluo.talk.forum import queries as forum
from qunluo.talk.forum.web import (
    compose_reply,
    compose_topic,
    keep_pace_of_signs,
    space_card,
    tags_in,
)
from qunluo.talk.questions import actions, queries, rules

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

VALUES = {"up": 1, "down": -1, "none": 0}


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def unanswered(request: CommunityRequest) -> HttpResponse:
    """Questions without an answer, the longest waiting first."""
    tag, order = request.GET.get("tag", ""), request.GET.get("order", "oldest")
    found = queries.unanswered(
        request.viewer, tag=tag, newest_first=order == "newest", cursor=request.GET.get("cursor")
    )
    address = reverse("questions:unanswered", args=[request.community.slug])

    def turn(**asked: str) -> str:
        chosen = {"order": order, "tag": tag, **asked}
        return f"{address}?{urlencode({key: value for key, value in chosen.items() if value})}"

    page = {"page": found, "tag": tag, "order": order, "turn": turn}
    page["waiting"] = queries.waiting(request.viewer)
    page["tags"] = queries.waiting_tags(request.viewer)
    return render(request, "questions/unanswered.html", page)


@require_http_methods(["GET", "POST"])
def ask(request: CommunityRequest, space: str) -> HttpResponse:
    card = space_card(request, space)
    return compose_topic(request, card, partial(actions.ask, request.viewer, card.id))


@require_http_methods(["GET", "POST"])
def answer(request: CommunityRequest, topic_id: int) -> HttpResponse:
    head = forum.topic_head(request.viewer, topic_id)
    post = partial(actions.answer, request.viewer, topic_id)
    return compose_reply(request, head, post)


@require_POST
def vote(request: CommunityRequest, post_id: int) -> HttpResponse:
    """`value`: up, down or none (take it back)."""
    value = VALUES.get(request.POST.get("value", ""))
    if value is None:
        raise Invalid("questions.vote_value", _("A vote is either up or down."))
    keep_pace_of_signs(request.viewer)
    if value:
        actions.cast_vote(request.viewer, post_id, value)
    else:
        actions.withdraw_vote(request.viewer, post_id)
    if request.htmx:
        post = forum.one_post(request.viewer, post_id)
        return render(request, "questions/_votes_alone.html", {"post": post, "may_vote": True})
    return redirect(forum.post_address(request.community.slug, post_id))


@require_POST
def accept(request: CommunityRequest, post_id: int) -> HttpResponse:
    """`value`: accept or withdraw."""
    if request.POST.get("value") == "withdraw":
        actions.withdraw_acceptance(request.viewer, post_id)
    else:
        actions.accept_answer(request.viewer, post_id)
    return redirect(forum.post_address(request.community.slug, post_id))


@require_http_methods(["GET", "POST"])
def experts(request: CommunityRequest) -> HttpResponse:
    """Who is asked about which tags; `handle` and `tags` mark, no tags unmark."""
    viewer = request.viewer
    viewer.require(rules.KEEP_EXPERTS)
    refused = ""
    if request.method == "POST":
        tags = tags_in(request.POST.get("tags", ""))
        try:
            actions.mark_expert(viewer, request.POST.get("handle", ""), tags)
        except Refusal as refusal:
            refused = str(refusal.message)
        else:
            messages.success(request, _("The experts are as you said."))
            return redirect("questions:experts", community=request.community.slug)
    shown = {"experts": queries.experts(viewer), "refused": refused, "typed": request.POST.dict()}
    return render(request, "questions/experts.html", shown, status=422 if refused else 200)


@require_POST
def conversion(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`space` decides: in a questions space the topic becomes a question, elsewhere a plain one."""
    chosen = request.POST.get("space", "")
    card = next((one for one in request.community.spaces if str(one.id) == chosen), None)
    if card is None:
        raise missing()
    change = actions.make_question if card.kind == "questions" else actions.make_topic
    change(request.viewer, topic_id, card.id)
    return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)
