"""Studies: a page each, their charts and tables as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries import behind, studies
from qunluo.insight.metrics.queries.noting import saved_views
from qunluo.insight.metrics.queries.why import AGAINST, explain
from qunluo.insight.metrics.rules import SEE
from qunluo.insight.metrics.web import as_file, asked_study, chart_file, map_file

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
    if part == "map" and found.map is not None:
        return map_file(name, found.map)
    for picture in found.pictures:
        if picture.key == part:
            return chart_file(name, picture.chart)
    for table in found.tables:
        if f"{table.key}-table" == part and form == "csv":
            return as_file(name, table.heads, table.rows)
    raise Http404


def study_rows(request: CommunityRequest, study: str) -> HttpResponse:
    """Who stands behind a cell of a study, how it is counted, and how to ask for it again."""
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    rows = studies.rows(study, _ask(request, wish), request.GET.get("cell", ""), page=wish.page)
    shown = {"asked": wish, "rows": rows, "key": study, "kind": studies.STUDIES[study]}
    shown |= {"period_text": queries.period_text, "mark": queries.watermark(request.community.id)}
    return render(request, "metrics/study_rows.html", shown)


def study_rows_file(request: CommunityRequest, study: str, form: str) -> HttpResponse:
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    cell = request.GET.get("cell", "")
    rows = studies.rows(study, _ask(request, wish), cell, size=behind.FILE_ROWS)
    name = f"{request.community.slug}-{study}-rows-{wish.period.start}.{form}"
    return as_file(name, *behind.rows_table(rows.rows, rows.counts))


def why(request: CommunityRequest, metric_id: str) -> HttpResponse:
    """Why a number changed against the period before."""
    wish = asked_study(request)
    request.viewer.require(SEE, wish.space_id)
    shown = {"asked": wish, "mark": queries.watermark(), "period_text": queries.period_text}
    if wish.period is None:
        return render(request, "metrics/empty.html", shown)
    against = request.GET.get("against", "")
    asked_for = (request.viewer, metric_id, wish.period)
    shown["why"] = explain(*asked_for, space_id=wish.space_id, against=against)
    shown["against"] = AGAINST
    return render(request, "metrics/why.html", shown)


def _ask(request: CommunityRequest, wish: Asked) -> studies.StudyAsk:
    assert wish.period is not None  # noqa: S101 - the callers have looked
    return studies.StudyAsk(request.viewer, wish.period, wish.space_id, dict(wish.extra))
