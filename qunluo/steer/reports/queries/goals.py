"""Goals on record: for the page, and as facts of a report."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.facts import bare
from qunluo.steer.reports.engine.outline import USES
from qunluo.steer.reports.models import ReportGoal
from qunluo.steer.reports.queries.wording import period_label
from qunluo.steer.reports.rules import READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact, FactTable

SPANS = ("week", "month", "quarter", "year")
COUNTED = frozenset({"people", "items"})
NOT_FLOWING = frozenset({"members", "contributors", "visitors"})
Z = 1.96
BY_METRIC = {use.metric: use for use in USES if not use.name.startswith("lifecycle_")}
ROUND = 1e-9


@dataclass(frozen=True)
class GoalLine:
    """`value` in the metric's own unit, `told` in words with its side."""

    id: int
    metric: str
    name: str
    unit: str
    span: str
    starts_on: date
    period: str
    side: str
    value: float
    told: str
    set_by: str
    set_at: datetime


def goals_for(viewer: Viewer) -> list[GoalLine]:
    """The goals that hold, newest period first; two queries. Refuses `not_permitted`."""
    viewer.require(READ)
    rows = list(
        ReportGoal.objects.filter(community=viewer.community_id, ended_at=None).order_by(
            "-starts_on", "metric"
        )[:200]
    )
    people = communities.persons(viewer.community_id or 0, [row.set_by_id for row in rows])
    found = []
    for row in rows:
        meant = metrics.definition(row.metric)
        person = people.get(row.set_by_id or 0)
        found.append(
            GoalLine(
                id=row.pk,
                metric=row.metric,
                name=meant.name,
                unit=meant.unit,
                span=row.span,
                starts_on=row.starts_on,
                period=period_label(row.span, row.starts_on),
                side=row.side,
                value=row.value,
                told=_told(row),
                set_by="" if person is None or person.is_erased else person.name,
                set_at=row.set_at,
            )
        )
    return found


def goal_for(viewer: Viewer, goal_id: int) -> ReportGoal:
    """A goal that holds here; refuses `missing`."""
    here = ReportGoal.objects.filter(community=viewer.community_id, ended_at=None)
    return one_or_missing(here.filter(pk=goal_id))


def _told(row: ReportGoal) -> str:
    value = metrics.figure_text(row.value, metrics.definition(row.metric).unit)
    told = {"value": value}
    if row.side == "least":
        return gettext("at least %(value)s") % told
    return gettext("at most %(value)s") % told


def goal_choices() -> list[tuple[str, str]]:
    """The figures a report holds, which a goal may be set for: (metric id, name)."""
    return [(metric, metrics.definition(metric).name) for metric in BY_METRIC]


def goals_of(
    viewer: Viewer, span: str, period: metrics.Period, facts: FactTable
) -> dict[str, Fact]:
    """The goals of a report's period as facts, and of a period under way how they may end."""
    rows = ReportGoal.objects.filter(
        community=viewer.community_id, span=span, starts_on=period.start, ended_at=None
    )
    found: dict[str, Fact] = {}
    for row in rows.order_by("pk"):
        use = BY_METRIC.get(row.metric)
        now = facts.get(f"{use.name}.now") if use is not None else None
        if use is None or now is None:
            continue
        params = {**now.params, "function": "goal", "goal": str(row.pk), "side": row.side}
        told = replace(now, key=f"{use.name}.goal", params=params)
        found[told.key] = goal_again(told)
        forecast = _forecast(viewer, replace(now, key=f"{use.name}.forecast"))
        if forecast is not None and use.name not in NOT_FLOWING:
            found[forecast.key] = forecast
    return found


def goal_again(fact: Fact, *, newest: bool = False) -> Fact:
    """The goal as it was set, or (`newest`) as it stands for that period now."""
    row = ReportGoal.objects.filter(pk=int(fact.params["goal"])).first()
    if newest and row is not None and row.ended_at is not None:
        row = ReportGoal.objects.filter(
            community=row.community_id,
            metric=row.metric,
            span=row.span,
            starts_on=row.starts_on,
            ended_at=None,
        ).first()
    value = None if row is None else row.value
    return bare(fact, value)


def _forecast(viewer: Viewer, now: Fact) -> Fact | None:
    """Where a count of things that happen would end at its pace so far, give or take its chance.

    What is still to come is taken as Poisson: rate · rest ± 1.96·√(rate · rest).
    """
    if now.status != "partial" or now.value is None or now.unit not in COUNTED:
        return None
    mark = metrics.watermark(viewer.community_id, now.watermark)
    coverage = metrics.coverage_for(viewer.community_id or 0, mark)
    calendar = metrics.calendar_of(viewer.community_id or 0, now.watermark)
    start = calendar.instant(date.fromisoformat(now.params["period_start"]))
    end = calendar.instant(date.fromisoformat(now.params["period_end"]))
    seen = ((coverage.end_after(start) - start) / (end - start)) if coverage is not None else 0.0
    if not ROUND < seen < 1:
        return None
    rest = now.value / seen * (1 - seen)
    reach = Z * math.sqrt(rest)
    params = {**now.params, "function": "forecast"}
    told = bare(replace(now, params=params), float(round(now.value + rest)))
    low, high = now.value + max(0.0, rest - reach), now.value + rest + reach
    return replace(told, low=float(math.floor(low)), high=float(math.ceil(high)))


def forecast_again(viewer: Viewer, fact: Fact, now: Fact) -> Fact:
    """The same at the watermark of `now`, the figure so far."""
    return _forecast(viewer, replace(now, key=fact.key)) or bare(fact, None)
