"""For the staff of the installation: claims to decide, merges, personal records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.people.members import actions, queries
from qunluo.people.members.forms import DecisionForm, MergeForm, ReasonForm
from qunluo.people.members.views.answers import page
from qunluo.people.members.web import ViewerRequest, mending

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
def claims(request: ViewerRequest) -> HttpResponse:
    waiting = queries.waiting_claims(request.viewer)
    return render(request, "members/staff_claims.html", {"claims": waiting})


@require_http_methods(["GET", "POST"])
def decide_claim(request: ViewerRequest, claim_id: int) -> HttpResponse:
    queries.waiting_claims(request.viewer)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            is_granted = request.POST.get("decision") == "grant"
            actions.decide_claim(
                request.viewer, claim_id, is_granted=is_granted, **form.cleaned_data
            )
            messages.success(request, _("Decided, and on record."))
            return redirect("members:staff_claims")
    sheet = queries.claim_for(request.viewer, claim_id)
    return page(request, "members/decide_claim.html", form, sheet=sheet)


@require_http_methods(["GET", "POST"])
def merges(request: ViewerRequest) -> HttpResponse:
    """Who was joined with whom; joining two by number."""
    form = MergeForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            actions.merge(request.viewer, **form.cleaned_data)
            messages.success(request, _("They are one member now."))
            return redirect("members:merges")
    lines = queries.merges_in_force(request.viewer)
    return page(request, "members/merges.html", form, lines=lines)


@require_POST
def undo_merge(request: ViewerRequest, merge_id: int) -> HttpResponse:
    actions.undo_merge(request.viewer, merge_id)
    messages.success(request, _("They are two members again."))
    return redirect("members:merges")


@require_http_methods(["GET", "POST"])
def member_record(request: ViewerRequest, member_id: int) -> HttpResponse:
    """The personal record: first the reason, which is kept, then a quarter of an hour's look."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with mending(form):
            actions.open_record(request.viewer, member_id, **form.cleaned_data)
            return redirect("members:record", member_id)
    if not queries.may_see_record(request.viewer, member_id):
        return page(request, "members/record_reason.html", form, member_id=member_id)
    sheet = queries.record_of(request.viewer, member_id)
    return render(request, "members/record.html", {"sheet": sheet})
