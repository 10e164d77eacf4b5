"""Pages of segments: the list, one, the builder, and how several overlap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.insight.segments import actions, queries
from qunluo.insight.segments.forms import KINDS, LETTERS, SECTIONS, Node, draft_of, rule_of, sent
from qunluo.insight.segments.rules import KEEP
from qunluo.insight.segments.web import choices_for
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.ui.charts import Chart, Series

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.insight.segments.queries import SegmentSheet
    from qunluo.people.communities.web import CommunityRequest

NEW: dict[str, Any] = {"all": [{"did": "contributed", "least": 1, "days": 30}]}


def segments(request: CommunityRequest) -> HttpResponse:
    return render(request, "segments/segments.html", {"rows": queries.listed(request.viewer)})


def segment(request: CommunityRequest, segment_id: int) -> HttpResponse:
    sheet = queries.sheet(request.viewer, segment_id)
    shown = {"sheet": sheet, "preview": sheet.preview, "chart": _chart(sheet)}
    shown["as_json"] = json.dumps(sheet.rule, ensure_ascii=False, indent=2)
    return render(request, "segments/segment.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: CommunityRequest) -> HttpResponse:
    request.viewer.require(KEEP)
    return _build(request, None)


@require_http_methods(["GET", "POST"])
def rule(request: CommunityRequest, segment_id: int) -> HttpResponse:
    request.viewer.require(KEEP)
    return _build(request, queries.sheet(request.viewer, segment_id))


def _build(request: CommunityRequest, sheet: SegmentSheet | None) -> HttpResponse:
    """A GET counts what its address says and keeps nothing; a POST saves it."""
    told = request.POST if request.method == "POST" else request.GET
    draft = sent(told.dict()) if "g-0" in told else draft_of(sheet.rule if sheet else NEW)
    name = told.get("name", sheet.name if sheet else "")
    wish, problem = rule_of(draft), ""
    if request.method == "POST" and "do" not in told:
        try:
            return _saved(request, name, wish, sheet)
        except Refusal as refusal:
            problem = str(refusal.message)
    return _shown(request, sheet, draft, {"name": name, "problem": problem, "wish": wish})


def _saved(
    request: CommunityRequest, name: str, wish: dict[str, Any], sheet: SegmentSheet | None
) -> HttpResponse:
    number = sheet.id if sheet else None
    made = actions.save_segment(request.viewer, name, wish, segment_id=number)
    messages.success(request, _("Saved."))
    return redirect("segments:segment", community=request.community.slug, segment_id=made)


def _shown(
    request: CommunityRequest, sheet: SegmentSheet | None, draft: Node, more: dict[str, Any]
) -> HttpResponse:
    shown = {
        "sheet": sheet,
        "draft": draft,
        "kinds": KINDS,
        "sections": SECTIONS,
        "letters": LETTERS,
        **more,
    }
    shown["choices"] = choices_for(request.viewer, sheet.id if sheet else None)
    try:
        shown["preview"] = queries.preview(request.viewer, more["wish"])
    except Refusal as refusal:
        shown["problem"] = more["problem"] or str(refusal.message)
        shown["preview"] = queries.preview(request.viewer, {"all": []})
    fragment = request.htmx and request.htmx.target == "builder"
    template = "segments/_builder.html" if fragment else "segments/builder.html"
    status = 422 if more["problem"] else 200
    return render(request, template, shown, status=status)


def _chart(sheet: SegmentSheet) -> Chart | None:
    if len(sheet.days) < 2:
        return None
    labels = tuple(f"{day:%m-%d}" for day, _count in sheet.days)
    counts = tuple(None if count is None else float(count) for _day, count in sheet.days)
    return Chart("line", labels, (Series("contributed", sheet.name, counts),))


def overlap(request: CommunityRequest) -> HttpResponse:
    """Two to five segments, chosen in the address."""
    chosen = [int(one) for one in request.GET.getlist("s") if one.isdecimal() and len(one) < 18]
    shown: dict[str, Any] = {"rows": queries.listed(request.viewer), "chosen": chosen}
    shown |= {"overlap": None, "problem": ""}
    if chosen:
        try:
            shown["overlap"] = queries.overlap(request.viewer, chosen)
        except Refusal as refusal:
            shown["problem"] = refusal.message
    return render(request, "segments/overlap.html", shown)


def member(request: CommunityRequest, member_id: int) -> HttpResponse:
    """One member all round, for those who may see single people's figures."""
    shown = {"portrait": queries.portrait(request.viewer, member_id)}
    return render(request, "segments/member.html", shown)


@require_POST
def retire(request: CommunityRequest, segment_id: int) -> HttpResponse:
    actions.retire_segment(request.viewer, segment_id)
    return redirect("segments:segments", community=request.community.slug)
