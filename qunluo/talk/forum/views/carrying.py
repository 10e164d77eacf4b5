"""Split, merge, and take either back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Forbidden, Refusal
from qunluo.talk.forum import actions, queries, rules
from qunluo.talk.forum.forms import SplitWords
from qunluo.talk.forum.views.ordering import id_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

REPLIES_SHOWN = 100


@require_http_methods(["GET", "POST"])
def split(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """Choose replies, a title and a space; they become a topic of their own."""
    viewer = request.viewer
    head = queries.topic_head(viewer, topic_id)
    if not viewer.may(rules.MOVE, head.space_id):
        raise Forbidden("not_permitted", _("Your role does not allow this."))
    cursor = request.GET.get("cursor")
    page = queries.post_page(viewer, topic_id, cursor=cursor, size=REPLIES_SHOWN)
    replies = [post for post in page.items if post.kind == "reply" and post.removed is None]
    spaces = [space for space in request.community.spaces if space.kind != "questions"]
    form = SplitWords(request.POST or None, spaces=spaces, initial={"space": head.space_id})
    chosen = [int(one) for one in request.POST.getlist("posts") if one.isdecimal()]
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            made = actions.split_topic(
                viewer, topic_id, chosen, title=words["title"], space_id=int(words["space"])
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The posts are a topic of their own now."))
            return redirect("forum:topic", community=request.community.slug, topic_id=made)
    shown = {"head": head, "replies": replies, "form": form, "chosen": chosen, "page": page}
    return render(request, "forum/split.html", shown, status=422 if form.errors else 200)


@require_POST
def merge(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`other`: the number or the address of the topic behind whose posts these go."""
    other = id_in(request.POST.get("other", ""))
    actions.merge_topic(request.viewer, topic_id, other)
    messages.success(request, _("The posts of both topics stand here now."))
    return redirect("forum:topic", community=request.community.slug, topic_id=other)


@require_POST
def take_back(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """`other`: the topic in which this one's posts stand."""
    actions.take_posts_back(request.viewer, topic_id, id_in(request.POST.get("other", "")))
    messages.success(request, _("The posts are back."))
    return redirect("forum:topic", community=request.community.slug, topic_id=topic_id)
