"""Links to published reports: making and ending them, and what they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel.refusal import Invalid, missing
from qunluo.kernel.web.doors import open_to_anyone
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import ShareForm
from qunluo.steer.reports.queries import printing

if TYPE_CHECKING:
    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


@require_POST
def shares(request: CommunityRequest, report_id: int) -> HttpResponse:
    """Make a link; it is shown on this one page and never again."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        raise Invalid("reports.share_days", _("A link needs a number of days."))
    token = actions.share_report(request.viewer, report_id, **form.cleaned_data)
    path = reverse("reports:shared", args=[token])
    told = {"link": f"{settings.PUBLIC_ADDRESS}{path}", "report_id": report_id}
    answer = render(request, "reports/share_made.html", told)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def withdrawal(request: CommunityRequest, report_id: int, share_id: int) -> HttpResponse:
    actions.revoke_share(request.viewer, report_id, share_id)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("reports:report", community=request.community.slug, report_id=report_id)


@require_GET
@open_to_anyone
def shared(request: ViewerRequest, token: str) -> HttpResponse:
    found = queries.shared(request.viewer, token)
    sheet = queries.shared_sheet(found)
    told = {
        "sheet": sheet,
        "until": found.until,
        "token": token,
        "is_desk": False,
        "here": {},
        "chart_of": printing.chart_of,
    }
    queries.opened(found.share_id)
    answer = render(request, "reports/shared.html", told)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_GET
@open_to_anyone
def shared_document(request: ViewerRequest, token: str, form: str) -> HttpResponse:
    if form != "pdf":
        raise missing()
    made = printing.shared_pdf(queries.shared(request.viewer, token))
    answer = HttpResponse(made, content_type=printing.CONTENT_TYPES[form])
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = 'attachment; filename="report.pdf"'
    return answer
