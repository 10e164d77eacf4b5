"""待办: the list of work, taking it and putting it back, and 处理下一项."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.people.duties import actions, queries
from qunluo.people.duties.rules import require_worker

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest


def duties(request: CommunityRequest) -> HttpResponse:
    """What waits for the viewer, most urgent first."""
    require_worker(request.viewer)
    kinds = queries.kinds_waiting(request.viewer)
    kind = request.GET.get("kind", "")
    kind = kind if any(kind == one.kind for one in kinds) else ""
    shown = {
        "duties": queries.open_duties(request.viewer, kind, limit=100),
        "kinds": kinds,
        "kind": kind,
        "count": queries.waiting_work(request.viewer),
    }
    return render(request, "duties/duties.html", shown)


@require_POST
def next_one(request: CommunityRequest) -> HttpResponse:
    """Take the most urgent free work and go where it is done."""
    taken = actions.take_next(request.viewer, request.POST.get("kind", ""))
    return redirect(taken.address)


@require_POST
def claim(request: CommunityRequest, duty_id: int) -> HttpResponse:
    actions.claim(request.viewer, duty_id)
    messages.success(request, _("It is yours now; the others see your name on it."))
    return redirect("duties:duties", community=request.community.slug)


@require_POST
def release(request: CommunityRequest, duty_id: int) -> HttpResponse:
    actions.release(request.viewer, duty_id)
    messages.info(request, _("It is free for the others again."))
    return redirect("duties:duties", community=request.community.slug)
