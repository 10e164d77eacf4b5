"""Segments: the list, the builder with its live count, one segment with its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from qunluo.insight.segments import actions, queries
from qunluo.insight.segments.forms import RuleForm, choices_of
from qunluo.insight.segments.rules import KEEP
from qunluo.kernel.ui.charts import Chart, Series

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.insight.segments.queries import SegmentSheet
    from qunluo.people.communities.web import CommunityRequest


def segments(request: CommunityRequest) -> HttpResponse:
    return render(request, "segments/segments.html", {"rows": queries.listed(request.viewer)})


@require_http_methods(["GET", "POST"])
def new(request: CommunityRequest) -> HttpResponse:
    return _build(request, None)


@require_http_methods(["GET", "POST"])
def segment(request: CommunityRequest, segment_id: int) -> HttpResponse:
    return _build(request, queries.sheet(request.viewer, segment_id))


def _build(request: CommunityRequest, sheet: SegmentSheet | None) -> HttpResponse:
    """A GET counts what its address says and keeps nothing; a POST saves it."""
    viewer = request.viewer
    viewer.require(KEEP)
    told = request.POST if request.method == "POST" else request.GET
    started = choices_of(sheet.rule) | {"name": sheet.name} if sheet else {}
    form = RuleForm(told or started)
    rule = form.rule() if form.is_valid() else {"all": []}
    if request.method == "POST" and form.is_valid() and form.cleaned_data["name"]:
        number = sheet.id if sheet else None
        made = actions.save_segment(viewer, form.cleaned_data["name"], rule, segment_id=number)
        return redirect("segments:segment", community=request.community.slug, segment_id=made)
    shown: dict[str, Any] = {"form": form, "sheet": sheet, "chart": _chart(sheet)}
    shown["preview"] = queries.preview(viewer, rule, segment_id=sheet.id if sheet else None)
    return render(request, "segments/segment.html", shown)


def _chart(sheet: SegmentSheet | None) -> Chart | None:
    if sheet is None or not sheet.days:
        return None
    labels = tuple(f"{day:%m-%d}" for day, _count in sheet.days)
    line = Series("contributed", sheet.name, tuple(float(count) for _day, count in sheet.days))
    return Chart("line", labels, (line,))


@require_POST
def retire(request: CommunityRequest, segment_id: int) -> HttpResponse:
    actions.retire_segment(request.viewer, segment_id)
    return redirect("segments:segments", community=request.community.slug)
