"""Answers where no view stands or one broke: no such address, a stale form, a request or server that failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template import engines
from django.utils.translation import gettext as _

from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.kernel.web.refusals import answer_refusal, problem, stale_form, unreadable
from qunluo.kernel.web.tracing import request_id
from qunluo.people.communities import queries as communities
from qunluo.site.frame import THEME_COOKIE, THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest

COMMUNITY = re.compile(r"/c/([-\w]+)/")


def no_such_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Inside a community that one may read, the page keeps its place and its search."""
    if not hasattr(request, "viewer"):
        return _plain(request, Missing("missing", _("There is no page at this address.")))
    _stand_inside(request)
    return answer_refusal(request, Missing("missing", _("There is no page at this address.")))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 that Django itself says."""
    return answer_refusal(request, Forbidden("not_permitted", _("Your role does not allow this.")))


def form_is_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: mostly a page that stayed open for very long."""
    return answer_refusal(request, stale_form())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address, a header or the sent text makes no sense; asks neither host nor viewer."""
    return _plain(request, unreadable())


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error of ours, told with the request's id; asks nothing of the database."""
    told = Refusal("broken", _("Something broke on our side. What you wrote was not saved."))
    told.status = 500
    return _plain(request, told)


def _stand_inside(request: HttpRequest) -> None:
    found = COMMUNITY.match(request.path_info)
    own = getattr(request, "own_community", None)
    if found is None or own not in (None, found[1]):
        return
    try:
        inside = communities.enter(request.viewer, found[1], door="visitors")  # type: ignore[attr-defined]
    except Refusal:
        return
    request.viewer, request.community = inside.viewer, inside.community  # type: ignore[attr-defined]


def _plain(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A page without the frame, which would ask who is there."""
    if request.path_info.startswith("/api/"):
        return problem(refusal)
    shown = {
        "refusal": refusal,
        "theme": THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), ""),
        "request_id": request_id.get(),
    }
    page = engines["jinja2"].get_template("frame/plain.html").render(shown)
    return HttpResponse(page, status=refusal.status)
