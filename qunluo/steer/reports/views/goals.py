"""The page of goals: what each figure should come to, period by period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel import clock
from qunluo.kernel.web.telling import saved
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import GoalForm
from qunluo.steer.reports.rules import SET_GOALS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

HUNDRED = 100


@require_http_methods(["GET", "POST"])
def goals(request: CommunityRequest) -> HttpResponse:
    today = clock.now().astimezone(request.viewer.timezone).date()
    form = GoalForm(request.POST or None, initial={"day": today, "span": "month"})

    def keep(metric: str, span: str, day: date, side: str, value: float) -> None:
        is_share = metrics.definition(metric).unit == "share"
        told = value / HUNDRED if is_share else value
        actions.set_goal(request.viewer, metric, span, day=day, side=side, value=told)

    if request.method == "POST" and saved(form, keep):
        messages.success(request, _("The goal is set; the next report is measured against it."))
        return redirect("reports:goals", community=request.community.slug)
    told = {
        "goals": queries.goals_for(request.viewer),
        "form": form if request.viewer.may(SET_GOALS) else None,
    }
    return render(request, "reports/goals.html", told)


@require_POST
def end(request: CommunityRequest, goal_id: int) -> HttpResponse:
    actions.drop_goal(request.viewer, goal_id)
    messages.success(request, _("The goal no longer holds. Reports measured against it keep it."))
    return redirect("reports:goals", community=request.community.slug)
