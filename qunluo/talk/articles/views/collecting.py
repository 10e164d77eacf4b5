"""Series: all of them, one with its articles, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.pagecache import kept_for_visitors
from qunluo.talk.articles import actions, queries, rules
from qunluo.talk.articles.forms import SeriesWords

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def all_series(request: CommunityRequest) -> HttpResponse:
    """The community's series, with the form for another one."""
    request.viewer.require(rules.WRITE)
    form = SeriesWords(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        form.is_valid()
        words = form.cleaned_data
        try:
            title, summary = words.get("title", ""), words.get("summary", "")
            actions.make_series(request.viewer, title, summary=summary)
        except Refusal as refusal:
            form.tell(refusal)
            status = refusal.status
        else:
            return redirect("articles:all_series", community=request.community.slug)
    page = {"series": queries.series_cards(request.viewer, with_empty=True), "form": form}
    return render(request, "articles/all_series.html", page, status=status)


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def series(request: CommunityRequest, series: str) -> HttpResponse:
    card = queries.series_here(request.viewer, series)
    address = reverse("articles:series", args=[request.community.slug, card.slug])
    found = queries.article_list(
        request.viewer, series_id=card.id, cursor=request.GET.get("cursor"), size=50
    )
    page = {
        "found": found,
        "series": card,
        "narrowed": f"?{urlencode({'series': card.slug})}",
        "canonical": settings.PUBLIC_ADDRESS + address,
        "turn": lambda cursor: f"{address}?{urlencode({'cursor': cursor})}",
    }
    return render(request, "articles/series.html", page)
