"""The page of schedules, and the way out of their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.kernel.web.telling import saved
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import ScheduleForm, schedule_values
from qunluo.steer.reports.rules import SCHEDULE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from qunluo.people.communities.web import CommunityRequest


@require_http_methods(["GET", "POST"])
def schedules(request: CommunityRequest) -> HttpResponse:
    """All schedules; `?span=` fills the form with the one to change."""
    lines = queries.schedules_for(request.viewer)
    form = None
    if request.viewer.may(SCHEDULE):
        readers = queries.possible_readers(request.viewer)
        chosen = next((line for line in lines if line.span == request.GET.get("span")), None)
        form = ScheduleForm(request.POST or None, initial=schedule_values(chosen), readers=readers)
    if request.method == "POST":
        request.viewer.require(SCHEDULE)
    if form is not None and saved(form, lambda **sent: _keep(request, **sent)):
        messages.success(request, _("The schedule is kept."))
        return redirect("reports:schedules", community=request.community.slug)
    return render(request, "reports/schedules.html", {"schedules": lines, "form": form})


def _keep(request: CommunityRequest, **sent: object) -> None:
    timing = (sent["delay"], sent["hour"])
    actions.set_schedule(
        request.viewer,
        str(sent["span"]),
        timing,  # type: ignore[arg-type]
        language=str(sent["language"]),
        readers=[int(one) for one in sent["readers"]],  # type: ignore[attr-defined]
        is_on=bool(sent["is_on"]),
    )
    is_attached = sent["sent_as"] == "attached"
    actions.set_attaching(request.viewer, str(sent["span"]), attaches=is_attached)


@csrf_exempt
@open_to_anyone
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST without cookies stops the letters; a GET only shows the button."""
    found = queries.letters_of(token)
    is_done = request.method == "POST"
    if is_done:
        actions.stop_letters(token)
    return render(request, "reports/letters.html", {"letters": found, "is_done": is_done})
