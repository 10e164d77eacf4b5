"""Lists of articles and an article's page with what is said below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.pagecache import kept_for_visitors
from qunluo.kernel.web.tokens import new_sending
from qunluo.people.communities.web import note_visit
from qunluo.talk.articles import actions, queries, rules
from qunluo.talk.articles.web import article_as_data
from qunluo.talk.forum import queries as forum
from qunluo.talk.forum.web import composed, space_card

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.communities.web import CommunityRequest


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def index(request: CommunityRequest) -> HttpResponse:
    return _list(request, reverse("articles:index", args=[request.community.slug]))


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def space(request: CommunityRequest, space: str) -> HttpResponse:
    card = space_card(request, space)
    address = reverse("articles:space", args=[request.community.slug, space])
    return _list(request, address, space=card)


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def article(request: CommunityRequest, article_id: int, slug: str = "") -> HttpResponse:
    """A wrong slug leads to the right one; `?page=2` turns the responses."""
    page = _number(request.GET.get("page")) or 1
    sheet = queries.article_page(request.viewer, article_id, page=page)
    if slug != sheet.slug and sheet.slug:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(sheet.address + (f"?{asked}" if asked else ""), permanent=True)
    note_visit(request.viewer, request.community, sheet.thread.head.space_id)
    return render(request, "articles/article.html", _article_page(request, sheet))


@require_http_methods(["GET", "POST"])
def respond(request: CommunityRequest, topic_id: int) -> HttpResponse:
    head = forum.topic_head(request.viewer, topic_id)
    post = partial(actions.respond, request.viewer, topic_id)
    return composed(
        request,
        post,
        back=head.address,
        title=head.title,
        place=f"topic:{topic_id}",
        space_id=head.space_id,
    )


def _list(
    request: CommunityRequest, address: str, *, space: SpaceCard | None = None
) -> HttpResponse:
    viewer, space_id = request.viewer, space.id if space else None
    found = queries.article_list(viewer, space_id=space_id, cursor=request.GET.get("cursor"))
    page = {
        "found": found,
        "heading": space.name if space else "",
        "narrowed": f"?{urlencode({'space': space.slug})}" if space else "",
        "series": queries.series_cards(viewer) if space_id is None else [],
        "canonical": settings.PUBLIC_ADDRESS + address,
        "may_write": viewer.is_member and viewer.may(rules.WRITE),
        "turn": lambda cursor: f"{address}?{urlencode({'cursor': cursor})}",
    }
    return render(request, "articles/list.html", page)


def _article_page(request: CommunityRequest, sheet: queries.ArticleSheet) -> dict[str, Any]:
    slug, site = request.community.slug, settings.PUBLIC_ADDRESS
    card = site + reverse("articles:card", args=[slug, sheet.id])
    return {
        "article": sheet,
        "sheet": sheet.thread,
        "canonical": site + sheet.address,
        "card": card,
        "structured": article_as_data(sheet, site, card) if sheet.thread.head.is_public else None,
        "turn": lambda page: f"{sheet.address}?page={page}" if page > 1 else sheet.address,
        "reply_address": sheet.thread.kind.reply_address(slug, sheet.thread.head.id),
        "token": new_sending(),
        "is_marking": sheet.thread.may.follow,
    }


def _number(typed: str | None) -> int:
    """A whole number from an address; anything else is 0."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
