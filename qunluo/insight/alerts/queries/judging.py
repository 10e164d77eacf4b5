"""A rule put to the figures: which whole periods stand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.alerts.engine.calendar import known_period
from qunluo.insight.alerts.queries.days import known_of
from qunluo.insight.alerts.rules import LOOK_BACK_DAYS, RECHECKED
from qunluo.insight.metrics.queries import Ask, measure, viewer_for, watermark
from qunluo.insight.metrics.queries import calendar_of as calendar_at
from qunluo.insight.metrics.queries.judging import Finding, Mark, Watch, judge
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from qunluo.insight.alerts.models import Rule
    from qunluo.insight.metrics.queries import By, Calendar, Series
    from qunluo.kernel.viewer import Viewer

HISTORY_DAYS = {"day": 60, "week": 140}
"""What judging needs before the first judged period."""


@dataclass(frozen=True)
class Judgement:
    """What a rule says of its periods from `since` on. `until`: the first day not judged.

    `values`: of the judged periods, by their first day; None where a period is not whole.
    """

    rule_id: int
    findings: tuple[Finding, ...]
    values: dict[date, float | None]
    since: date
    until: date
    watermark: int
    version: int
    ends: dict[date, datetime]


def judgement(rule: Rule, since: date | None = None) -> Judgement | None:
    """Judge from `since` (default: where it stopped, less the last few); None: nothing to judge.

    Reads only whole periods. Slow (about 25 ms of processor time for each day), so never inside a
    transaction.
    """
    slug = communities.slug_of(rule.community_id)
    mark = watermark()
    if slug is None or mark.covers_until is None:
        return None
    viewer = viewer_for(slug)
    calendar = calendar_at(rule.community_id)
    today = calendar.day_of(mark.covers_until)
    begins = max(_since(rule, calendar, today, since), today - timedelta(days=1000))
    by: By = rule.by  # type: ignore[assignment]
    first = begins - timedelta(days=HISTORY_DAYS[rule.by])
    series = measure(viewer, rule.metric_id, Ask(by, first, today, rule.space_id, mark.number))
    marks = marks_for(viewer, series)
    places = [n for n, point in enumerate(series.points) if point.period.start >= begins]
    whole = [n for n in places if marks[n].value is not None]
    if not whole:
        return None
    watch = watch_of(rule, series.unit)
    found = [told for n in whole if (told := judge(marks, n, watch)) is not None]
    return Judgement(
        rule_id=rule.pk,
        findings=tuple(found),
        values={marks[n].start: marks[n].value for n in places},
        since=begins,
        until=series.points[whole[-1]].period.end,
        watermark=series.watermark,
        version=series.version,
        ends={series.points[n].period.start: series.points[n].period.ends_at for n in places},
    )


def _since(rule: Rule, calendar: Calendar, today: date, since: date | None) -> date:
    by: By = rule.by  # type: ignore[assignment]
    if since is None and rule.judged_until is not None:
        return calendar.moved(by, rule.judged_until, -RECHECKED)
    return calendar.start_of(by, since or today - timedelta(days=LOOK_BACK_DAYS))


def marks_for(viewer: Viewer, series: Series) -> Sequence[Mark]:
    """A series as the engine judges it, with what is known of each period."""
    language = communities.entrance(viewer, viewer.community_slug).community.language
    ends = series.points[-1].period.last_day
    known = known_of(viewer, language, series.points[0].period.start, ends)
    return [
        Mark(
            point.period.start,
            point.value if point.is_whole else None,
            point.n or point.denominator or 0,
            known_period(
                point.period.start,
                point.period.last_day,
                known.stretches,
                known.country,
                known.language,
            ),
        )
        for point in series.points
    ]


def watch_of(rule: Rule, unit: str) -> Watch:
    """A rule as the engine takes it."""
    return Watch(
        by=rule.by,
        method=rule.method,  # type: ignore[arg-type]
        unit=unit,
        direction=rule.direction,  # type: ignore[arg-type]
        z=rule.score,
        change=rule.change / 100,
        least=rule.least,
        limit=rule.limit,
    )
