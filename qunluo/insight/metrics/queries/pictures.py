"""The board's charts, as specifications that a page or a file can draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.board import COHORTS
from qunluo.insight.metrics.queries.organisations import RULES
from qunluo.insight.metrics.queries.words import axis_text, period_text, unit_text
from qunluo.kernel.ui.charts import Chart, Note
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.insight.metrics.queries.asking import Series
    from qunluo.insight.metrics.queries.board import Board
    from qunluo.insight.metrics.queries.organisations import OrganisationBoard
    from qunluo.kernel.ui.charts import Kind

MOST_INTERVALS = 12
MOST_LINES = 8
LORENZ_STEP = 5


def people_chart(found: Board) -> Chart:
    """Members who visited and who contributed."""
    names = {"active.visited": _("Visited"), "active.contributed": _("Contributed")}
    seen = {
        one: name
        for one, name in names.items()
        if any(point.value is not None for point in found.series[one].points)
    }
    return _chart(found, "line", seen or names, unit=_("people"))


def lifecycle_chart(found: Board) -> Chart:
    """Contributors by what they did before; those who fell silent below the line."""
    names = {
        "lifecycle.contributed.new": _("New"),
        "lifecycle.contributed.returning": _("Returning"),
        "lifecycle.contributed.resurrecting": _("Back again"),
        "lifecycle.contributed.dormant": _("Fell silent"),
    }
    return _chart(found, "stacked", names, unit=_("people"))


def content_chart(found: Board) -> Chart:
    """What was made, by kind."""
    names = {
        "content.questions": _("Questions asked"),
        "content.answers": _("Answers given"),
        "content.topics": _("Topics opened"),
        "content.replies": _("Replies posted"),
        "content.comments": _("Comments posted"),
        "content.edits": _("Edits made"),
    }
    used = {
        one: name
        for one, name in names.items()
        if any(point.value for point in found.series[one].points)
    }
    return _chart(found, "stacked", used or names, unit=_("items"))


def response_chart(found: Board) -> Chart:
    """Questions answered within a day, and accepted within a month."""
    names = {
        "response.within_24h": _("Answered within 24 hours"),
        "response.accepted_30d": _("Accepted within 30 days"),
    }
    return _chart(found, "line", names, is_share=True)


def waiting_chart(found: Board) -> Chart:
    """Open questions by age."""
    bands = {
        "under_1_day": _("under a day"),
        "1_to_7_days": _("1 to 7 days"),
        "7_to_30_days": _("7 to 30 days"),
        "30_to_90_days": _("30 to 90 days"),
        "over_90_days": _("over 90 days"),
    }
    cells = {cell.key: cell.value for cell in found.series["questions.open"].points[-1].cells}
    values = tuple(cells.get(key) for key in bands)
    line = Line("questions", _("Open questions"), values)
    return Chart("across", tuple(bands.values()), (line,), corner=_("Waiting for"))


def lorenz_chart(found: Board) -> Chart:
    """How much the least busy part of contributors made, beside what it would be if all were equal.

    The point under 80 % says what four fifths of them made together.
    """
    made, total = found.made, sum(found.made)
    steps = range(0, 101, LORENZ_STEP)
    shares = tuple(
        sum(made[: round(len(made) * step / 100)]) / total if total else None for step in steps
    )
    return Chart(
        "line",
        tuple(f"{step}%" for step in steps),
        (
            Line("contributed", _("Share of all contributions"), shares),
            Line(
                "equal",
                _("If all made the same"),
                tuple(s / 100 for s in steps),
                is_comparison=True,
            ),
        ),
        is_share=True,
        corner=_("Share of contributors"),
    )


def cohort_chart(found: Board) -> Chart:
    """The triangle: of those who began in a period, who contributed again in the next ones."""
    return cohorts(found.series[COHORTS])


def cohorts(series: Series) -> Chart:
    """Any cohort metric as a triangle with its weighted average in the last row."""
    longest = min(MOST_INTERVALS, max((len(p.cells) for p in series.points), default=0))
    rows = [
        Line(
            point.period.start.isoformat(),
            period_text(point.period),
            _padded([cell.value for cell in point.cells], longest),
            size=point.denominator,
        )
        for point in series.points
        if point.denominator is not None
    ]
    average = _padded([cell.value for cell in series.average], longest)
    rows.append(Line("average", _("Weighted average"), average))
    return Chart(
        "cohort",
        tuple(str(k) for k in range(1, longest + 1)),
        tuple(rows),
        is_share=True,
        size_label=_("Began"),
        corner=_("First contributed in"),
    )


def _padded(values: Sequence[float | None], length: int) -> tuple[float | None, ...]:
    return (*values[:length], *([None] * (length - len(values))))


def together_chart(found: OrganisationBoard, metric_id: str) -> Chart:
    """A metric of each community over its last periods; events are stacked, people never are."""
    lines = sorted(found.lines, key=lambda line: -(line.series[metric_id].points[-1].value or 0))[
        :MOST_LINES
    ]
    periods = [point.period for point in lines[0].series[metric_id].points] if lines else []
    return Chart(
        "stacked" if RULES[metric_id] == "sum" else "line",
        tuple(axis_text(period) for period in periods),
        tuple(
            Line(
                line.card.slug,
                line.card.name,
                tuple(p.value for p in line.series[metric_id].points),
            )
            for line in lines
        ),
        unit=unit_text(lines[0].series[metric_id].unit) if lines else "",
        is_so_far=any(line.series[metric_id].points[-1].status == "partial" for line in lines),
    ).from_first()


def metric_chart(series: Series, name: str, notes: tuple[Note, ...] = ()) -> Chart:
    """One metric alone, with what people noted down."""
    if series.is_cohort:
        return cohorts(series)
    key = series.metric_id.rpartition(".")[2]
    line = Line(key, name, tuple(point.value for point in series.points))
    return Chart(
        "line",
        tuple(axis_text(point.period) for point in series.points),
        (line,),
        digits=2 if series.unit == "index" else 1 if series.unit == "hours" else 0,
        is_share=series.unit == "share",
        is_so_far=series.points[-1].status == "partial",
        notes=notes,
    ).from_first()


def _chart(
    found: Board, kind: Kind, names: dict[str, str], *, unit: str = "", is_share: bool = False
) -> Chart:
    lines = tuple(
        Line(
            one.rpartition(".")[2],
            name,
            tuple(point.value for point in found.series[one].points),
        )
        for one, name in names.items()
    )
    return Chart(
        kind,
        tuple(axis_text(period) for period in found.periods),
        lines,
        unit=unit,
        is_share=is_share,
        is_so_far=found.is_so_far,
        notes=found.notes,
    ).from_first()


CHARTS: dict[str, Callable[[Board], Chart]] = {
    "people": people_chart,
    "lifecycle": lifecycle_chart,
    "cohorts": cohort_chart,
    "content": content_chart,
    "response": response_chart,
    "waiting": waiting_chart,
    "lorenz": lorenz_chart,
}
"""By the name of their file."""
