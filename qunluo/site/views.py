from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel.viewer import Viewer
from qunluo.kernel.web.doors import open_to_anyone
from qunluo.kernel.web.pagecache import kept_for_visitors
from qunluo.kernel.web.slots import fill
from qunluo.people.communities import queries as communities
from qunluo.people.members import actions as members
from qunluo.site.frame import THEME_COOKIE, THEMES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest

YEAR = 60 * 60 * 24 * 365


@open_to_anyone
@kept_for_visitors()
def front(request: ViewerRequest) -> HttpResponse:
    """The installation's first page: the communities one may see."""
    cards = communities.communities_for(request.viewer)
    template = "frame/_switcher.html" if request.htmx else "frame/front.html"
    return render(request, template, {"communities": cards})


@open_to_anyone
@require_GET
def robots(request: ViewerRequest) -> HttpResponse:
    """What crawlers need not ask for, and where the maps are. What is private has doors, not this."""
    page = {"site": settings.PUBLIC_ADDRESS}
    return render(request, "frame/robots.txt", page, content_type="text/plain; charset=utf-8")


@open_to_anyone
@require_GET
def sitemaps(request: ViewerRequest) -> HttpResponse:
    """Every public community's maps, as visitors may read them; a query for each kind of them."""
    cards = [card for card in communities.communities_for(Viewer()) if card.access == "public"]
    page = {"site": settings.PUBLIC_ADDRESS, "addresses": fill("sitemaps", cards)}
    return render(request, "web/sitemaps.xml", page, content_type="application/xml")


@csrf_exempt  # keeps a taste in two cookies; pages from the shared cache carry no token
@require_POST
@open_to_anyone
def display(request: ViewerRequest) -> HttpResponse:
    """Keep the chosen theme or language in a cookie and go back to the page."""
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    answer = HttpResponseRedirect(asked if safe else "/")
    theme, language = request.POST.get("theme", ""), request.POST.get("language", "")
    _keep_theme(request, answer, theme)
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
        if not request.viewer.is_visitor:  # the preference goes before the cookie
            members.choose_language(request.viewer, language)
    return answer


def _keep_theme(request: ViewerRequest, answer: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax")
    elif theme == "system":
        answer.delete_cookie(THEME_COOKIE)
    if theme in {*THEMES, "system"} and not request.viewer.is_visitor:
        members.choose_theme(request.viewer, "" if theme == "system" else theme)
