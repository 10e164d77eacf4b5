"""The dashboard, and the page of each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries import behind, board, headline, organisations, pictures
from qunluo.insight.metrics.queries.studies import STUDIES
from qunluo.insight.metrics.rules import SEE
from qunluo.insight.metrics.web import as_file, asked, asked_together, chart_file
from qunluo.kernel.web.doors import open_to_signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from qunluo.people.communities.web import CommunityRequest
    from qunluo.people.members.web import ViewerRequest


def dashboard(request: CommunityRequest) -> HttpResponse:
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    mark = queries.shown_watermark(request.community.id)
    shown = {"asked": wish, "mark": mark, "period_text": queries.period_text}
    if wish.period is None:
        return render(request, "metrics/empty.html", shown)
    found = board.board(request.viewer, wish.period, space_id=wish.space_id)
    shown |= {"board": found, "headline": headline.headline(found), "pictures": pictures}
    shown |= {"studies": STUDIES, "key": ""}
    return render(request, "metrics/dashboard.html", shown)


def numbers(request: CommunityRequest) -> HttpResponse:
    """Every number there is, by family, with what it means."""
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    told = queries.catalogue()
    families = [
        (str(name), [one for one in told if one.family == key])
        for key, name in queries.FAMILIES.items()
    ]
    shown = {"asked": wish, "families": families, "studies": STUDIES, "key": "numbers"}
    return render(request, "metrics/numbers.html", shown)


def overview_file(request: CommunityRequest, form: str) -> HttpResponse:
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    found = board.board(request.viewer, wish.period, space_id=wish.space_id)
    heads, rows = board.overview_rows(found)
    return as_file(f"{request.community.slug}-{wish.period.start}.{form}", heads, rows)


def chart(request: CommunityRequest, picture: str, form: str) -> HttpResponse:
    """One chart of the dashboard as a file."""
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    draw = pictures.CHARTS.get(picture)
    if wish.period is None or draw is None:
        raise Http404
    found = board.board(request.viewer, wish.period, space_id=wish.space_id)
    name = f"{request.community.slug}-{picture}-{wish.period.start}.{form}"
    return chart_file(name, draw(found))


def metric(request: CommunityRequest, metric_id: str) -> HttpResponse:
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        shown = {"asked": wish, "mark": queries.watermark()}
        return render(request, "metrics/empty.html", shown)
    sheet = board.metric_page(request.viewer, metric_id, wish.period, space_id=wish.space_id)
    page = wish.page
    rows = behind.behind(request.viewer, metric_id, wish.period, space_id=wish.space_id, page=page)
    drawn = pictures.metric_chart(sheet.series, sheet.definition.name, sheet.notes)
    shown = {"asked": wish, "sheet": sheet, "rows": rows, "chart": drawn}
    shown["period_text"] = queries.period_text
    return render(request, "metrics/metric.html", shown)


def series_file(request: CommunityRequest, metric_id: str, form: str) -> HttpResponse:
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    sheet = board.metric_page(request.viewer, metric_id, wish.period, space_id=wish.space_id)
    name = f"{request.community.slug}-{metric_id}-{wish.period.start}.{form}"
    if form == "png":
        return chart_file(
            name, pictures.metric_chart(sheet.series, sheet.definition.name, sheet.notes)
        )
    return as_file(name, *board.series_table(sheet.series))


def rows_file(request: CommunityRequest, metric_id: str, form: str) -> HttpResponse:
    wish = asked(request)
    request.viewer.require(SEE, wish.space_id)
    if wish.period is None:
        raise Http404
    asked_for, most = (request.viewer, metric_id, wish.period), behind.FILE_ROWS
    rows = behind.behind(*asked_for, space_id=wish.space_id, size=most)
    name = f"{request.community.slug}-{metric_id}-{wish.period.start}-rows.{form}"
    return as_file(name, *behind.rows_table(rows, queries.definition(metric_id).counts))


@open_to_signed_in
def organisation(request: ViewerRequest, organisation: str) -> HttpResponse:
    """All communities of an organisation side by side, and together."""
    by, on = asked_together(request)
    found = organisations.organisation_board(request.viewer, organisation, by, on)
    shown = {"board": found, "pictures": pictures, "period_text": queries.period_text}
    return render(request, "metrics/organisation.html", shown)


@open_to_signed_in
def organisation_file(request: ViewerRequest, organisation: str, form: str) -> HttpResponse:
    by, on = asked_together(request)
    found = organisations.organisation_board(request.viewer, organisation, by, on)
    if found.period is None:
        raise Http404
    heads, rows = organisations.organisation_table(found)
    return as_file(f"{found.slug}-{found.period.start}.{form}", heads, rows)


@open_to_signed_in
def organisation_chart(
    request: ViewerRequest, organisation: str, metric_id: str, form: str
) -> HttpResponse:
    """One chart of the organisation's page as a file."""
    by, on = asked_together(request)
    found = organisations.organisation_board(request.viewer, organisation, by, on)
    if found.period is None or metric_id not in found.metric_ids:
        raise Http404
    name = f"{found.slug}-{metric_id}-{found.period.start}.{form}"
    return chart_file(name, pictures.together_chart(found, metric_id))
