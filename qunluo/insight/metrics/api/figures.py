"""The API of figures: the list of metrics, and each one's series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Router, Schema

from qunluo.insight.metrics import queries
from qunluo.insight.metrics.queries.organisations import organisation_board
from qunluo.insight.metrics.rules import SEE
from qunluo.kernel import clock
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.insight.metrics.queries import MetricSheet, SeriesSheet

router = Router(tags=["metrics"])
PLAIN = ("value", "status", "reason", "numerator", "denominator")


class Metric(Schema):
    """`name`, `definition`, `population`: by language (`zh-hans`, `en`)."""

    id: str
    version: int
    kinds_version: int
    family: str
    unit: str
    name: dict[str, str]
    definition: dict[str, str]
    population: dict[str, str]
    formula: str
    kinds: list[str]
    activities: list[str]
    by: list[str]
    by_space: bool
    better: int


class Part(Schema):
    """`key`: an age band such as `7_to_30_days`, or a cohort's interval (`1`: the next period)."""

    key: str
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str | None


class Point(Schema):
    """[`start`, `end`) are days in the community's time zone.

    `status`: complete, partial (so far; never compare it), no_data, not_observable, suppressed.
    `low`, `high`: Wilson's 95 % interval of a share. `excluded`, `excluded_bots`: owners and
    administrators, and bots, who did what is counted and are left out.
    """

    start: date
    end: date
    value: float | None
    status: Literal["complete", "partial", "no_data", "not_observable", "suppressed"]
    reason: str | None
    numerator: float | None
    denominator: float | None
    n: int | None
    excluded: int | None
    excluded_bots: int | None
    low: float | None
    high: float | None
    query_hash: str
    parts: list[Part]


class Series(Schema):
    """`watermark` and `query_hash` together name the answer; ask with it again, get it again."""

    metric: str
    version: int
    kinds_version: int
    name: dict[str, str]
    unit: str
    community: str
    space: str | None
    by: str
    timezone: str
    week_start: int
    watermark: int
    covers_until: str | None
    query_hash: str
    points: list[Point]
    average: list[Part]


class Figure(Schema):
    """`status`, `reason`, `numerator`, `denominator`: as of a series' point."""

    metric: str
    value: float | None
    status: str
    reason: str | None
    numerator: float | None
    denominator: float | None


class TogetherFigure(Figure):
    """`rule`: sum, people_once (each person once), pooled. `communities`: how many are counted."""

    rule: str
    communities: int


class CommunityFigures(Schema):
    community: str
    name: str
    figures: list[Figure]


class OrganisationFigures(Schema):
    """`hidden`: communities whose figures are not open to the caller; they are in no number."""

    organisation: str
    by: str
    start: date | None
    end: date | None
    watermark: int
    hidden: int
    together: list[TogetherFigure]
    communities: list[CommunityFigures]


class AskedTogether(Schema):
    """`on`: a day of the wished period; without it, the last whole one in which any has data."""

    by: Literal["day", "month", "quarter", "year"] = "month"
    on: Annotated[date | None, Field(ge=date(1970, 1, 2), le=date(2200, 12, 31))] = None


class Asked(Schema):
    """`from` and `to` are days; without them, the last thirty days."""

    by: Literal["day", "week", "month", "quarter", "year"] = "day"
    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None
    space: Annotated[str | None, Field(max_length=60)] = None
    watermark: Annotated[int | None, Field(ge=1, le=2**53)] = None


@router.get("/communities/{slug}/metrics", response=list[Metric], operation_id="listMetrics")
def list_metrics(request: HttpRequest, slug: str) -> list[MetricSheet]:
    entering(request, slug).require(SEE)
    return queries.metric_sheets()


@router.get(
    "/communities/{slug}/metrics/{metric_id}", response=Series, operation_id="measureMetric"
)
def measure_metric(
    request: HttpRequest, slug: str, metric_id: str, asked: Query[Asked]
) -> SeriesSheet:
    viewer = entering(request, slug)
    space_id = queries.space_id_of(asked.space, viewer) if asked.space else None
    last = asked.last or clock.now().astimezone(viewer.timezone).date()
    first = asked.first or max(date.min, last - timedelta(days=min(30, last.toordinal() - 1)))
    ask = queries.Ask(asked.by, first, last, space_id, asked.watermark)
    series = queries.measure(viewer, metric_id, ask)
    outside = queries.left_out_of(viewer, metric_id, ask)
    return queries.series_sheet(series, slug, asked.space, outside=outside)


@router.get(
    "/organisations/{slug}/metrics",
    response=OrganisationFigures,
    operation_id="measureOrganisation",
)
def measure_organisation(
    request: HttpRequest, slug: str, asked: Query[AskedTogether]
) -> dict[str, Any]:
    viewer = request.viewer  # type: ignore[attr-defined]
    board = organisation_board(viewer, slug, asked.by, asked.on)
    return {
        "organisation": board.slug,
        "by": board.by,
        "start": board.period.start if board.period else None,
        "end": board.period.end if board.period else None,
        "watermark": board.watermark,
        "hidden": board.hidden,
        "together": [
            {
                **_figure(one.tile.definition.id, one.tile.point),
                "rule": one.rule,
                "communities": one.counted,
            }
            for one in board.together
        ],
        "communities": [
            {
                "community": line.card.slug,
                "name": line.card.name,
                "figures": [
                    _figure(metric_id, told.points[-1]) for metric_id, told in line.series.items()
                ],
            }
            for line in board.lines
        ],
    }


def _figure(metric_id: str, point: queries.Point) -> dict[str, Any]:
    told = {name: getattr(point, name) for name in PLAIN}
    return {"metric": metric_id, **told, "reason": point.reason or None}
