"""What holds members back: seen by themselves, given, lifted, appealed, and on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.refusal import missing
from qunluo.kernel.web.doors import open_to_signed_in, open_to_visitors
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import queries as communities
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Penalty
from qunluo.people.moderation.forms import (
    AnswerForm,
    AppealForm,
    EmergencyForm,
    RemovalAnswerForm,
    RemovalAppealForm,
    SanctionForm,
)
from qunluo.people.moderation.rules import (
    DECLARE,
    EMERGENCY_LABELS,
    SANCTION,
    SANCTION_LABELS,
    refuse_strangers,
)
from qunluo.people.moderation.web import ACT_LABELS, OUTCOME_LABELS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest

LABELS = {"sanctions": SANCTION_LABELS, "outcomes": OUTCOME_LABELS}


@open_to_signed_in
@require_GET
def mine(request: CommunityRequest) -> HttpResponse:
    """My standing: open to those shut out, too."""
    refuse_strangers(request.viewer)
    return _standing(request, AppealForm(), RemovalAppealForm())


@open_to_signed_in
@require_POST
def appeal(request: CommunityRequest, sanction_id: int) -> HttpResponse:
    refuse_strangers(request.viewer)
    form = AppealForm(request.POST)
    if saved(form, lambda text: actions.appeal(request.viewer, sanction_id, text)):
        messages.success(request, _("Your appeal is on its way. The answer comes within 72 hours."))
        return redirect("moderation:standing", community=request.community.slug)
    return _standing(request, form, RemovalAppealForm(), status=422)


@open_to_signed_in
@require_POST
def removal_appeal(request: CommunityRequest, case_id: int) -> HttpResponse:
    """Against the removal or the holding of something one wrote."""
    refuse_strangers(request.viewer)
    form = RemovalAppealForm(request.POST)
    if saved(form, lambda text: actions.appeal_removal(request.viewer, case_id, text)):
        messages.success(request, _("Your appeal is on its way. The answer comes within 72 hours."))
        return redirect("moderation:standing", community=request.community.slug)
    return _standing(request, AppealForm(), form, status=422)


def _standing(
    request: CommunityRequest, form: AppealForm, removal_form: RemovalAppealForm, status: int = 200
) -> HttpResponse:
    sheet = queries.my_standing(request.viewer)
    shown = {"sheet": sheet, "form": form, "removal_form": removal_form, **LABELS}
    return render(request, "moderation/standing.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def sanction(request: CommunityRequest, member_id: int) -> HttpResponse:
    """Sanction a member without a case."""
    request.viewer.require(SANCTION)
    person = communities.persons(request.community.id, [member_id]).get(member_id)
    if person is None:
        raise missing()
    form = SanctionForm(queries.rule_titles(request.community.id), request.POST or None)

    def give(kind: str, reason: str, days: int | None, rule_key: str) -> None:
        actions.sanction(request.viewer, member_id, Penalty(kind, reason, days, rule_key))

    if saved(form, give):
        messages.success(request, _("The sanction holds from now on. The member is told why."))
        slug = request.community.slug
        return redirect("communities:member", community=slug, member_id=member_id)
    rows = queries.sanctions_of(request.viewer, member_id)
    shown = {"form": form, "person": person, "rows": rows, **LABELS}
    return render(request, "moderation/sanction.html", shown)


@require_POST
def lifting(request: CommunityRequest, sanction_id: int) -> HttpResponse:
    actions.lift_sanction(request.viewer, sanction_id)
    messages.success(request, _("The sanction is lifted."))
    return redirect("moderation:staff_log", community=request.community.slug)


@require_GET
def appeals(request: CommunityRequest) -> HttpResponse:
    """Appeals with their clocks; one's own sanctions are decided by colleagues."""
    return _appeals(request, AnswerForm())


@require_POST
def appeal_decision(request: CommunityRequest, appeal_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)

    def decide(outcome: str, answer: str) -> None:
        actions.decide_appeal(request.viewer, appeal_id, outcome, answer=answer)

    if saved(form, decide):
        messages.success(request, _("Decided. The member reads your answer."))
        return redirect("moderation:work_appeals", community=request.community.slug)
    return _appeals(request, form, status=422)


@require_POST
def removal_appeal_decision(request: CommunityRequest, removal_appeal_id: int) -> HttpResponse:
    form = RemovalAnswerForm(request.POST)

    def decide(outcome: str, answer: str) -> None:
        actions.decide_removal_appeal(request.viewer, removal_appeal_id, outcome, answer=answer)

    if saved(form, decide):
        messages.success(request, _("Decided. The member reads your answer."))
        return redirect("moderation:work_appeals", community=request.community.slug)
    return _appeals(request, form, status=422)


def _appeals(
    request: CommunityRequest, form: AnswerForm | RemovalAnswerForm, status: int = 200
) -> HttpResponse:
    shown = {
        "lines": queries.open_appeals(request.viewer),
        "removals": queries.removal_appeals(request.viewer),
        "form": form if isinstance(form, AnswerForm) else AnswerForm(),
        "removal_form": form if isinstance(form, RemovalAnswerForm) else RemovalAnswerForm(),
        **LABELS,
    }
    return render(request, "moderation/appeals.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def emergency(request: CommunityRequest) -> HttpResponse:
    """The switch: what is on, or what could be."""
    request.viewer.require(DECLARE)
    form = EmergencyForm(request.POST or None)

    def declare(kind: str, hours: int, reason: str) -> None:
        actions.declare_emergency(request.viewer, kind, reason=reason, hours=hours)

    if saved(form, declare):
        messages.success(request, _("It holds from now on and ends by itself."))
        return redirect("moderation:emergency", community=request.community.slug)
    shown = {
        "form": form,
        "current": queries.emergency_here(request.viewer),
        "emergencies": EMERGENCY_LABELS,
    }
    return render(request, "moderation/emergency.html", shown)


@require_POST
def emergency_end(request: CommunityRequest) -> HttpResponse:
    actions.end_emergency(request.viewer)
    messages.success(request, _("Everybody can write again."))
    return redirect("moderation:emergency", community=request.community.slug)


@require_GET
def staff_log(request: CommunityRequest) -> HttpResponse:
    """Every act of the staff, with names."""
    page = queries.staff_log(request.viewer, request.GET.get("at") or None)
    return _log(request, page, is_public=False)


@open_to_visitors
@require_GET
def public_log(request: CommunityRequest) -> HttpResponse:
    """The same acts without names, for everybody who may read here."""
    page = queries.public_log(request.viewer, request.GET.get("at") or None)
    return _log(request, page, is_public=True)


def _log(request: CommunityRequest, page: object, *, is_public: bool) -> HttpResponse:
    shown = {
        "page": page,
        "is_public": is_public,
        "frame": "frame/community.html" if is_public else "frame/work.html",
        "counts": queries.act_counts(request.viewer),
        "acts": ACT_LABELS,
        "emergencies": EMERGENCY_LABELS,
        **LABELS,
    }
    return render(request, "moderation/log.html", shown)
