"""Organisations: founding one, founding communities in it, the roll-up, its seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.doors import open_to_signed_in
from qunluo.kernel.web.slots import fill
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import (
    FoundCommunityForm,
    FoundOrganisationForm,
    SeatForm,
)
from qunluo.people.members import queries as members

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.members.web import ViewerRequest


@open_to_signed_in
def organisations(request: ViewerRequest) -> HttpResponse:
    """Those in which one has a seat."""
    shown = {"organisations": queries.organisations_of(request.viewer)}
    return render(request, "communities/organisations.html", shown)


@open_to_signed_in
def new_organisation(request: ViewerRequest) -> HttpResponse:
    """First step of founding: who runs it."""
    form = FoundOrganisationForm(request.POST or None)

    def save(slug: str, **rest: Any) -> None:
        actions.found_organisation(request.viewer, slug, **rest)

    if saved(form, save):
        slug = form.cleaned_data["slug"]
        return redirect("communities:new_community", organisation=slug)
    return render(request, "communities/found_organisation.html", {"form": form})


@open_to_signed_in
def new_community(request: ViewerRequest, organisation: str) -> HttpResponse:
    """Second step: the community; the third is its positioning."""
    sheet = queries.organisation_for(request.viewer, organisation)
    initial = {"access": "public", "joining": "open", "timezone": "Asia/Shanghai"}
    initial["language"] = "en" if request.viewer.language == "en" else "zh-hans"
    form = FoundCommunityForm(request.POST or None, initial=initial)

    def save(slug: str, **rest: Any) -> None:
        actions.found_community(request.viewer, sheet.id, slug, **rest)

    if saved(form, save):
        slug = form.cleaned_data["slug"]
        messages.success(request, _("The community stands. Now write down what it is for."))
        return redirect("communities:work_positioning", community=slug)
    shown = {"form": form, "organisation": sheet}
    return render(request, "communities/found_community.html", shown)


@open_to_signed_in
def organisation(request: ViewerRequest, organisation: str) -> HttpResponse:
    """The roll-up over all of its communities."""
    sheet = queries.organisation_for(request.viewer, organisation)
    form = SeatForm(request.POST or None)

    def save(handle: str, role: str) -> None:
        member_id = members.id_by_handle(handle)
        actions.grant_seat(request.viewer, sheet.id, member_id or 0, role=role)

    if saved(form, save):
        messages.success(request, _("The seat is given."))
        return redirect("communities:organisation", organisation=organisation)
    panels = fill("organisation.panels", request.viewer, sheet)
    shown = {"organisation": sheet, "form": form, "panels": panels}
    return render(request, "communities/organisation.html", shown)


@require_POST
@open_to_signed_in
def seat_revocation(request: ViewerRequest, organisation: str, member_id: int) -> HttpResponse:
    sheet = queries.organisation_for(request.viewer, organisation)
    if all(seat.person.id != member_id for seat in sheet.seats):
        raise missing()
    actions.revoke_seat(request.viewer, sheet.id, member_id)
    messages.info(request, _("The seat is taken back."))
    return redirect("communities:organisation", organisation=organisation)
