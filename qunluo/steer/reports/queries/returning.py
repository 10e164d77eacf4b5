"""Costs and what they bought: as facts of a report, and on the page of those who spend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.facts import bare
from qunluo.steer.reports.engine.returns import CASES, MINOR, return_on
from qunluo.steer.reports.models import ReportAssumption
from qunluo.steer.reports.rules import READ

if TYPE_CHECKING:
    from datetime import datetime

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact, FactTable

SHOWN = 6
PAIRED = "cost.per_answered"
"""Its numerator is what was spent, its denominator how many questions were answered."""
FIGURES = (
    "cost.total", "cost.hours", "cost.per_contributor", "cost.per_activated", "cost.per_answered",
    "care.per_person",
)  # fmt: skip


@dataclass(frozen=True)
class ReturnRow:
    """A figure over the periods, each in words; `reasons` where there is none."""

    name: str
    definition: str
    formula: str
    address: str
    figures: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class AssumptionLine:
    """`worth` in main units of the costs' currency; shares as fractions."""

    worth: float
    low: float
    mid: float
    high: float
    source: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class ReturnSheet:
    """`returns`: per case of the assumption its name and the return of each period."""

    periods: tuple[str, ...]
    rows: tuple[ReturnRow, ...]
    assumption: AssumptionLine | None
    returns: tuple[tuple[str, tuple[str, ...]], ...]
    has_costs: bool


def assumption_of(community_id: int) -> ReportAssumption | None:
    """The one that holds."""
    return ReportAssumption.objects.filter(community=community_id, ended_at=None).first()


def returned(viewer: Viewer, facts: FactTable) -> dict[str, Fact]:
    """The assumption and the return in its three cases, as facts of a report."""
    row = assumption_of(viewer.community_id or 0)
    paid = facts.usable("per_answered.now")
    if row is None or paid is None or not paid.denominator:
        return {}
    found: dict[str, Fact] = {}
    for part in ("worth", *CASES):
        params = {**paid.params, "function": "assumed", "part": part, "assumption": str(row.pk)}
        unit = "money" if part == "worth" else "share"
        fact = replace(paid, key=f"assumed.{part}", unit=unit, params=params)
        found[fact.key] = bare(fact, _assumed(row, part))
    for case in CASES:
        params = {
            **paid.params,
            "function": "return",
            "part": case,
            "share": str(getattr(row, case)),
            "worth": str(row.worth),
        }
        fact = replace(paid, key=f"return.{case}", unit="share", params=params)
        found[fact.key] = return_again(fact, paid)
    return found


def _assumed(row: ReportAssumption, part: str) -> float:
    return row.worth / MINOR if part == "worth" else float(getattr(row, part))


def return_again(fact: Fact, paid: Fact) -> Fact:
    """The return from a cost per answered question that was measured."""
    value = return_of(fact, paid.numerator, paid.denominator)
    told = replace(bare(fact, value), version=paid.version, query_hash=paid.query_hash)
    return replace(told, watermark=paid.watermark)


def return_of(fact: Fact, spent: float | None, answered: float | None) -> float | None:
    """The return by the fact's own assumption."""
    share, worth = float(fact.params["share"]), int(fact.params["worth"])
    return return_on(spent or 0.0, answered or 0.0, share, worth)


def assumed_again(fact: Fact, *, newest: bool = False) -> Fact:
    """As it was assumed, or (`newest`) as it is assumed now."""
    row = ReportAssumption.objects.filter(pk=int(fact.params["assumption"])).first()
    if newest and row is not None and row.ended_at is not None:
        row = assumption_of(row.community_id)
    return bare(fact, None if row is None else _assumed(row, fact.params["part"]))


def return_sheet(viewer: Viewer) -> ReturnSheet:
    """The last six whole months; refuses `not_permitted`."""
    viewer.require(READ)
    eyes = metrics.viewer_for(viewer.community_slug)
    opening = metrics.opening(eyes, "month")
    row = assumption_of(viewer.community_id or 0)
    line = None if row is None else _line(viewer, row)
    if opening is None or opening.period is None:
        return ReturnSheet((), (), line, (), has_costs=False)
    calendar = metrics.calendar_of(viewer.community_id or 0)
    first = calendar.neighbour(opening.period, 1 - SHOWN)
    ask = metrics.Ask("month", first.start, opening.period.start)
    found = metrics.measure_many(eyes, FIGURES, ask)
    points = found[PAIRED].points
    return ReturnSheet(
        periods=tuple(metrics.period_text(point.period) for point in points),
        rows=tuple(_row(viewer, found[one]) for one in FIGURES),
        assumption=line,
        returns=() if row is None else tuple(_cases(row, points)),
        has_costs=any(point.value is not None for point in found["cost.total"].points),
    )


def _row(viewer: Viewer, series: metrics.Series) -> ReturnRow:
    meant = metrics.definition(series.metric_id)
    place = {"community": viewer.community_slug, "metric_id": series.metric_id}
    return ReturnRow(
        name=meant.name,
        definition=meant.definition,
        formula=meant.formula,
        address=reverse("metrics:metric", kwargs=place),
        figures=tuple(metrics.figure_text(one.value, series.unit) for one in series.points),
        reasons=tuple(metrics.reason_text(one.reason) for one in series.points),
    )


def _cases(
    row: ReportAssumption, points: tuple[metrics.Point, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    names = {"low": gettext("Low"), "mid": gettext("Middle"), "high": gettext("High")}
    found = []
    for case in CASES:
        share = float(getattr(row, case))
        told = [
            return_on(one.numerator or 0.0, one.denominator or 0.0, share, row.worth)
            if one.value is not None
            else None
            for one in points
        ]
        label = f"{names[case]} ({display.share(share)})"
        found.append((label, tuple("–" if one is None else display.share(one) for one in told)))
    return found


def _line(viewer: Viewer, row: ReportAssumption) -> AssumptionLine:
    people = communities.persons(viewer.community_id or 0, [row.set_by_id])
    person = people.get(row.set_by_id or 0)
    return AssumptionLine(
        worth=row.worth / MINOR,
        low=row.low,
        mid=row.mid,
        high=row.high,
        source=row.source,
        set_by="" if person is None or person.is_erased else person.name,
        set_at=row.set_at,
    )
