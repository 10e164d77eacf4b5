"""One report: to read, and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from qunluo.kernel.refusal import missing
from qunluo.steer.reports import queries
from qunluo.steer.reports.forms import ShareForm
from qunluo.steer.reports.queries import printing
from qunluo.steer.reports.rules import MAKE, PUBLISH, READ, SHARE, SIGN

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities.web import CommunityRequest


@require_GET
def report(request: CommunityRequest, report_id: int) -> HttpResponse:
    sheet = queries.report_sheet(request.viewer, report_id)
    told: dict[str, Any] = {
        "sheet": sheet,
        "may": steps_of(request.viewer, sheet),
        "is_desk": False,
        "chart_of": printing.chart_of,
    }
    if told["may"]["share"]:
        told |= {"share_form": ShareForm(), "shares": queries.shares_of(request.viewer, report_id)}
    return render(request, "reports/report.html", told)


def steps_of(viewer: Viewer, sheet: queries.ReportSheet) -> dict[str, bool]:
    """Which steps this reader may take now; the actions ask again."""
    state = sheet.line.state
    return {
        "check": viewer.may(READ),
        "edit": viewer.may(MAKE) and sheet.line.is_open,
        "sign": viewer.may(SIGN) and state == "checked",
        "reopen": (viewer.may(SIGN) or viewer.may(MAKE)) and state == "signed",
        "publish": viewer.may(PUBLISH) and state == "signed",
        "share": viewer.may(SHARE) and state == "published",
        "correct": viewer.may(MAKE) and state == "published",
    }


@require_GET
def document(request: CommunityRequest, report_id: int, form: str) -> HttpResponse:
    if form not in printing.CONTENT_TYPES:
        raise missing()
    made = printing.document(request.viewer, report_id, form)
    answer = HttpResponse(made, content_type=printing.CONTENT_TYPES[form])
    name = f"{queries.title_of(request.viewer, report_id)}.{form}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
