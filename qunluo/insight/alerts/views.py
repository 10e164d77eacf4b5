"""Alerts: the list, one of them, what is watched, and the known days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.insight.alerts import actions, forms, queries
from qunluo.insight.alerts import rules as words
from qunluo.insight.metrics.web import chart_file
from qunluo.kernel.refusal import Invalid, missing
from qunluo.kernel.web.telling import saved, tell

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

LISTS = {"waiting": None, "closed": None}


def alerts(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    told = request.GET.get("state", "")
    state = told if told in LISTS else "waiting"
    shown = {
        "state": state,
        "lines": queries.listed(viewer, state),
        "counts": queries.counts(viewer),
        "states": words.STATES,
        "outcomes": words.OUTCOMES,
        "may_keep": viewer.may(words.KEEP),
    }
    return render(request, "alerts/alerts.html", shown)


def alert(request: CommunityRequest, alert_id: int) -> HttpResponse:
    return _alert_page(request, alert_id, forms.CloseForm())


def _alert_page(
    request: CommunityRequest, alert_id: int, form: forms.CloseForm, status: int = 200
) -> HttpResponse:
    sheet = queries.sheet(request.viewer, alert_id)
    shown = {"sheet": sheet, "form": form, "states": words.STATES, "outcomes": words.OUTCOMES}
    return render(request, "alerts/alert.html", shown, status=status)


def chart(request: CommunityRequest, alert_id: str, form: str) -> HttpResponse:
    """The chart of an alert with its band, as a picture or as numbers."""
    drawn = queries.sheet(request.viewer, int(alert_id)).chart
    if drawn is None:
        raise missing()
    return chart_file(f"{request.community.slug}-alert-{alert_id}.{form}", drawn)


@require_POST
def take(request: CommunityRequest, alert_id: int) -> HttpResponse:
    actions.take_alert(request.viewer, alert_id)
    return _back(request, alert_id)


@require_POST
def release(request: CommunityRequest, alert_id: int) -> HttpResponse:
    actions.release_alert(request.viewer, alert_id)
    return _back(request, alert_id)


@require_POST
def close(request: CommunityRequest, alert_id: int) -> HttpResponse:
    form = forms.CloseForm(request.POST)
    if saved(form, lambda **told: actions.close_alert(request.viewer, alert_id, **told)):
        return _back(request, alert_id)
    return _alert_page(request, alert_id, form, 422)


@require_POST
def reopen(request: CommunityRequest, alert_id: int) -> HttpResponse:
    actions.reopen_alert(request.viewer, alert_id)
    return _back(request, alert_id)


def _back(request: CommunityRequest, alert_id: int) -> HttpResponse:
    return redirect("alerts:alert", community=request.community.slug, alert_id=alert_id)


def rules(request: CommunityRequest) -> HttpResponse:
    shown = {
        "rows": queries.rules_for(request.viewer),
        "counts": queries.counts(request.viewer),
        "may_keep": request.viewer.may(words.KEEP),
    }
    return render(request, "alerts/rules.html", shown)


@require_http_methods(["GET", "POST"])
def new_rule(request: CommunityRequest) -> HttpResponse:
    request.viewer.require(words.KEEP)
    first = {"change": 20, "least": 10, "is_on": True, "sensitivity": "normal"}
    return _rule_page(request, None, {**first, "metric_id": request.GET.get("metric", "")})


@require_http_methods(["GET", "POST"])
def rule(request: CommunityRequest, rule_id: int) -> HttpResponse:
    row = queries.rule_for(request.viewer, rule_id)
    names = ("metric_id", "by", "method", "direction", "sensitivity", "change", "least", "limit")
    first = {name: getattr(row, name) for name in (*names, "is_on")}
    first |= {"owner_id": row.owner.id if row.owner else "", "space_id": row.space_id or ""}
    return _rule_page(request, row, first)


def _rule_page(
    request: CommunityRequest, row: queries.RuleRow | None, first: dict[str, object]
) -> HttpResponse:
    viewer, is_sent = request.viewer, request.method == "POST"
    form = forms.RuleForm(
        request.POST if is_sent else None,
        initial=first,
        metrics=queries.metric_choices(),
        keepers=queries.keepers(viewer),
        spaces=queries.space_choices(viewer),
    )
    if is_sent and form.is_valid():
        try:
            actions.save_rule(viewer, form.wish(), rule_id=row.id if row else None)
            return redirect("alerts:rules", community=request.community.slug)
        except Invalid as refusal:
            tell(form, refusal)
    found = queries.listed(viewer, "", row.id) if row else []
    shown: dict[str, Any] = {"form": form, "row": row, "lines": found, "mute": forms.MuteForm()}
    shown |= {"states": words.STATES, "outcomes": words.OUTCOMES}
    return render(request, "alerts/rule.html", shown, status=422 if is_sent else 200)


@require_POST
def mute(request: CommunityRequest, rule_id: int) -> HttpResponse:
    form = forms.MuteForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 14
    actions.mute_rule(request.viewer, rule_id, days)
    return redirect("alerts:rule", community=request.community.slug, rule_id=rule_id)


@require_POST
def retire(request: CommunityRequest, rule_id: int) -> HttpResponse:
    actions.retire_rule(request.viewer, rule_id)
    return redirect("alerts:rules", community=request.community.slug)


@require_http_methods(["GET", "POST"])
def days(request: CommunityRequest) -> HttpResponse:
    viewer = request.viewer
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if saved(form, lambda **told: actions.name_day(viewer, told.pop("name"), **told)):
        return redirect("alerts:days", community=request.community.slug)
    shown = {
        "form": form,
        "rows": queries.known_days(viewer),
        "planned": queries.planned_days(viewer),
        "coming": queries.next_holidays(viewer),
        "choice": forms.HolidaysForm(initial={"country": queries.country_of(viewer)}),
        "may_keep": viewer.may(words.KEEP),
    }
    return render(request, "alerts/days.html", shown, status=422 if form.is_bound else 200)


@require_POST
def holidays(request: CommunityRequest) -> HttpResponse:
    form = forms.HolidaysForm(request.POST)
    if form.is_valid():
        actions.choose_holidays(request.viewer, form.cleaned_data["country"])
    return redirect("alerts:days", community=request.community.slug)


@require_POST
def strike(request: CommunityRequest, day_id: int) -> HttpResponse:
    actions.strike_day(request.viewer, day_id)
    return redirect("alerts:days", community=request.community.slug)
