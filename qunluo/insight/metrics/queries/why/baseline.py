"""With what a period is compared: the one before, the usual, or the same a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qunluo.insight.metrics.engine import expecting
from qunluo.insight.metrics.ports import known_days
from qunluo.insight.metrics.queries.asking import Ask, measure
from qunluo.insight.metrics.queries.words import period_text
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from qunluo.insight.metrics.engine.periods import Calendar, Period
    from qunluo.insight.metrics.queries.asking import Point
    from qunluo.kernel.viewer import Viewer

AGAINST = {
    "usual": gettext_lazy("What was to be expected"),
    "before": gettext_lazy("The period before"),
    "year": gettext_lazy("The same a year ago"),
}
BACK = {"day": 8, "week": 8, "month": 6, "quarter": 4, "year": 3}
STEP = {"day": 7}
KNOWN_SHARE = 2 / 7


@dataclass(frozen=True)
class Baseline:
    """`periods` count `weight` each. `left_out`: periods like them that stood out or were known.

    `points`: of the metric itself, one for each of the periods.
    """

    against: str
    periods: tuple[Period, ...]
    weight: float
    points: tuple[Point, ...]
    left_out: int = 0

    @property
    def text(self) -> str:
        """What it was compared with, in one sentence."""
        if self.against != "usual":
            return _("Compared with %(period)s.") % {"period": period_text(self.periods[0])}
        names = [period_text(one) for one in self.periods]
        told = {"count": len(names), "first": names[0], "last": names[-1]}
        parts = [
            _(
                "Expected from the mean of %(count)s earlier periods like it (%(first)s to %(last)s)."
            )
            % told
        ]
        trend = self.weight * len(self.periods)
        if abs(trend - 1) > 0.005:
            parts.append(
                _("Their trend counts %(factor)s times.") % {"factor": display.number(trend, 2)}
            )
        if self.left_out:
            parts.append(
                _("%(count)s of them were left out because they stood out or were known days.")
                % {"count": self.left_out}
            )
        return " ".join(parts)

    def value(self, unit: str) -> float | None:
        """What was expected of the metric: a share is pooled, a count adds up, else the mean."""
        if unit == "share":
            whole = sum(point.denominator or 0 for point in self.points)
            return sum(point.numerator or 0 for point in self.points) / whole if whole else None
        known = [point.value for point in self.points if point.value is not None]
        return self.weight * sum(known) if known else None


def baseline(
    viewer: Viewer,
    metric_id: str,
    period: Period,
    calendar: Calendar,
    space_id: int | None,
    against: str,
) -> Baseline | None:
    """The wished one; None where there is nothing whole to compare with."""
    if against == "usual":
        return _usual(viewer, metric_id, period, calendar, space_id)
    other = calendar.year_before(period) if against == "year" else calendar.neighbour(period, -1)
    point = _points(viewer, metric_id, [other], space_id)[0]
    return Baseline(against, (other,), 1.0, (point,))


def _usual(
    viewer: Viewer, metric_id: str, period: Period, calendar: Calendar, space_id: int | None
) -> Baseline | None:
    """Days are like the same weekday, weeks and longer periods like those before them."""
    step, count = STEP.get(period.by, 1), BACK.get(period.by, 0)
    earlier = [calendar.neighbour(period, -step * n) for n in range(count, 0, -1)]
    if not earlier:
        return None
    points = _points(viewer, metric_id, earlier, space_id)
    names = _known(viewer, earlier)
    values = [
        point.value if point.is_whole and not is_known else None
        for point, is_known in zip(points, names, strict=True)
    ]
    found = expecting.expected(values)
    if found is None:
        return None
    whole = sum(point.is_whole for point in points)
    return Baseline(
        "usual",
        tuple(earlier[place] for place in found.places),
        found.weight,
        tuple(points[place] for place in found.places),
        whole - len(found.places),
    )


def _points(
    viewer: Viewer, metric_id: str, periods: Sequence[Period], space_id: int | None
) -> list[Point]:
    by: Any = periods[0].by
    wish = Ask(by, periods[0].start, periods[-1].start, space_id)
    told = {point.period.start: point for point in measure(viewer, metric_id, wish).points}
    return [told[period.start] for period in periods]


def _known(viewer: Viewer, periods: Sequence[Period]) -> list[bool]:
    """Whether enough of each period is known beforehand to differ (holidays, planned events)."""
    days = [
        stretch
        for tell in known_days
        for stretch in tell(viewer, periods[0].start, periods[-1].last_day)
    ]
    found = []
    for period in periods:
        held = sum(
            max(0, (min(last, period.last_day) - max(first, period.start)).days + 1)
            for first, last, _name in days
        )
        found.append(held / period.day_count >= KNOWN_SHARE)
    return found
