"""Report, and work through the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.web.limits import limit
from qunluo.kernel.web.telling import saved
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.forms import DecisionForm, FlagForm
from qunluo.people.moderation.rules import LEVEL_LABELS, SANCTION_LABELS, SIGNAL_LABELS

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseRedirect

    from qunluo.people.communities.web import CommunityRequest

FLAGS_A_DAY = 30


@require_http_methods(["GET", "POST"])
def flag(request: CommunityRequest) -> HttpResponse:
    """Report one object, named by `type` and `id`."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, number = asked.get("type", "")[:40], asked.get("id", "")
    object_id = int(number) if number.isdecimal() and len(number) < 19 else 0
    target = queries.reportable(request.viewer, kind, object_id)
    form = FlagForm(queries.rule_titles(request.viewer.community_id or 0), request.POST or None)

    def send(**told: str) -> None:
        limit(request.viewer, "moderation.flag", per_day=FLAGS_A_DAY)
        actions.flag(request.viewer, kind, object_id, **told)

    if saved(form, send):
        messages.success(
            request, _("Thank you. The team looks at it and tells you what came of it.")
        )
        return redirect(target.address)
    return render(request, "moderation/flag.html", {"form": form, "target": target, "kind": kind})


@require_GET
def queue(request: CommunityRequest) -> HttpResponse:
    """Cases that wait, or the decided ones."""
    state = "decided" if request.GET.get("state") == "decided" else "open"
    shown = {
        "state": state,
        "lines": queries.queue(request.viewer, state),
        "waiting": queries.waiting_cases(request.viewer),
        "signals": SIGNAL_LABELS,
    }
    return render(request, "moderation/queue.html", shown)


@require_GET
def case(request: CommunityRequest, case_id: int) -> HttpResponse:
    """One case with everything one decides by; decided by keyboard."""
    shown = {
        "sheet": queries.case_for(request.viewer, case_id),
        "waiting": queries.waiting_cases(request.viewer),
        "signals": SIGNAL_LABELS,
        "sanctions": SANCTION_LABELS,
        "levels": LEVEL_LABELS,
    }
    return render(request, "moderation/case.html", shown)


@require_POST
def next_one(request: CommunityRequest) -> HttpResponse:
    """Claim the most urgent case nobody is at."""
    found = queries.next_case(request.viewer)
    if found is None:
        messages.success(request, _("Nothing waits. Well done."))
        return redirect("moderation:queue", community=request.community.slug)
    actions.claim_case(request.viewer, found)
    return _to(request, found)


@require_POST
def claim(request: CommunityRequest, case_id: int) -> HttpResponse:
    actions.claim_case(request.viewer, case_id)
    return _to(request, case_id)


@require_POST
def release(request: CommunityRequest, case_id: int) -> HttpResponse:
    actions.release_case(request.viewer, case_id)
    return _to(request, case_id)


@require_POST
def decision(request: CommunityRequest, case_id: int) -> HttpResponse:
    """Decide, and go on to the next case; the message offers to undo."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose one of the choices."))
        return _to(request, case_id)
    try:
        actions.decide_case(request.viewer, case_id, Decision(**form.cleaned_data))
    except Refusal as refusal:
        if refusal.status in {404, 401}:
            raise
        messages.error(request, str(refusal.message))
        return _to(request, case_id)
    messages.success(
        request, _("Decided. Author and reporters are told. You can undo it for five minutes.")
    )
    return _to(request, case_id)


@require_POST
def undoing(request: CommunityRequest, case_id: int) -> HttpResponse:
    actions.undo_decision(request.viewer, case_id)
    messages.success(request, _("Undone. The case waits again."))
    return _to(request, case_id)


def _to(request: CommunityRequest, case_id: int) -> HttpResponseRedirect:
    return redirect("moderation:case", community=request.community.slug, case_id=case_id)
