"""Measure everything a report needs before a word is written; nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.refusal import Invalid, Refusal
from qunluo.people.communities import queries as communities
from qunluo.steer.reports.engine.facts import Fact, FactTable
from qunluo.steer.reports.engine.outline import CURVES, USES, needs
from qunluo.steer.reports.engine.writing import Records, write
from qunluo.steer.reports.rules import MAKE, READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Status
    from qunluo.steer.reports.engine.outline import When
    from qunluo.steer.reports.engine.sentences import Sentence

SPANS: dict[str, metrics.By] = {"week": "week", "month": "month", "quarter": "quarter"}
LOOK_BACK = 13
STEPS = 4  # three periods and the charts
Tell = Callable[[int, int], object]


def _say_nothing(_done: int, _total: int) -> None:
    """Who makes a report at once looks at nothing meanwhile."""


@dataclass(frozen=True)
class DrawnCurve:
    """A chart's numbers: first days of the periods, and (metric, values) per series."""

    key: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    is_so_far: bool


@dataclass(frozen=True)
class Draft:
    """A whole report in memory: facts, sentences, charts."""

    community_id: int
    span: str
    starts_on: date
    timezone: str
    watermark: int
    is_complete: bool
    facts: FactTable
    sentences: tuple[Sentence, ...]
    curves: tuple[DrawnCurve, ...]


def first_day(viewer: Viewer, span: str, day: date) -> date:
    """The first day of the period that holds the day, by the community's calendar.

    Refuses `not_permitted`, `reports.span_unknown`.
    """
    by = _span_of(viewer, span)
    mark = metrics.watermark(viewer.community_id)
    return metrics.calendar_of(viewer.community_id or 0, mark.number).start_of(by, day)


def _span_of(viewer: Viewer, span: str) -> metrics.By:
    viewer.require(MAKE)
    if span not in SPANS or viewer.community_id is None:
        raise Invalid("reports.span_unknown", _("A report covers a week, a month or a quarter."))
    return SPANS[span]


def draft(viewer: Viewer, span: str, day: date, *, tell: Tell = _say_nothing) -> Draft:
    """The report of the period that holds the day; `tell` hears the steps done, of `STEPS`.

    Refuses `not_permitted`, `reports.span_unknown`, `reports.nothing_recorded`.
    """
    by = _span_of(viewer, span)
    here = viewer.community_id or 0
    mark = metrics.watermark(here)
    calendar = metrics.calendar_of(here, mark.number)
    starts_on = calendar.start_of(by, day)
    tell(0, STEPS)
    found: dict[str, Fact] = {}
    for step, (when, first) in enumerate(_starts(by, starts_on, calendar).items(), start=1):
        found |= _facts(viewer, by, when, first, mark.number)
        tell(step, STEPS)
    facts = FactTable({key: found[key] for key, _metric, _when in needs()})
    leading = facts["contributors.now"]
    if leading.status in {"no_data", "not_observable"} and facts["members.now"].value is None:
        raise Refusal(
            "reports.nothing_recorded",
            _("Nothing is recorded for this period. Choose one that the records cover."),
        )
    records = _records(viewer, facts, mark)
    curves = _curves(viewer, by, starts_on, mark.number, calendar)
    tell(STEPS, STEPS)
    return Draft(
        community_id=here,
        span=span,
        starts_on=starts_on,
        timezone=leading.params["timezone"],
        watermark=mark.number,
        is_complete=records.is_complete,
        facts=facts,
        sentences=tuple(write(facts, records)),
        curves=curves,
    )


def _starts(by: metrics.By, start: date, calendar: metrics.Calendar) -> dict[When, date]:
    return {
        "now": start,
        "before": calendar.moved(by, start, -1),
        "year_ago": calendar.start_of(by, _year_before(start)),
    }


def _facts(viewer: Viewer, by: metrics.By, when: When, first: date, mark: int) -> dict[str, Fact]:
    uses = [use for use in USES if when in use.times]
    ask = metrics.Ask(by, first, first, until_segment=mark)
    measured = metrics.facts(viewer, [use.metric for use in uses], ask)
    return {
        f"{use.name}.{when}": as_fact(f"{use.name}.{when}", fact)
        for use, fact in zip(uses, measured, strict=True)
    }


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(366)
    )


def as_fact(key: str, measured: metrics.Fact) -> Fact:
    """A measured fact under its key in the report; what is needed to measure it again is kept."""
    return Fact(
        key=key,
        metric=measured.metric_id,
        version=measured.version,
        params={
            "by": measured.by,
            "period_start": measured.period_start,
            "period_end": measured.period_end,
            "asked_until": measured.asked_until,
            "timezone": measured.timezone,
            "week_start": str(measured.week_start),
            "kinds_version": str(measured.kinds_version),
            "excluded": "" if measured.excluded is None else str(measured.excluded),
        },
        value=measured.value,
        unit=measured.unit,
        status=cast("Status", measured.status),
        numerator=measured.numerator,
        denominator=measured.denominator,
        n=measured.n,
        low=measured.low,
        high=measured.high,
        reason=measured.reason,
        watermark=measured.watermark,
        query_hash=measured.query_hash,
    )


def measured_again(viewer: Viewer, fact: Fact) -> Fact:
    """The same question put again at the same watermark."""
    ask = metrics.Ask(
        by=cast("metrics.By", fact.params["by"]),
        first=date.fromisoformat(fact.params["period_start"]),
        last=date.fromisoformat(fact.params["asked_until"]),
        until_segment=fact.watermark,
    )
    return as_fact(fact.key, metrics.facts(viewer, [fact.metric], ask)[0])


def _records(viewer: Viewer, facts: FactTable, mark: metrics.Watermark) -> Records:
    card = communities.place(viewer)
    leading = facts["contributors.now"]
    coverage = metrics.coverage_for(card.id, mark)
    calendar = metrics.calendar_of(card.id, mark.number)
    ends_on = ""
    if leading.status == "partial" and coverage is not None:
        start = calendar.instant(date.fromisoformat(leading.params["period_start"]))
        ends_on = coverage.end_after(start).astimezone(calendar.zone).isoformat()
    return Records(
        community=card.name,
        theme=communities.positioning_of(viewer).theme,
        timezone=leading.params["timezone"],
        is_complete=leading.status == "complete",
        ends_on=ends_on,
    )


def _curves(
    viewer: Viewer, by: metrics.By, start: date, mark: int, calendar: metrics.Calendar
) -> tuple[DrawnCurve, ...]:
    first = calendar.moved(by, start, 1 - LOOK_BACK)
    ask = metrics.Ask(by, first, start, until_segment=mark)
    drawn = []
    for curve in CURVES:
        series = [metrics.measure(viewer, metric, ask) for metric in curve.metrics]
        points = series[0].points
        drawn.append(
            DrawnCurve(
                key=curve.key,
                labels=tuple(point.period.start.isoformat() for point in points),
                series=tuple(
                    (one.metric_id, tuple(point.value for point in one.points)) for one in series
                ),
                is_so_far=points[-1].status == "partial",
            )
        )
    return tuple(drawn)


def suggested_day(viewer: Viewer) -> date | None:
    """A day in the last whole month in which something happened; None while nothing is recorded."""
    opening = metrics.opening(viewer, "month")
    if opening is None:
        return None
    period = opening.period
    return period.start if period else None


def reporter_in(slug: str) -> Viewer:
    """The shell's eyes in a community: may measure, make and read; refuses `missing`."""
    eyes = metrics.viewer_for(slug)
    return replace(eyes, permissions=eyes.permissions | {MAKE, READ})
