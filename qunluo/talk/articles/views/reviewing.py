"""Steps of an article: review, approval, schedule, removal, archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import Invalid
from qunluo.talk.articles import actions, queries
from qunluo.talk.articles.forms import ReviewWords

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_POST
def review(request: CommunityRequest, article_id: int) -> HttpResponse:
    """`value`: ask, withdraw, or back (with `note`)."""
    value = request.POST.get("value", "ask")
    if value == "withdraw":
        actions.withdraw_review(request.viewer, article_id)
    elif value == "back":
        try:
            actions.send_back(request.viewer, article_id, request.POST.get("note", ""))
        except Invalid as refusal:
            return _refused(request, article_id, refusal)
    else:
        actions.ask_for_review(request.viewer, article_id)
    return _back(request, article_id)


@require_POST
def approve(request: CommunityRequest, article_id: int) -> HttpResponse:
    """`value`: now, later (with `at`, in the viewer's time zone) or withdraw."""
    value = request.POST.get("value", "now")
    if value == "withdraw":
        actions.withdraw_schedule(request.viewer, article_id)
        return _back(request, article_id)
    form = ReviewWords(request.POST)
    at = form.cleaned_data["at"] if form.is_valid() and value == "later" else None
    if at is not None:
        at = at.replace(tzinfo=request.viewer.timezone)
    try:
        if value == "later" and at is None:
            raise Invalid("articles.past", str(form.fields["at"].error_messages["required"]))
        actions.approve_article(request.viewer, article_id, at=at)
    except Invalid as refusal:
        return _refused(request, article_id, refusal)
    return _back(request, article_id)


@require_POST
def throw_away(request: CommunityRequest, article_id: int) -> HttpResponse:
    actions.throw_article_away(request.viewer, article_id)
    return redirect("articles:desk", community=request.community.slug)


@require_POST
def archive(request: CommunityRequest, article_id: int) -> HttpResponse:
    """`value`: archive or back."""
    if request.POST.get("value") == "back":
        actions.bring_article_back(request.viewer, article_id)
    else:
        actions.archive_article(request.viewer, article_id)
    return redirect("articles:article", community=request.community.slug, article_id=article_id)


def _back(request: CommunityRequest, article_id: int) -> HttpResponse:
    sheet = queries.draft_sheet(request.viewer, article_id)
    if sheet.state == "published":
        return redirect(sheet.address)
    return redirect("articles:draft", community=request.community.slug, article_id=article_id)


def _refused(request: CommunityRequest, article_id: int, refusal: Invalid) -> HttpResponse:
    """The page again with what was typed and what is wrong."""
    form = ReviewWords(request.POST)
    form.is_valid()
    form.tell(refusal)
    page = {"draft": queries.draft_sheet(request.viewer, article_id), "form": form}
    return render(request, "articles/draft.html", page, status=refusal.status)
