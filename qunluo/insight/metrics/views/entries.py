"""What is entered by hand: answers of surveys, costs, notes on charts, saved views."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django import forms as shapes
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qunluo.insight.metrics import actions, forms
from qunluo.insight.metrics.queries import noting, studies
from qunluo.insight.metrics.rules import ENTER, SEE
from qunluo.kernel.refusal import Refusal, missing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def entries(request: CommunityRequest) -> HttpResponse:
    """All that was entered, and the forms for more."""
    return _page(request)


def _page(request: CommunityRequest, status: int = 200, **changed: shapes.Form) -> HttpResponse:
    viewer = request.viewer
    viewer.require(ENTER)
    shown = {
        "answers": changed.get("answers") or forms.AnswersForm(prefix="a"),
        "costs": changed.get("costs") or forms.CostsForm(prefix="c"),
        "note": changed.get("note") or forms.NoteForm(prefix="n"),
        "surveys": noting.surveys(viewer),
        "spent": noting.costs(viewer),
        "notes": noting.notes(viewer),
    }
    return render(request, "metrics/entries.html", shown, status=status)


@require_POST
def enter_answers(request: CommunityRequest) -> HttpResponse:
    form = forms.AnswersForm(request.POST, request.FILES, prefix="a")
    if not form.is_valid():
        return _page(request, 422, answers=form)
    told = form.cleaned_data
    asked_at = datetime.combine(told["asked_on"], time(12), UTC)
    try:
        rows = forms.answer_rows(told["file"])
        actions.enter_answers(
            request.viewer,
            told["name"],
            told["kind"],
            asked_at=asked_at,
            people=told["people"],
            rows=rows,
        )
    except (shapes.ValidationError, Refusal) as error:
        form.add_error(None, _words(error))
        return _page(request, 422, answers=form)
    return redirect("metrics:entries", community=request.community.slug)


@require_POST
def enter_costs(request: CommunityRequest) -> HttpResponse:
    form = forms.CostsForm(request.POST, request.FILES, prefix="c")
    if not form.is_valid():
        return _page(request, 422, costs=form)
    told = form.cleaned_data
    try:
        actions.enter_costs(request.viewer, forms.cost_rows(told["file"], told["currency"]))
    except (shapes.ValidationError, Refusal) as error:
        form.add_error(None, _words(error))
        return _page(request, 422, costs=form)
    return redirect("metrics:entries", community=request.community.slug)


def _words(error: Exception) -> str:
    """What was wrong with a file; whoever may not enter anything gets the refusal itself."""
    if isinstance(error, Refusal):
        if error.status not in {409, 422}:
            raise error
        return str(error.message)
    return str(error.messages[0]) if isinstance(error, shapes.ValidationError) else ""


@require_POST
def write_note(request: CommunityRequest) -> HttpResponse:
    form = forms.NoteForm(request.POST, prefix="n")
    if not form.is_valid():
        return _page(request, 422, note=form)
    told = form.cleaned_data
    last = told["last"] or told["first"]
    actions.write_note(
        request.viewer, told["text"], first=told["first"], last=last, is_planned=told["is_planned"]
    )
    return redirect("metrics:entries", community=request.community.slug)


@require_POST
def strike_note(request: CommunityRequest, note_id: int) -> HttpResponse:
    actions.strike_note(request.viewer, note_id)
    return redirect("metrics:entries", community=request.community.slug)


@require_POST
def save_view(request: CommunityRequest, study: str) -> HttpResponse:
    request.viewer.require(SEE)
    form = forms.ViewForm(request.POST)
    if study not in studies.STUDIES:
        raise missing()
    told = form.cleaned_data if form.is_valid() else {}
    query = str(told.get("query") or "")
    if told.get("name"):
        actions.save_view(request.viewer, study, told["name"], query)
    address = reverse("metrics:study", kwargs={"community": request.community.slug, "study": study})
    return redirect(address + (query if query.startswith("?") else ""))


@require_POST
def drop_view(request: CommunityRequest, study: str, view_id: int) -> HttpResponse:
    actions.drop_view(request.viewer, view_id)
    return redirect("metrics:study", community=request.community.slug, study=study)
