"""工作台: what waits today, the requests to join, the invitation links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qunluo.kernel.web.slots import fill
from qunluo.kernel.web.telling import saved
from qunluo.people.communities import actions, queries
from qunluo.people.communities.forms import InvitationForm
from qunluo.people.communities.rules import WORK
from qunluo.people.communities.web import absolute

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def home(request: CommunityRequest) -> HttpResponse:
    """Today's waiting work; every tile opens the list that made its number."""
    if not request.viewer.may_anywhere(WORK):
        request.viewer.require(WORK)
    shown = {
        "tiles": fill("work.tiles", request.viewer, request.community),
        "panels": fill("work.panels", request.viewer, request.community),
    }
    return render(request, "communities/work_home.html", shown)


def joins(request: CommunityRequest) -> HttpResponse:
    """Requests to join: list and detail; the longest waiting first."""
    state = "decided" if request.GET.get("state") == "decided" else "waiting"
    page = queries.requests_for(request.viewer, state, request.GET.get("at") or None)
    chosen = request.GET.get("id", "")
    sheet = next((one for one in page.items if str(one.id) == chosen), None)
    shown = {
        "page": page,
        "state": state,
        "sheet": sheet or (page.items[0] if page.items else None),
        "waiting": queries.waiting_requests(request.viewer),
    }
    return render(request, "communities/work_joins.html", shown)


@require_POST
def join_decisions(request: CommunityRequest) -> HttpResponse:
    """Decide on one or many; those decided meanwhile are named, not decided twice."""
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal()][:200]
    approve = request.POST.get("decision") == "approve"
    reason = request.POST.get("reason", "")
    done, late = actions.decide_joins(request.viewer, ids, approve=approve, reason=reason)
    if done:
        told = (
            ngettext("%(n)d member let in.", "%(n)d members let in.", done)
            if approve
            else ngettext("%(n)d request declined.", "%(n)d requests declined.", done)
        )
        messages.success(request, told % {"n": done})
    if late:
        told = ngettext(
            "%(n)d request had been decided meanwhile.",
            "%(n)d requests had been decided meanwhile.",
            len(late),
        )
        messages.warning(request, told % {"n": len(late)})
    return redirect("communities:work_joins", community=request.community.slug)


def invitations(request: CommunityRequest) -> HttpResponse:
    """Make links and see how they were used."""
    form = InvitationForm(request.POST or None)

    def save(**limits: object) -> None:
        actions.make_invitation(request.viewer, **limits)  # type: ignore[arg-type]

    if saved(form, save):
        messages.success(request, _("The link is ready to copy."))
        return redirect("communities:work_invitations", community=request.community.slug)
    shown = {
        "form": form,
        "rows": queries.invitations_for(request.viewer),
        "begin": absolute(None, "/invitations/"),
    }
    return render(request, "communities/work_invitations.html", shown)


@require_POST
def revocation(request: CommunityRequest, invitation_id: int) -> HttpResponse:
    actions.revoke_invitation(request.viewer, invitation_id)
    messages.info(request, _("The link is closed."))
    return redirect("communities:work_invitations", community=request.community.slug)
