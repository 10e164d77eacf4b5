"""What an explanation holds: steps, parts, and the case they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, why
from qunluo.insight.metrics.engine.registry.metric import names
from qunluo.insight.metrics.queries.asking import Ask
from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.words import figure_text
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.asking import Point
    from qunluo.insight.metrics.queries.why.baseline import Baseline
    from qunluo.kernel.viewer import Viewer

LADDER = ("coincides", "located", "accounted")
NEAR = timedelta(days=14)
TINY = 1e-6
SHOWN = 12
MOST = why.MOST_ELEMENTS


@dataclass(frozen=True)
class Part:
    """One line of a step: what it was, what it is, and its part in the change."""

    name: str
    before: str
    now: str
    change: float
    shown: str


@dataclass(frozen=True)
class Step:
    """`strength`: coincides < located < accounted. `total`: what the parts add up to, None: nothing."""

    key: str
    title: str
    text: str
    strength: str
    parts: tuple[Part, ...] = ()
    total: float | None = None
    total_shown: str = ""


@dataclass(frozen=True)
class Check:
    """One look at the records themselves. `tone`: good, warn, or stop (nothing is explained)."""

    key: str
    name: str
    text: str
    tone: str


@dataclass(frozen=True)
class Why:
    """`stopped`: why nothing is explained; the change is told all the same where there is one.

    `against`: usual, before or year; `compared`: with what, in words. `expected` may be fractional.
    """

    metric_id: str
    name: str
    now: Point
    now_shown: str
    against: str
    compared: str
    expected: float | None
    expected_shown: str
    change: float | None
    change_shown: str
    health: tuple[Check, ...]
    steps: tuple[Step, ...] = ()
    stopped: str = ""


@dataclass(frozen=True)
class Case:
    viewer: Viewer
    metric_id: str
    period: Period
    base: Baseline
    space_id: int | None
    history: History

    def ask(self, space_id: int | None = None) -> Ask:
        by: Any = self.period.by
        return Ask(by, self.base.periods[0].start, self.period.start, space_id or self.space_id)

    def apart(self, points: Sequence[Point]) -> tuple[list[Point], Point]:
        """Of a series asked so: those of the baseline, and the period's own."""
        starts = {period.start for period in self.base.periods}
        return [one for one in points if one.period.start in starts], points[-1]


def moved(change: float, unit: str) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    if unit == "share":
        return sign + _("%(points)s points") % {"points": display.number(abs(change) * 100, 1)}
    return sign + figure_text(abs(round(change, 6)), unit)


def match_of(case: Case) -> Match | None:
    """What lines or people the metric counts, where it is a plain count."""
    found = metric_of(case.metric_id)
    is_plain = case.metric_id.startswith(("content.", "reactions.", "active."))
    if not is_plain or found.unit not in {"items", "people"} or case.metric_id.endswith("d"):
        return None
    return counting.Match(found.activities or names(*found.kinds), people=found.population)
