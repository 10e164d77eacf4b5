"""The staff's page about jobs and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunluo.kernel.jobs import actions, queries
from qunluo.kernel.jobs.tables import STATE_LABELS, deliveries_sheet, jobs_sheet
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream import actions as stream_actions
from qunluo.kernel.stream import queries as stream
from qunluo.kernel.web.doors import open_to_signed_in
from qunluo.kernel.web.slots import MenuItem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from qunluo.kernel.viewer import Viewer


@open_to_signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Counts, one state's jobs, and deliveries in trouble; what is not for you is not there."""
    viewer = viewer_of(request)
    if not viewer.is_staff:
        raise missing()
    counts, owed = queries.counts(), stream.owed()
    state = request.GET.get("state", "")
    current = state if state in queries.STATES else queries.most_pressing(counts)
    tabs = [MenuItem(s, STATE_LABELS[s], f"?state={s}", "", counts[s]) for s in queries.STATES]
    shown = {
        "tabs": tabs,
        "current": current,
        "sheet": jobs_sheet(queries.jobs_in(current), current),
        "owed": owed,
        "troubled": deliveries_sheet(stream.troubled()),
        "is_worker_alive": queries.is_worker_alive(),
        "last_beat": queries.last_beat(),
    }
    return render(request, "jobs/overview.html", shown)


@require_POST
@open_to_signed_in
def run_again(request: HttpRequest, job_id: int) -> HttpResponse:
    actions.run_again(viewer_of(request), job_id)
    messages.success(request, _("The job is in line again."))
    return redirect("jobs:overview")


@require_POST
@open_to_signed_in
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    actions.wish_cancelled(viewer_of(request), job_id)
    messages.success(request, _("The job stops at its next step."))
    return redirect("jobs:overview")


@require_POST
@open_to_signed_in
def deliver_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    stream_actions.try_again(viewer_of(request), delivery_id)
    messages.success(request, _("The delivery is tried again now."))
    return redirect("jobs:overview")


@require_POST
@open_to_signed_in
def deliver_all_again(request: HttpRequest) -> HttpResponse:
    count = stream_actions.try_again(viewer_of(request))
    messages.success(request, _("%(count)d deliveries are tried again now.") % {"count": count})
    return redirect("jobs:overview")


def viewer_of(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found
