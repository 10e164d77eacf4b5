"""The steps in their order; incomplete data end it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries.asking import measure
from qunluo.insight.metrics.queries.catalogue import definition
from qunluo.insight.metrics.queries.sources import calendar_of, history_at, watermark
from qunluo.insight.metrics.queries.why.identities import identities
from qunluo.insight.metrics.queries.why.places import known, places
from qunluo.insight.metrics.queries.why.sheet import (
    Case,
    Why,
    moved,
)
from qunluo.insight.metrics.queries.words import period_text, reason_text
from qunluo.insight.metrics.rules import is_too_small

if TYPE_CHECKING:
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.queries.asking import Point
    from qunluo.kernel.viewer import Viewer


def explain(viewer: Viewer, metric_id: str, period: Period, *, space_id: int | None = None) -> Why:
    """The steps in their order; incomplete data end it at once. Refuses as `measure` does."""
    calendar = calendar_of(viewer.community_id or 0)
    before = calendar.neighbour(period, -1)
    history = history_at(viewer.community_id or 0, watermark(), space_id)
    case = Case(viewer, metric_id, period, before, space_id, history)
    old, new = measure(viewer, metric_id, case.ask()).points
    told = definition(metric_id)
    health = _health(old, new)
    if health:
        return Why(metric_id, told.name, old, new, None, "", (), health)
    change = (new.value or 0) - (old.value or 0)
    shown = moved(change, told.unit)
    if is_too_small(viewer, max(old.n or 0, new.n or 0)):
        reason = _("Fewer than five people: shown to administrators only.")
        return Why(metric_id, told.name, old, new, change, shown, (), reason)
    steps = [step for step in (*identities(case), *places(case)) if step is not None]
    steps.append(known(case))
    return Why(metric_id, told.name, old, new, change, shown, tuple(steps))


def _health(old: Point, new: Point) -> str:
    for point in (old, new):
        if not point.is_whole:
            return _("%(period)s cannot be compared: %(reason)s") % {
                "period": period_text(point.period),
                "reason": reason_text(point.reason) or _("it is not whole."),
            }
    return ""
