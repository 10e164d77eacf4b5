"""Studies: a page each, their charts and tables as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries import studies
from qunluo.insight.metrics.queries.noting import saved_views
from qunluo.insight.metrics.queries.why import explain
from qunluo.insight.metrics.rules import SEE
from qunluo.insight.metrics.web import as_file, asked_study, chart_file

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.insight.metrics.web import Asked
    from qunluo.people.communities.web import CommunityRequest


def study(request: CommunityRequest, study: str) -> HttpResponse:
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    kinds = studies.STUDIES
    shown = {"asked": wish, "studies": kinds, "key": study, "mark": queries.watermark()}
    if wish.period is None:
        return render(request, "metrics/empty.html", shown)
    shown["study"] = studies.study(study, _ask(request, wish))
    shown["views"] = saved_views(request.viewer, study)
    shown["period_text"] = queries.period_text
    return render(request, "metrics/study.html", shown)


def study_file(request: CommunityRequest, study: str, part: str, form: str) -> HttpResponse:
    """A chart as PNG or CSV, a table as CSV; `part` is its key."""
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    found = studies.study(study, _ask(request, wish))
    name = f"{request.community.slug}-{study}-{part}-{wish.period.start}.{form}"
    for picture in found.pictures:
        if picture.key == part:
            return chart_file(name, picture.chart)
    for table in found.tables:
        if f"{table.key}-table" == part and form == "csv":
            return as_file(name, table.heads, table.rows)
    raise Http404


def why(request: CommunityRequest, metric_id: str) -> HttpResponse:
    """Why a number changed against the period before."""
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    shown = {"asked": wish, "mark": queries.watermark(), "period_text": queries.period_text}
    if wish.period is None:
        return render(request, "metrics/empty.html", shown)
    shown["why"] = explain(request.viewer, metric_id, wish.period, space_id=wish.space_id)
    return render(request, "metrics/why.html", shown)


def _ask(request: CommunityRequest, wish: Asked) -> studies.StudyAsk:
    assert wish.period is not None  # noqa: S101 - the callers have looked
    return studies.StudyAsk(request.viewer, wish.period, wish.space_id, dict(wish.extra))
