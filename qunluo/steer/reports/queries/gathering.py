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
from qunluo.steer.reports.engine.evaluation import suggestions
from qunluo.steer.reports.engine.facts import FactTable
from qunluo.steer.reports.engine.outline import CURVES, charted_by, needs, uses_of
from qunluo.steer.reports.engine.writing import Records, write
from qunluo.steer.reports.queries.comparing import as_fact, promised, spaces_of_worst, usual
from qunluo.steer.reports.queries.goals import goals_of
from qunluo.steer.reports.queries.naming import rising, supporters
from qunluo.steer.reports.queries.parting import DrawnCurve, parts_of
from qunluo.steer.reports.queries.returning import returned
from qunluo.steer.reports.rules import MAKE, READ

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact
    from qunluo.steer.reports.engine.following import Promise, Suggestion
    from qunluo.steer.reports.engine.outline import When
    from qunluo.steer.reports.engine.sentences import Sentence

SPANS: dict[str, metrics.By] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "span": "span",
}
LOOK_BACK = 13
LONGEST_SPAN = 1100  # days: three years
STEPS = 5  # three periods, what stands beside them, and the charts
Tell = Callable[[int, int], object]


def _say_nothing(_done: int, _total: int) -> None:
    """Who makes a report at once looks at nothing meanwhile."""


@dataclass(frozen=True)
class Draft:
    """A whole report in memory: facts, sentences, charts. `ends_on`: the last day of a span."""

    community_id: int
    span: str
    starts_on: date
    ends_on: date | None
    timezone: str
    watermark: int
    is_complete: bool
    facts: FactTable
    sentences: tuple[Sentence, ...]
    curves: tuple[DrawnCurve, ...]
    suggestions: tuple[Suggestion, ...]
    due_on: date


def first_day(viewer: Viewer, span: str, day: date, last: date | None = None) -> date:
    """The first day of the period that holds the day, by the community's calendar.

    Of a `span`, the day itself. Refuses `not_permitted`, `reports.span_unknown`,
    `reports.span_days`.
    """
    by = _span_of(viewer, span)
    if by == "span":
        _ask_days(day, last)
        return day
    mark = metrics.watermark(viewer.community_id)
    return metrics.calendar_of(viewer.community_id or 0, mark.number).start_of(by, day)


def _ask_days(day: date, last: date | None) -> None:
    if last is None or not day <= last < day + timedelta(days=LONGEST_SPAN):
        raise Invalid(
            "reports.span_days",
            _("Give the first and the last day of the period, at most three years apart."),
            fields={"last_day": _("The last day, not before the first one.")},
        )


def _span_of(viewer: Viewer, span: str) -> metrics.By:
    viewer.require(MAKE)
    if span not in SPANS or viewer.community_id is None:
        raise Invalid(
            "reports.span_unknown", _("A report covers a week, a month, a quarter, a year or days.")
        )
    return SPANS[span]


def draft(
    viewer: Viewer, span: str, day: date, *, last: date | None = None, tell: Tell = _say_nothing
) -> Draft:
    """The report of the period that holds the day; `tell` hears the steps done, of `STEPS`.

    A `span` goes from the day to `last`, both included. Refuses `not_permitted`,
    `reports.span_unknown`, `reports.span_days`, `reports.nothing_recorded`.
    """
    by = _span_of(viewer, span)
    here = viewer.community_id or 0
    mark = metrics.watermark(here)
    calendar = metrics.calendar_of(here, mark.number)
    starts_on = first_day(viewer, span, day, last)
    ends_on = last if by == "span" else None
    tell(0, STEPS)
    found: dict[str, Fact] = {}
    periods = _periods(by, starts_on, ends_on, calendar)
    for step, (when, period) in enumerate(periods.items(), start=1):
        found |= _facts(viewer, span, when, period, mark.number, calendar)
        tell(step, STEPS)
    facts = FactTable({key: found[key] for key, _metric, _when in needs(span)})
    _ask_recorded(facts)
    facts, promises, pictures = _beside(viewer, span, periods, calendar, facts)
    tell(STEPS - 1, STEPS)
    records = replace(_records(viewer, facts, mark), is_brief=span == "week", promises=promises)
    curves = (*_curves(viewer, periods["now"], mark.number, calendar), *pictures)
    tell(STEPS, STEPS)
    return Draft(
        community_id=here,
        span=span,
        starts_on=starts_on,
        ends_on=ends_on,
        timezone=facts["contributors.now"].params["timezone"],
        watermark=mark.number,
        is_complete=records.is_complete,
        facts=facts,
        sentences=tuple(write(facts, records)),
        curves=curves,
        suggestions=suggestions(facts),
        due_on=calendar.neighbour(periods["now"], 1).last_day,
    )


def _beside(
    viewer: Viewer,
    span: str,
    periods: dict[When, metrics.Period],
    calendar: metrics.Calendar,
    facts: FactTable,
) -> tuple[FactTable, tuple[Promise, ...] | None, list[DrawnCurve]]:
    """Goals, promises, the usual range, the worst space and the parts: what stands beside."""
    mark = facts["contributors.now"].watermark
    goals = goals_of(viewer, span, periods["now"], facts)
    facts = FactTable({**facts.facts, **goals})
    promises, more = promised(viewer, span, periods["before"], facts)
    more |= usual(viewer, SPANS[span], periods["now"], calendar, mark, facts)
    more |= spaces_of_worst(viewer, facts)
    parts, pictures = parts_of(viewer, facts, periods["now"], calendar)
    more |= returned(viewer, facts)
    more |= supporters(viewer, facts, periods["now"])
    if span != "week":
        more |= rising(viewer, facts, periods["now"])
    return FactTable({**facts.facts, **more, **parts}), promises, pictures


def _ask_recorded(facts: FactTable) -> None:
    leading = facts["contributors.now"]
    if leading.status in {"no_data", "not_observable"} and facts["members.now"].value is None:
        raise Refusal(
            "reports.nothing_recorded",
            _("Nothing is recorded for this period. Choose one that the records cover."),
        )


def _periods(
    by: metrics.By, start: date, last: date | None, calendar: metrics.Calendar
) -> dict[When, metrics.Period]:
    now = calendar.span(start, last) if last is not None else calendar.period(by, start)
    ago = (
        calendar.year_before(now)
        if by == "span"
        else calendar.period(by, calendar.start_of(by, _year_before(start)))
    )
    return {"now": now, "before": calendar.neighbour(now, -1), "year_ago": ago}


def _facts(
    viewer: Viewer,
    span: str,
    when: When,
    period: metrics.Period,
    mark: int,
    calendar: metrics.Calendar,
) -> dict[str, Fact]:
    by = SPANS[span]
    uses = [use for use in uses_of(span) if when in use.times]
    here = metrics.Ask(by, period.start, period.last_day, until_segment=mark)
    if by != "span":
        here = replace(here, last=period.start)
    # Those who began a period earlier, followed into this one.
    earlier = replace(here, first=calendar.neighbour(period, -1).start)
    found: dict[str, metrics.Fact] = {}
    for ask, some in (
        (here, [use for use in uses if not use.follows]),
        (earlier, [use for use in uses if use.follows]),
    ):
        ids = [use.metric for use in some]
        told = {fact.metric_id: fact for fact in reversed(metrics.facts(viewer, ids, ask))}
        found |= {f"{use.name}.{when}": told[use.metric] for use in some}
    return {key: as_fact(key, fact) for key, fact in found.items()}


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(366)
    )


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
    viewer: Viewer, now: metrics.Period, mark: int, calendar: metrics.Calendar
) -> tuple[DrawnCurve, ...]:
    by = cast("metrics.By", charted_by(now.by, now.day_count))
    last = calendar.start_of(by, now.last_day)
    first = calendar.moved(by, last, 1 - (LOOK_BACK if by == now.by else 2 * LOOK_BACK - 2))
    ask = metrics.Ask(by, first, last, until_segment=mark)
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
