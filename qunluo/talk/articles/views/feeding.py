"""Feeds in three styles, the sitemap, and the picture of a shared link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from qunluo.kernel.refusal import missing
from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web.doors import open_to_anyone, open_to_visitors
from qunluo.people.communities import queries as communities
from qunluo.talk.articles import actions, queries
from qunluo.talk.articles.web import STYLES, card_png, written_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.people.communities.queries import CommunityCard
    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


@require_http_methods(["GET", "POST"])
def feeds(request: CommunityRequest) -> HttpResponse:
    """Which feeds there are; makes or revokes the key of one's own (`value`)."""
    secret = ""
    if request.method == "POST":
        if request.POST.get("value") == "revoke":
            actions.revoke_feed_key(request.viewer)
        else:
            secret = actions.make_feed_key(request.viewer)
    page = {
        "feeds": list(_feeds(request)),
        "site": settings.PUBLIC_ADDRESS,
        "secret": secret,
        "has_key": queries.has_feed_key(request.viewer),
    }
    return render(request, "articles/feeds.html", page)


@open_to_visitors
@require_GET
def feed(request: CommunityRequest, style: str) -> HttpResponse:
    """`?space=` or `?series=` narrow it."""
    return _written(request, request.viewer, request.community, style)


@open_to_anyone
@require_GET
def private_feed(request: ViewerRequest, slug: str, style: str) -> HttpResponse:
    """The same as the member whose `?key=` it is, for programs that cannot sign in.

    It stands outside the community's addresses: a private one does not exist for visitors.
    """
    card = communities.entrance(Viewer(), slug).community
    reader = queries.reader_of(card.id, request.GET.get("key", "")[:200])
    entered = communities.enter(reader, slug)
    return _written(request, entered.viewer, entered.community, style)


@open_to_visitors
@require_GET
def sitemap(request: CommunityRequest) -> HttpResponse:
    """Public articles for search engines; nothing of a community that is not public."""
    if request.community.access != "public":
        raise missing()
    entries = queries.sitemap_entries(request.viewer)
    page = {"entries": entries, "site": settings.PUBLIC_ADDRESS}
    return render(request, "web/sitemap.xml", page, content_type="application/xml")


@open_to_visitors
@cache_control(public=True, max_age=3600)
@require_GET
def card(request: CommunityRequest, article_id: int) -> HttpResponse:
    """What shared links show; only for those who may read the article."""
    line = queries.card_words(request.viewer, article_id)
    return HttpResponse(
        card_png(line[0], request.community.name, line[1]), content_type="image/png"
    )


def _feeds(request: CommunityRequest) -> Iterator[tuple[str, bool, list[tuple[str, str, str]]]]:
    """What each feed is about, whether everybody may read it, and per style its address and the
    one of one's own (without the key)."""
    card = request.community
    is_open = card.access == "public"
    about: list[tuple[str, bool, dict[str, str]]]
    about = [(_("The whole community"), is_open, {})]
    about += [
        (space.name, is_open and space.access == "public", {"space": space.slug})
        for space in card.spaces
    ]
    series = queries.series_cards(request.viewer)
    about += [(one.title, is_open, {"series": one.slug}) for one in series]
    for name, is_public, narrowed in about:
        asked = urlencode(narrowed)
        yield name, is_public, [(style, *_addresses(card.slug, style, asked)) for style in STYLES]


def _addresses(slug: str, style: str, asked: str) -> tuple[str, str]:
    everybody = reverse("articles:feed", args=[slug, style])
    own = reverse("articles:private_feed", args=[slug, style])
    return f"{everybody}?{asked}" if asked else everybody, f"{own}?{asked}&" if asked else f"{own}?"


def _written(
    request: ViewerRequest, viewer: Viewer, card: CommunityCard, style: str
) -> HttpResponse:
    if style not in STYLES:
        raise missing()
    about, home, narrowed = _about(request, viewer, card)
    found = queries.feed(viewer, about, language=card.language, **narrowed)
    address = request.get_full_path() if "key" not in request.GET else home
    text = written_feed(found, style, site=settings.PUBLIC_ADDRESS, home=home, address=address)
    return HttpResponse(text, content_type=STYLES[style])


def _about(
    request: ViewerRequest, viewer: Viewer, card: CommunityCard
) -> tuple[tuple[str, str], str, dict[str, int]]:
    """Title and summary, the page it is about, and what it is narrowed to; or `missing`."""
    slug = card.slug
    if wanted := request.GET.get("space", ""):
        space = next((entry for entry in card.spaces if entry.slug == wanted), None)
        if space is None:
            raise missing()
        home = reverse("articles:space", args=[slug, space.slug])
        return (f"{space.name} · {card.name}", space.purpose), home, {"space_id": space.id}
    if wanted := request.GET.get("series", ""):
        series = queries.series_here(viewer, wanted)
        home = reverse("articles:series", args=[slug, series.slug])
        return (f"{series.title} · {card.name}", series.summary), home, {"series_id": series.id}
    home = reverse("articles:index", args=[slug])
    return (_("Articles of %(name)s") % {"name": card.name}, card.summary), home, {}
