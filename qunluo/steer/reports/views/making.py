"""The list of reports, and reports that are being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel.refusal import Invalid
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import MakeForm
from qunluo.steer.reports.rules import MAKE, READ

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_GET
def reports(request: CommunityRequest) -> HttpResponse:
    may_make = request.viewer.may(MAKE)
    day = queries.suggested_day(request.viewer) if may_make else None
    form = MakeForm(initial={"day": day, "span": "month"}) if may_make else None
    told = {
        "reports": queries.reports_for(request.viewer),
        "form": form,
        "may_read": request.viewer.may(READ),
        "is_named": queries.agrees(request.viewer),
        "orders": queries.orders_under_way(request.viewer) if may_make else [],
    }
    return render(request, "reports/reports.html", told)


@require_POST
def make(request: CommunityRequest) -> HttpResponse:
    form = MakeForm(request.POST)
    if not form.is_valid():
        raise Invalid("reports.period", _("Choose a period and a day in it."))
    chosen = form.cleaned_data
    order_id = actions.ask_report(
        request.viewer, chosen["span"], chosen["day"], last=chosen["last_day"]
    )
    return redirect("reports:order", community=request.community.slug, order_id=order_id)


@require_GET
def order(request: CommunityRequest, order_id: int) -> HttpResponse:
    """How far the report is; once it is made, the report itself."""
    card = queries.order_for(request.viewer, order_id)
    if card.report_id is not None:
        return redirect(_address(request, card.report_id))
    return render(request, "reports/order.html", {"order": card})


@require_GET
def progress(request: CommunityRequest, order_id: int) -> HttpResponse:
    """The part of that page that asks again; htmx opens the report by the header."""
    card = queries.order_for(request.viewer, order_id)
    answer = render(request, "reports/_order.html", {"order": card})
    if card.report_id is not None:
        answer["HX-Redirect"] = _address(request, card.report_id)
    return answer


@require_POST
def again(request: CommunityRequest, order_id: int) -> HttpResponse:
    asked = actions.ask_again(request.viewer, order_id)
    return redirect("reports:order", community=request.community.slug, order_id=asked)


def _address(request: CommunityRequest, report_id: int) -> str:
    told = {"community": request.community.slug, "report_id": report_id}
    return reverse("reports:report", kwargs=told)
