"""The desk of those who write: what is on its way, the form, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel import files
from qunluo.kernel.files.purposes import COVER
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.meanwhile import meanwhile
from qunluo.kernel.web.refusals import told_when
from qunluo.kernel.web.slots import MenuItem
from qunluo.talk.articles import actions, queries, rules
from qunluo.talk.articles.forms import ArticleWords, ReviewWords
from qunluo.talk.forum.web import keep_pace

if TYPE_CHECKING:
    from qunluo.people.communities.web import CommunityRequest

SOURCE = ("source_address", "source_rights")
VIEWS = {
    "under_way": rules.UNDER_WAY,
    "in_review": ("in_review",),
    "published": ("published",),
    "archived": ("archived",),
}


@require_GET
def desk(request: CommunityRequest) -> HttpResponse:
    """What the viewer may work on; `?view=` in_review, published or archived."""
    view = request.GET.get("view", "under_way")
    view = view if view in VIEWS else "under_way"
    address = reverse("articles:desk", args=[request.community.slug])
    names = {
        "under_way": _("On its way"),
        "in_review": _("In review"),
        "published": _("Published"),
        "archived": _("Archived"),
    }
    page = {
        "lines": queries.lines_under_way(request.viewer, states=VIEWS[view]),
        "view": view,
        "tabs": [MenuItem(key, label, f"{address}?view={key}") for key, label in names.items()],
        "may_write": request.viewer.may(rules.WRITE),
    }
    return render(request, "articles/desk.html", page)


@require_http_methods(["GET", "POST"])
def new(request: CommunityRequest) -> HttpResponse:
    """Begin an article; `state=idea` only writes the thought down."""
    request.viewer.require(rules.WRITE)
    if request.method == "GET":
        form = _form(request, initial={"space": request.GET.get("space", "")})
        return _edit_page(request, None, form)
    form = _form(request, request.POST, request.FILES)
    try:
        keep_pace(request.viewer)
        wording = _wording(request, form, cover_id=None)
        article_id = actions.begin_article(
            request.viewer,
            _whole(form.cleaned_data.get("space")),
            wording,
            is_idea=request.POST.get("state") == "idea",
        )
    except Refusal as refusal:
        form.tell(refusal)
        return told_when(_edit_page(request, None, form, status=refusal.status), refusal)
    return redirect("articles:draft", community=request.community.slug, article_id=article_id)


@require_http_methods(["GET", "POST"])
def edit(request: CommunityRequest, article_id: int) -> HttpResponse:
    """The form of a working copy; a late save is shown as a difference."""
    sheet = queries.draft_sheet(request.viewer, article_id)
    if request.method == "GET":
        return _edit_page(request, sheet, _form(request, initial=_words_of(sheet)))
    form = _form(request, request.POST, request.FILES)
    try:
        keep_pace(request.viewer)
        wording = _wording(request, form, cover_id=sheet.cover_id)
        words = form.cleaned_data
        actions.save_article(
            request.viewer,
            article_id,
            words.get("seen") or 0,
            wording=wording,
            reason=words.get("reason", ""),
        )
    except Refusal as refusal:
        form.tell(refusal)
        late = refusal.code == "articles.saved_meanwhile"
        answer = _edit_page(request, sheet, form, status=refusal.status, is_late=late)
        return told_when(answer, refusal)
    if sheet.state == "published":
        return redirect(sheet.address)
    return redirect("articles:draft", community=request.community.slug, article_id=article_id)


@require_POST
def keep(request: CommunityRequest, article_id: int) -> HttpResponse:
    """Keep what is being typed. Answers 204."""
    seen = _whole(request.POST.get("seen"))
    actions.keep_words(request.viewer, article_id, seen, body=request.POST.get("body", ""))
    return HttpResponse(status=204)


@require_GET
def draft(request: CommunityRequest, article_id: int) -> HttpResponse:
    """An article on its way as readers will see it, with the next steps."""
    sheet = queries.draft_sheet(request.viewer, article_id)
    page = {"draft": sheet, "form": ReviewWords()}
    return render(request, "articles/draft.html", page)


@require_GET
def history(request: CommunityRequest, article_id: int) -> HttpResponse:
    page = {
        "draft": queries.draft_sheet(request.viewer, article_id),
        "versions": queries.history(request.viewer, article_id),
    }
    return render(request, "articles/history.html", page)


def _form(request: CommunityRequest, *args: Any, **kwargs: Any) -> ArticleWords:
    spaces = [
        (str(card.id), card.name) for card in request.community.spaces if card.kind != "questions"
    ]
    cards = queries.series_cards(request.viewer, with_empty=True)
    series = [(str(card.id), card.title) for card in cards]
    return ArticleWords(*args, spaces=spaces, series=series, **kwargs)


def _wording(
    request: CommunityRequest, form: ArticleWords, *, cover_id: int | None
) -> actions.Wording:
    """What was typed, the picture kept on the way; refuses like `files.keep_upload`."""
    form.is_valid()
    words = form.cleaned_data
    cover_id = None if words.get("drop_cover") else cover_id
    if uploaded := words.get("cover"):
        place = request.community.id
        cover_id = files.keep_upload(
            request.viewer, uploaded, purpose=COVER, access="readers", community_id=place
        ).pk
    plain = {name: words.get(name, "") for name in ("title", "body", "summary", *SOURCE)}
    return actions.Wording(
        **plain,
        tags=form.chosen_tags(),
        series_id=_whole(words.get("series")) or None,
        series_position=words.get("series_position") or 0,
        cover_id=cover_id,
    )


def _words_of(sheet: queries.DraftSheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "body": sheet.body,
        "summary": sheet.summary,
        "tags": ", ".join(sheet.tags),
        "space": str(sheet.space_id),
        "series": str(sheet.series_id or ""),
        "series_position": sheet.series_position or None,
        "source_address": sheet.source_address,
        "source_rights": sheet.source_rights,
        "seen": sheet.seen,
    }


def _present(sheet: queries.DraftSheet) -> dict[str, str]:
    names = ("title", "summary", "tags", "source_address", "source_rights")
    words = _words_of(sheet)
    return {"body": sheet.body, **{name: str(words[name]) for name in names}}


def _edit_page(
    request: CommunityRequest,
    sheet: queries.DraftSheet | None,
    form: ArticleWords,
    *,
    status: int = 200,
    is_late: bool = False,
) -> HttpResponse:
    page = {
        "form": form,
        "draft": sheet,
        "late": meanwhile(form, _present(sheet)) if is_late and sheet else None,
    }
    return render(request, "articles/edit.html", page, status=status)


def _whole(typed: Any) -> int:
    """A row's number; anything else finds nothing."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
