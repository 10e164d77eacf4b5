"""The steps of a report and what its editors change; each leads back to the page it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.kernel.ui import display
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import CorrectionForm, JudgementForm, SuggestionForm, WordsForm
from qunluo.steer.reports.views.desk import back, desk_page

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_POST
def check(request: CommunityRequest, report_id: int) -> HttpResponse:
    actions.check_report(request.viewer, report_id)
    found = queries.report_sheet(request.viewer, report_id).check
    if found is not None and found.holds:
        messages.success(request, _("Every figure was measured again and came out the same."))
    else:
        messages.warning(request, _("The check found something; each place is marked below."))
    return _back(request, report_id, "reports:report")


@require_POST
def signature(request: CommunityRequest, report_id: int) -> HttpResponse:
    actions.sign_report(request.viewer, report_id)
    messages.success(request, _("You have signed the report. It can be published now."))
    return _back(request, report_id, "reports:report")


@require_POST
def reopening(request: CommunityRequest, report_id: int) -> HttpResponse:
    actions.reopen_report(request.viewer, report_id)
    messages.success(request, _("The report is open again; it has to be checked and signed anew."))
    return _back(request, report_id)


@require_POST
def publication(request: CommunityRequest, report_id: int) -> HttpResponse:
    actions.publish_report(request.viewer, report_id)
    messages.success(request, _("Members can read the report now."))
    return _back(request, report_id, "reports:report")


@require_POST
def correction(request: CommunityRequest, report_id: int) -> HttpResponse:
    reason = _valid(CorrectionForm(request.POST))["reason"]
    order_id = actions.ask_correction(request.viewer, report_id, reason)
    return redirect("reports:order", community=request.community.slug, order_id=order_id)


@require_POST
def judgements(request: CommunityRequest, report_id: int) -> HttpResponse:
    sent = _valid(JudgementForm(request.POST))
    actions.add_judgement(request.viewer, report_id, sent["section"], body=sent["body"])
    return back(request, report_id, at=f"s-{sent['section']}")


@require_POST
def judgement(request: CommunityRequest, report_id: int, judgement_id: int) -> HttpResponse:
    """Change it, or remove it with `remove`."""
    if "remove" in request.POST:
        actions.remove_judgement(request.viewer, judgement_id)
    else:
        sent = _valid(WordsForm(request.POST))
        try:
            actions.change_judgement(request.viewer, judgement_id, sent["body"], seen=sent["seen"])
        except Refusal as no:
            if no.code != "reports.changed_meanwhile":
                raise
            return desk_page(request, report_id, status=409, typed=(judgement_id, sent["body"]))
    return _back(request, report_id)


@require_POST
def sentence(request: CommunityRequest, report_id: int, position: int) -> HttpResponse:
    """Leave it out, or take it in again with `take_in`."""
    step = actions.take_in if "take_in" in request.POST else actions.leave_out
    step(request.viewer, report_id, position)
    return _back(request, report_id)


@require_POST
def suggestion(request: CommunityRequest, report_id: int, number: int) -> HttpResponse:
    sent = _valid(SuggestionForm(request.POST))
    try:
        actions.settle_suggestion(request.viewer, report_id, number, **sent)
    except Refusal as no:
        if no.code != "reports.changed_meanwhile":
            raise
        told = {
            "why": no.message,
            "owner": sent["owner"] or "–",
            "day": display.day(sent["due_on"]),
        }
        messages.error(request, _("%(why)s You had chosen: %(owner)s, %(day)s.") % told)
    return back(request, report_id, at="s-improvements")


def _valid(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        fields = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Invalid("reports.form", _("Please fill in what is missing."), fields=fields)
    return form.cleaned_data


def _back(request: CommunityRequest, report_id: int, to: str = "reports:desk") -> HttpResponse:
    return redirect(to, community=request.community.slug, report_id=report_id)
