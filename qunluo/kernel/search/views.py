"""The search page of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render

from qunluo.kernel.search import hearing
from qunluo.kernel.search.naming import KINDS
from qunluo.kernel.search.queries import Results, search
from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.limits import caller, limit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from qunluo.kernel.viewer import Viewer

LAST_PAGE = 50


@open_to_visitors
def results(request: HttpRequest) -> HttpResponse:
    """What was found for `q`, filtered by `kind` and `space`, twenty a page."""
    query, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    space, page = _number(request, "space"), min(_number(request, "page") or 1, LAST_PAGE)
    found = _found(request, query, kind, space, page)
    turn = {"q": query, "kind": kind, "space": space or ""}
    context: dict[str, Any] = {
        "results": found,
        "query": query,
        "kind": kind,
        "kinds": KINDS,
        "space": space,
        "earlier": _address(request, turn, page - 1) if page > 1 else "",
        "later": _address(request, turn, page + 1) if found.is_more and page < LAST_PAGE else "",
    }
    template = "search/_results.html" if getattr(request, "htmx", False) else "search/results.html"
    return render(request, template, context)


def _found(request: HttpRequest, query: str, kind: str, space: int | None, page: int) -> Results:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not query.strip() or viewer.community_id is None:
        return Results("", (), 0, False)
    limit(caller(request), "search.find", per_minute=60)
    kinds = [kind] if kind else None
    found = search(viewer, query, kinds=kinds, space_id=space, page=page)
    if page == 1 and not kind and space is None:
        hearing.tell(viewer.community_id, found)
    return found


def _address(request: HttpRequest, turn: dict[str, Any], page: int) -> str:
    return f"{request.path}?{urlencode(turn | {'page': page})}"


def _number(request: HttpRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    fits = written.isascii() and written.isdigit() and len(written) < 10
    return int(written) or None if fits else None
