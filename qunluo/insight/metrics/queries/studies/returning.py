"""Who comes back: the retention triangle, lifecycle bars, the stickiness histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, retention
from qunluo.insight.metrics.engine.measures.loyalty import average
from qunluo.insight.metrics.engine.measures.reading import Cell
from qunluo.insight.metrics.queries.asking import Ask, measure_many
from qunluo.insight.metrics.queries.noting import chart_notes
from qunluo.insight.metrics.queries.sources import calendar_of, coverage_for, watermark
from qunluo.insight.metrics.queries.studies.events import event_choices, match_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Field,
    Picture,
    Study,
    Table,
    count_text,
    excluded_rule,
    rate_text,
)
from qunluo.insight.metrics.queries.words import axis_text, figure_text, period_text
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk

SHOWN = 13
MOST_INTERVALS = 12


def _shown(ask: StudyAsk) -> list[Period]:
    calendar = calendar_of(ask.community_id)
    by: Any = ask.period.by
    first = calendar.neighbour(ask.period, 1 - SHOWN)
    return calendar.periods(by, first.start, ask.period.start)


def returning(ask: StudyAsk) -> Study:
    """The triangle for any first and any returning event."""
    cohorts = (
        ("first_matching_start", _("the first time ever")),
        ("every_start", _("every time anew (habits)")),
    )
    criteria = (("on", _("in exactly that period")), ("on_or_after", _("in that period or later")))
    start = ask.choice("start", event_choices(), "contributed")
    back = ask.choice("back", event_choices(), "contributed")
    cohort, criterion = ask.choice("cohort", cohorts), ask.choice("criterion", criteria)
    least = ask.number("least", 1, 100)
    rows = _rows(ask, start, back, cohort, criterion, least)
    return Study(
        lead=_("Of those who began in a period, who came back in each later one."),
        fields=(
            Field("start", _("Began when a member"), start, event_choices()),
            Field("back", _("Came back when a member"), back, event_choices()),
            Field("cohort", _("Counts as beginning"), cohort, cohorts),
            Field("criterion", _("Came back"), criterion, criteria),
            Field("least", _("At least so often in a period"), str(least)),
        ),
        pictures=(_triangle(ask, rows), _curve(rows)),
        tables=(_sizes(ask, rows),),
        rules=(
            excluded_rule(ask),
            (
                _("Weighted average"),
                _("All who came back over all who could have, never a mean of percentages."),
            ),
            (_("Hatched"), _("Not over yet: it cannot be known and is not 0.")),
        ),
    )


Row = "tuple[Period, int, list[Cell]]"


def _rows(
    ask: StudyAsk, start: str, back: str, cohort: Any, criterion: Any, least: int
) -> list[tuple[Period, int, list[Cell]]]:
    history, periods = ask.history(), _shown(ask)
    began = counting.active(history, match_of(start), periods)
    days = counting.first_days(history, match_of(start))
    first = {
        person: next((n for n, p in enumerate(periods) if p.start <= day < p.end), -1)
        for person, day in days.items()
    }
    members = retention.cohorts(began, len(periods), cohort=cohort, first=first)
    told = retention.triangle(
        members,
        counting.active(history, match_of(back), periods),
        len(periods),
        criterion=criterion,
        min_occurrences=least,
    )
    coverage = coverage_for(ask.community_id, watermark())
    whole = [coverage is not None and coverage.stand(period)[0] == "complete" for period in periods]
    found = []
    for n, row in enumerate(told.rows):
        size = row[0]
        veiled = is_too_small(ask.viewer, size)
        cells = [
            Cell(str(k), back / size if size and whole[n + k] and not veiled else None, back, size)
            for k, back in enumerate(row[1 : MOST_INTERVALS + 1], 1)
        ]
        found.append((periods[n], size, cells))
    return found


def _triangle(ask: StudyAsk, rows: Sequence[tuple[Period, int, list[Cell]]]) -> Picture:
    longest = max((len(cells) for _p, _size, cells in rows), default=0)
    lines = [
        Line(
            period.start.isoformat(),
            period_text(period),
            (*(cell.value for cell in cells), *([None] * (longest - len(cells)))),
            size=None if is_too_small(ask.viewer, size) else size,
        )
        for period, size, cells in rows
    ]
    mean = average([[c for c in cells if c.value is not None] for _p, _s, cells in rows])
    values = tuple(cell.value for cell in mean)
    lines.append(
        Line("average", _("Weighted average"), (*values, *([None] * (longest - len(values)))))
    )
    chart = Chart(
        "cohort",
        tuple(str(k) for k in range(1, longest + 1)),
        tuple(lines),
        is_share=True,
        size_label=_("Began"),
        corner=_("Began in"),
    )
    return Picture("triangle", _("Who came back, by when they began"), chart)


def _curve(rows: Sequence[tuple[Period, int, list[Cell]]]) -> Picture:
    mean = average([[c for c in cells if c.value is not None] for _p, _s, cells in rows])
    line = Line("contributed", _("Weighted average"), tuple(cell.value for cell in mean))
    labels = tuple(cell.key for cell in mean)
    chart = Chart("line", labels, (line,), is_share=True, corner=_("Periods later"))
    return Picture("curve", _("Who came back, all together"), chart)


def _sizes(ask: StudyAsk, rows: Sequence[tuple[Period, int, list[Cell]]]) -> Table:
    told = tuple(
        (
            period_text(period),
            count_text(ask.viewer, size),
            *(
                rate_text(ask.viewer, int(cells[k].numerator or 0), size)
                if k < len(cells) and cells[k].value is not None
                else _("not known")
                for k in range(3)
            ),
        )
        for period, size, cells in rows
    )
    heads = (_("Began in"), _("Members"), _("1 later"), _("2 later"), _("3 later"))
    cells = tuple(f"cohort-{period.start.isoformat()}" for period, _size, _cells in rows)
    return Table("cohorts", _("With their counts"), heads, told, cells=cells)


def lifecycle(ask: StudyAsk) -> Study:
    """New, returning, back again, fell silent; the change closes exactly."""
    ways = (("contributed", _("contributed")), ("visited", _("visited")))
    way = ask.choice("way", ways)
    names = _part_names()
    periods = _shown(ask)
    by: Any = ask.period.by
    wish = Ask(by, periods[0].start, periods[-1].start, ask.space_id)
    ids = [f"lifecycle.{way}.{part}" for part in names] + [f"active.{way}"]
    series = measure_many(ask.viewer, ids, wish)
    labels = tuple(axis_text(period) for period in periods)
    lines = tuple(
        Line(part, name, tuple(p.value for p in series[f"lifecycle.{way}.{part}"].points))
        for part, name in names.items()
    )
    is_so_far = series[f"active.{way}"].points[-1].status == "partial"
    chart = Chart(
        "stacked",
        labels,
        lines,
        unit=_("people"),
        is_so_far=is_so_far,
        notes=chart_notes(ask.viewer, periods),
    )
    rows = tuple(
        (
            period_text(period),
            *(figure_text(series[one].points[n].value, "people") for one in ids),
        )
        for n, period in enumerate(periods)
    )
    return Study(
        lead=_("Where the active come from, and how many fall silent."),
        fields=(Field("way", _("Active when a member"), way, ways),),
        pictures=(Picture("bars", _("Where the active come from and go"), chart),),
        tables=(
            Table(
                "parts",
                _("The parts add up"),
                (_("Period"), *names.values(), _("Active")),
                rows,
                links=tuple(_active_page(ask, way, period) for period in periods),
            ),
        ),
        rules=_lifecycle_rules(ask),
    )


def _part_names() -> dict[str, str]:
    return {
        "new": _("New"),
        "returning": _("Returning"),
        "resurrecting": _("Back again"),
        "dormant": _("Fell silent"),
    }


def _active_page(ask: StudyAsk, way: str, period: Period) -> str:
    """The page of the active of a period: its rows, its definition, why it changed."""
    place = {"community": ask.viewer.community_slug, "metric_id": f"active.{way}"}
    return f"{reverse('metrics:metric', kwargs=place)}?by={period.by}&on={period.start.isoformat()}"


def _lifecycle_rules(ask: StudyAsk) -> tuple[tuple[str, str], ...]:
    return (
        excluded_rule(ask),
        (_("New"), _("The first such activity ever lies in the period.")),
        (
            _("Adds up"),
            _(
                "Active = new + returning + back again; the change from the period before = new + back again − fell silent."
            ),
        ),
    )
