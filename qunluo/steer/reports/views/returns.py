"""Costs and return for those who spend, and what is assumed; being named in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.kernel.web.telling import saved
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import AssumptionForm, assumption_values
from qunluo.steer.reports.rules import SET_GOALS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

HUNDRED = 100


@require_http_methods(["GET", "POST"])
def returns(request: CommunityRequest) -> HttpResponse:
    sheet = queries.return_sheet(request.viewer)
    form = AssumptionForm(request.POST or None, initial=assumption_values(sheet))

    def keep(worth: float, low: float, mid: float, high: float, source: str) -> None:
        shares = (low / HUNDRED, mid / HUNDRED, high / HUNDRED)
        actions.set_assumption(request.viewer, round(worth * HUNDRED), shares, source=source)

    if request.method == "POST" and saved(form, keep):
        messages.success(request, _("The assumption holds from now on; later reports use it."))
        return redirect("reports:returns", community=request.community.slug)
    may_set = request.viewer.may(SET_GOALS)
    told = {"sheet": sheet, "form": form if may_set else None}
    return render(request, "reports/returns.html", told)


@require_POST
def naming(request: CommunityRequest) -> HttpResponse:
    """A member agrees to be named, or takes it back."""
    agrees = request.POST.get("agrees") == "yes"
    actions.settle_naming(request.viewer, agrees=agrees)
    said = _("Reports may name you here.") if agrees else _("No report names you here any more.")
    messages.success(request, said)
    return redirect("reports:reports", community=request.community.slug)
