"""The search page of a community, and the operators' page of what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render

from qunluo.kernel.search import hearing
from qunluo.kernel.search.naming import kinds_to_choose
from qunluo.kernel.search.narrowing import PERIODS, Chosen
from qunluo.kernel.search.ports import people
from qunluo.kernel.search.queries import Results, search
from qunluo.kernel.search.unmet import PERIODS as UNMET_PERIODS
from qunluo.kernel.search.unmet import unmet_needs
from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.limits import caller, limit
from qunluo.kernel.web.slots import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from qunluo.kernel.search.ports import FoundPerson
    from qunluo.kernel.viewer import Viewer

LAST_PAGE = 50
PEOPLE_BESIDE, PEOPLE_ALONE = 4, 50


@open_to_visitors
def results(request: HttpRequest) -> HttpResponse:
    """What was found for `q`, twenty a page; filters: kind, space, tag, author, within."""
    query, chosen = request.GET.get("q", ""), _chosen(request)
    page = min(_number(request, "page") or 1, LAST_PAGE)
    found = _found(request, query, chosen, page)
    persons = _persons(request, query, chosen) if page == 1 else ()
    is_vain = bool(query.strip()) and not found.found and not persons
    context: dict[str, Any] = {
        "results": found,
        "persons": persons,
        "query": query,
        "chosen": chosen,
        "kinds": kinds_to_choose(),
        "periods": list(PERIODS),
        "unfiltered": f"{request.path}?{urlencode({'q': query})}" if chosen else "",
        "offers": fill("search.nothing", request.viewer, query) if is_vain else [],  # type: ignore[attr-defined]
        "earlier": _address(request, page - 1) if page > 1 else "",
        "later": _address(request, page + 1) if found.is_more and page < LAST_PAGE else "",
    }
    template = "search/_results.html" if getattr(request, "htmx", False) else "search/results.html"
    return render(request, template, context)


def unmet(request: HttpRequest) -> HttpResponse:
    """What members looked for and did not find, for those who can do something about it."""
    days = _number(request, "days") or UNMET_PERIODS[1]
    found = unmet_needs(request.viewer, days=days)  # type: ignore[attr-defined]
    return render(request, "search/unmet.html", {"found": found, "periods": UNMET_PERIODS})


def _found(request: HttpRequest, query: str, chosen: Chosen, page: int) -> Results:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not query.strip() or viewer.community_id is None:
        return Results("", (), 0, False)
    limit(caller(request), "search.find", per_minute=60)
    if chosen.wants_people_only:
        return Results(query, (), 0, False)
    found = search(viewer, query, chosen.among(viewer), page=page)
    if page == 1 and not chosen:
        hearing.tell(viewer.community_id, found)
    return found


def _persons(request: HttpRequest, query: str, chosen: Chosen) -> Sequence[FoundPerson]:
    """People called like this: a few above the results, or people alone."""
    if not query.strip() or (chosen and not chosen.wants_people_only):
        return ()
    most = PEOPLE_ALONE if chosen.wants_people_only else PEOPLE_BESIDE
    return people().people(request.viewer, query, most=most)  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> Chosen:
    asked = request.GET
    return Chosen(
        kind=asked.get("kind", "")[:60],
        space=_number(request, "space") or 0,
        tag=asked.get("tag", ""),
        author=asked.get("author", ""),
        within=asked.get("within", ""),
    )


def _address(request: HttpRequest, page: int) -> str:
    asked = {name: value for name, value in request.GET.items() if value and name != "page"}
    return f"{request.path}?{urlencode(asked | {'page': page})}"


def _number(request: HttpRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    fits = written.isascii() and written.isdigit() and len(written) < 10
    return int(written) or None if fits else None
