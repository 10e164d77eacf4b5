"""Lists of topics, a topic's page, history, tags, drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qunluo.kernel import clock
from qunluo.kernel.refusal import Missing, missing
from qunluo.kernel.web.doors import open_to_visitors
from qunluo.kernel.web.pagecache import kept_for_visitors
from qunluo.kernel.web.slots import MenuItem, fill
from qunluo.kernel.web.tokens import new_sending
from qunluo.people.communities import queries as communities
from qunluo.people.communities.web import note_visit
from qunluo.talk.forum import queries, rules
from qunluo.talk.forum.ports import kind_for_space
from qunluo.talk.forum.web import read_space

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from qunluo.people.communities.queries import SpaceCard
    from qunluo.people.communities.web import CommunityRequest

VIEWS = {"top": "top", "hot": "hot", "featured": "featured", "unanswered": "newest"}
PERIODS = {"week": 7, "month": 30, "year": 365}


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def index(request: CommunityRequest) -> HttpResponse:
    """The latest from every space the viewer may enter."""
    return _list(request, reverse("forum:index", args=[request.community.slug]))


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def space(request: CommunityRequest, space: str) -> HttpResponse:
    card = read_space(request, space)
    note_visit(request.viewer, request.community, card.id)
    address = reverse("forum:space", args=[request.community.slug, space])
    return _list(request, address, space=card)


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def tag(request: CommunityRequest, tag: str) -> HttpResponse:
    address = reverse("forum:tag", args=[request.community.slug, tag])
    return _list(request, address, tag=tag)


@open_to_visitors
@kept_for_visitors(300)
@require_GET
def tags(request: CommunityRequest) -> HttpResponse:
    starting = request.GET.get("q", "")[:60]
    lines = queries.tag_lines(request.viewer, starting=starting)
    return render(request, "forum/tags.html", {"tags": lines, "starting": starting})


@open_to_visitors
@require_GET
def sitemap(request: CommunityRequest) -> HttpResponse:
    """Public topics for search engines, `?file=` of them; nothing of a community that is not public."""
    if request.community.access != "public":
        raise missing()
    entries = queries.sitemap_entries(request.viewer, _number(request.GET.get("file")) or 1)
    page = {"entries": entries, "site": settings.PUBLIC_ADDRESS}
    return render(request, "web/sitemap.xml", page, content_type="application/xml")


@open_to_visitors
@kept_for_visitors(60)
@require_GET
def topic(request: CommunityRequest, topic_id: int, slug: str = "") -> HttpResponse:
    """`?post=17` leads to that post's page and place; a wrong slug to the right one."""
    viewer = request.viewer
    if wanted := _number(request.GET.get("post")):
        return _to_post(request, topic_id, wanted)
    page = _number(request.GET.get("page")) or 1
    try:
        sheet = queries.topic_sheet(viewer, topic_id, page=page, order=_order(request))
    except Missing:
        return _merged(request, topic_id)
    elsewhere = sheet.kind.own_address(request.community.slug, topic_id)
    if elsewhere or slug != sheet.head.slug:
        asked = request.META.get("QUERY_STRING", "")
        address = elsewhere or sheet.head.address
        return redirect(address + (f"?{asked}" if asked else ""), permanent=not elsewhere)
    gone = sheet.head.removed
    if gone is not None and not (gone.is_held or sheet.opening.may_restore):
        return render(request, "forum/removed.html", {"sheet": sheet}, status=410)
    note_visit(viewer, request.community, sheet.head.space_id)
    return render(request, "forum/topic.html", _topic_page(request, sheet))


def _to_post(request: CommunityRequest, topic_id: int, number: int) -> HttpResponse:
    """To the post of that number, wherever it stands today."""
    moved = queries.where_moved(request.viewer, topic_id, number)
    if moved is not None:
        return redirect("forum:post", community=request.community.slug, post_id=moved)
    head = queries.topic_head(request.viewer, topic_id)
    return redirect(_place_of_post(request, head, number))


def _merged(request: CommunityRequest, topic_id: int) -> HttpResponse:
    """A topic that has no posts any more leads to the one they went to."""
    address = queries.where_merged(request.viewer, topic_id)
    if not address:
        raise missing()
    return redirect(address)


@open_to_visitors
@require_GET
def post(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Leads to where the post stands today."""
    found = queries.post_for(request.viewer, post_id)
    head = queries.topic_head(request.viewer, found.topic_id)
    return redirect(_place_of_post(request, head, found.number))


@open_to_visitors
@require_GET
def history(request: CommunityRequest, post_id: int) -> HttpResponse:
    sheet = queries.post_history(request.viewer, post_id)
    return render(request, "forum/history.html", {"history": sheet})


@require_GET
def drafts(request: CommunityRequest) -> HttpResponse:
    kept = queries.drafts_of(request.viewer)
    return render(request, "forum/drafts.html", {"drafts": kept})


@require_GET
def names(request: CommunityRequest) -> JsonResponse:
    """Whom `@` may mean in a space, for the editor: `[{"name": …, "handle": …}]`."""
    begun, space_id = request.GET.get("q", "")[:40], _number(request.GET.get("space"))
    if space_id not in {card.id for card in request.community.spaces}:
        raise missing()
    people = communities.names_starting(request.viewer, begun, space_id=space_id)
    told = [{"name": one.name, "handle": one.handle} for one in people]
    return JsonResponse(told, safe=False)


@require_GET
def similar(request: CommunityRequest) -> HttpResponse:
    """Topics like the title being typed, as a fragment."""
    lines = queries.similar_topics(request.viewer, request.GET.get("title", ""))
    return render(request, "forum/_similar.html", {"lines": lines})


def _list(
    request: CommunityRequest, address: str, *, space: SpaceCard | None = None, tag: str = ""
) -> HttpResponse:
    view = request.GET.get("view", "latest")
    wanted = _wanted(request, view, space, tag)
    found = queries.topic_list(request.viewer, wanted, cursor=request.GET.get("cursor"))
    page: dict[str, Any] = {
        "found": found,
        "space": space,
        "tag": tag,
        "view": view,
        "tabs": _tabs(request, address, space),
        "canonical": settings.PUBLIC_ADDRESS + address,
        "is_public": _is_public(request, space),
        "offers": _offers(request, space),
        "may_keep_tag": bool(tag) and request.viewer.may(rules.KEEP_TAGS),
        "turn": lambda cursor: f"{address}?{urlencode({'view': view, 'cursor': cursor})}",
    }
    return render(request, "forum/list.html", page)


def _wanted(
    request: CommunityRequest, view: str, space: SpaceCard | None, tag: str
) -> queries.TopicFilter:
    days = PERIODS.get(request.GET.get("period", ""))
    is_top = view == "top"
    return queries.TopicFilter(
        space_id=space.id if space else None,
        order=VIEWS.get(view, "latest"),
        tag=tag,
        state="unanswered" if view == "unanswered" else "",
        since=clock.now() - timedelta(days=days) if is_top and days else None,
        following=view == "following" and request.viewer.is_member,
    )


def _tabs(request: CommunityRequest, address: str, space: SpaceCard | None) -> list[MenuItem]:
    names = {"latest": _("Latest"), "hot": _("Hot"), "top": _("Top"), "featured": _("Featured")}
    if space is None or space.kind == "questions":
        names["unanswered"] = _("Unanswered")
    if request.viewer.is_member and space is None:
        names["following"] = _("Following")
    return [
        MenuItem(key, label, address if key == "latest" else f"{address}?view={key}")
        for key, label in names.items()
    ]


def _offers(request: CommunityRequest, space: SpaceCard | None) -> list[tuple[SpaceCard, str, Any]]:
    """Where the viewer may open something: the space, its address, the words on the button."""
    viewer, slug = request.viewer, request.community.slug
    if not viewer.is_member:
        return []
    if space is not None and space.is_archived:
        return []
    places = [space] if space else request.community.spaces
    allowed = [place for place in places if viewer.may(rules.POST, place.id)]
    kinds = [(place, kind_for_space(place.kind)) for place in allowed]
    return [(place, kind.new_address(slug, place.slug), kind.words.new) for place, kind in kinds]


def _is_public(request: CommunityRequest, space: SpaceCard | None) -> bool:
    return request.community.access == "public" and (space is None or space.access == "public")


def _topic_page(request: CommunityRequest, sheet: queries.TopicSheet) -> dict[str, Any]:
    head = sheet.head
    order = "" if sheet.order == sheet.kind.default_order else sheet.order
    spaces = [card for card in request.community.spaces if card.id != head.space_id]
    is_question = head.kind == "question"
    return {
        "sheet": sheet,
        "structured": _for_engines(request, sheet),
        "summary": queries.summary(sheet),
        "canonical": settings.PUBLIC_ADDRESS + turned(head.address, sheet.page, ""),
        "turn": lambda page: turned(head.address, page, order),
        "sorted_by": lambda chosen: turned(head.address, 1, chosen),
        "reply_address": sheet.kind.reply_address(request.community.slug, head.id),
        "token": new_sending(),
        "places": [card for card in spaces if (card.kind == "questions") == is_question],
        "turn_places": [card for card in spaces if (card.kind == "questions") != is_question],
        "below": fill("topic.below", request.viewer, head),
        "is_marking": sheet.may.follow and sheet.head.removed is None,
    }


def _for_engines(request: CommunityRequest, sheet: queries.TopicSheet) -> dict[str, Any] | None:
    """Search engines are visitors; a member's page does without."""
    if not request.viewer.is_visitor:
        return None
    return queries.structured(sheet, settings.PUBLIC_ADDRESS)


def turned(address: str, page: int, order: str) -> str:
    """A topic's address on a page, in an order."""
    asked = {"page": str(page)} if page > 1 else {}
    if order:
        asked["sort"] = order
    return f"{address}?{urlencode(asked)}" if asked else address


def _place_of_post(request: CommunityRequest, head: queries.TopicHead, number: int) -> str:
    page = queries.page_of_post(request.viewer, head.id, number)
    return f"{turned(head.address, page, '')}#post-{number}"


def _order(request: HttpRequest) -> str:
    return request.GET.get("sort", "")


def _number(typed: str | None) -> int:
    """A whole number from an address; anything else is 0."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
