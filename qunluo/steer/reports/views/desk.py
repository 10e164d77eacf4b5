"""The desk: a report with everything an editor may change, and what lies around the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qunluo.kernel.refusal import Refusal, missing
from qunluo.kernel.text import differences
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.forms import JudgementForm, claim_sections
from qunluo.steer.reports.queries import printing
from qunluo.steer.reports.rules import MAKE
from qunluo.steer.reports.views.reading import steps_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.kernel.text import Change
    from qunluo.people.communities.web import CommunityRequest

MOST_DIGITS = 18


@dataclass(frozen=True)
class Kept:
    """What somebody typed into a judgement that was changed meanwhile."""

    id: int
    body: str
    changes: tuple[Change, ...]


@require_GET
def desk(request: CommunityRequest, report_id: int) -> HttpResponse:
    """Only while the report is open; `?q=` searches the facts."""
    return desk_page(request, report_id)


def desk_page(
    request: CommunityRequest,
    report_id: int,
    *,
    status: int = 200,
    typed: tuple[int, str] = (0, ""),
) -> HttpResponse:
    """The desk; `typed` is a judgement's id and the words that could not be kept."""
    request.viewer.require(MAKE)
    sheet = queries.report_sheet(request.viewer, report_id)
    if not sheet.line.is_open:
        return redirect("reports:report", community=request.community.slug, report_id=report_id)
    told = _around(request, sheet) | {"sheet": sheet, "kept": _kept(sheet, *typed)}
    return render(request, "reports/desk.html", told, status=status)


def _around(request: CommunityRequest, sheet: queries.ReportSheet) -> dict[str, Any]:
    """What stands beside the text: the facts that were asked for, what is due, what was changed."""
    place = queries.workplace(request.viewer, sheet)
    asked = request.GET.get("q", "").strip()
    return {
        "place": place,
        "q": asked,
        "is_none": bool(asked) and not any(asked.casefold() in one.words for one in place.facts),
        "may": steps_of(request.viewer, sheet),
        "is_desk": True,
        "form": JudgementForm(initial={"section": "reasons"}),
        "claim_sections": claim_sections(),
        "chart_of": printing.chart_of,
    }


def _kept(sheet: queries.ReportSheet, judgement_id: int, body: str) -> Kept | None:
    judged = (one for section in sheet.sections for one in section.judgements)
    present = next((one.source for one in judged if one.id == judgement_id), None)
    if present is None:
        return None
    return Kept(judgement_id, body, tuple(differences(present, body.replace("\r\n", "\n"))))


@require_POST
def reading(request: CommunityRequest, report_id: int) -> HttpResponse:
    """What no fact carries in words that are being written; nothing is kept."""
    read = queries.reading_of(request.viewer, report_id, request.POST.get("body", ""))
    return render(request, "reports/_reading.html", {"read": read})


@require_POST
def claims(request: CommunityRequest, report_id: int) -> HttpResponse:
    """Say a fact as a sentence, in the chosen section or in the one it belongs to."""
    number = request.POST.get("number", "")
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        raise missing()
    section = request.POST.get("section") or queries.section_of(
        request.viewer, report_id, int(number)
    )
    try:
        actions.insert_claim(request.viewer, report_id, int(number), section)
    except Refusal as no:
        if no.code not in {"reports.said_already", "reports.no_figure", "reports.section_by_rule"}:
            raise
        messages.warning(request, str(no.message))
    else:
        messages.success(request, _("The sentence is in the text. It says what the facts say."))
    return back(request, report_id, at=f"s-{section}")


@require_POST
def undoing(request: CommunityRequest, report_id: int, edit_id: int) -> HttpResponse:
    actions.undo_edit(request.viewer, report_id, edit_id)
    messages.success(request, _("Taken back: it stands as it did before."))
    return back(request, report_id)


def back(request: CommunityRequest, report_id: int, *, at: str = "") -> HttpResponse:
    """To the desk, at a section where one is named."""
    told = {"community": request.community.slug, "report_id": report_id}
    return redirect(reverse("reports:desk", kwargs=told) + (f"#{at}" if at else ""))


@require_GET
def differences_page(request: CommunityRequest, report_id: int) -> HttpResponse:
    """Beside another report, `?with=` its id; `?all=` also shows what is the same."""
    other = request.GET.get("with", "")
    chosen = int(other) if other.isdecimal() and len(other) < MOST_DIGITS else None
    told = queries.comparison(request.viewer, report_id, chosen)
    page = {"told": told, "shows_all": bool(request.GET.get("all"))}
    return render(request, "reports/differences.html", page)
