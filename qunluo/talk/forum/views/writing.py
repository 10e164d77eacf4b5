"""Forms in which members write: without script each stands alone and keeps what was typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.meanwhile import meanwhile
from qunluo.kernel.web.refusals import told_when
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.web import (
    EditWords,
    TopicWords,
    Words,
    compose_reply,
    compose_topic,
    composed,
    keep_pace,
    space_card,
    tags_in,
)

if TYPE_CHECKING:
    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def new_topic(request: CommunityRequest, space: str) -> HttpResponse:
    card = space_card(request, space)
    return compose_topic(request, card, partial(actions.open_topic, request.viewer, card.id))


@require_http_methods(["GET", "POST"])
def reply(request: CommunityRequest, topic_id: int) -> HttpResponse:
    head = queries.topic_head(request.viewer, topic_id)
    post = partial(actions.post_reply, request.viewer, topic_id)
    return compose_reply(request, head, post)


@require_http_methods(["GET", "POST"])
def comment(request: CommunityRequest, post_id: int) -> HttpResponse:
    found = queries.post_for(request.viewer, post_id)
    back = queries.post_address(request.community.slug, post_id)
    post = partial(actions.post_comment, request.viewer, post_id)
    return composed(
        request,
        post,
        back=back,
        title=found.topic.title,
        space_id=found.topic.space_id,
        is_comment=True,
    )


@require_http_methods(["GET", "POST"])
def edit(request: CommunityRequest, post_id: int) -> HttpResponse:
    sheet = queries.edit_sheet(request.viewer, post_id)
    if request.method == "GET":
        return _editor(request, sheet)
    form = EditWords(request.POST)
    if not form.is_valid():
        return _edit_page(request, sheet, form, status=422)
    words, wording = form.cleaned_data, _wording(form, sheet)
    try:
        keep_pace(request.viewer)
        actions.edit_post(
            request.viewer, post_id, words["seen"], wording=wording, reason=words["reason"]
        )
    except Refusal as refusal:
        form.tell(refusal)
        is_late = refusal.code == "forum.edited_meanwhile"
        page = _edit_page(request, sheet, form, status=refusal.status, is_late=is_late)
        return told_when(page, refusal)
    return redirect(sheet.post_address)


@require_POST
def draft(request: CommunityRequest, place: str) -> HttpResponse:
    """Keep what is being typed; empty words drop the draft. Answers 204."""
    words = TopicWords(request.POST)
    words.is_valid()
    typed = words.cleaned_data
    actions.keep_draft(
        request.viewer,
        place,
        typed.get("body", ""),
        title=typed.get("title", ""),
        tags=tags_in(typed.get("tags", "")),
    )
    return HttpResponse(status=204)


def _editor(request: CommunityRequest, sheet: queries.EditSheet) -> HttpResponse:
    kept = _draft_of(request, sheet)
    is_late = queries.is_behind(sheet, kept)
    return _edit_page(request, sheet, _edit_form(sheet, kept), is_late=is_late)


def _wording(form: EditWords, sheet: queries.EditSheet) -> actions.Wording:
    words = form.cleaned_data
    if sheet.kind != "opening":
        return actions.Wording(words["body"])
    return actions.Wording(words["body"], words["title"], form.chosen_tags())


def _draft_of(request: CommunityRequest, sheet: queries.EditSheet) -> queries.DraftSheet | None:
    """What was left unsent, unless one begins again from the text as it stands."""
    if "present" in request.GET:
        return None
    return queries.draft_at(request.viewer, f"post:{sheet.post_id}")


def _edit_form(sheet: queries.EditSheet, kept: queries.DraftSheet | None) -> EditWords:
    first = {
        "title": sheet.title,
        "body": kept.body if kept else sheet.body,
        "tags": ", ".join(sheet.tags),
        "seen": sheet.seen,
    }
    return EditWords(initial=first)


def _edit_page(
    request: CommunityRequest,
    sheet: queries.EditSheet,
    form: Words,
    *,
    status: int = 200,
    is_late: bool = False,
) -> HttpResponse:
    """When somebody was faster, the page shows what differs and takes the words again."""
    present = {"body": sheet.body}
    if sheet.kind == "opening":
        present |= {"title": sheet.title, "tags": ", ".join(sheet.tags)}
    page = {
        "sheet": sheet,
        "form": form,
        "late": meanwhile(form, present) if is_late else None,
        "draft": reverse("forum:draft", args=[request.community.slug, f"post:{sheet.post_id}"]),
    }
    return render(request, "forum/edit.html", page, status=status)
