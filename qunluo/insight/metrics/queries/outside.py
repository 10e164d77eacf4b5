"""How many owners, administrators and bots a figure leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import shelves
from qunluo.insight.metrics.engine.outside import LeftOut, left_out
from qunluo.insight.metrics.engine.registry.metric import PRESENT
from qunluo.insight.metrics.queries.asking import periods_of
from qunluo.insight.metrics.queries.catalogue import metric_of
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.insight.metrics.rules import SEE
from qunluo.kernel.refusal import missing
from qunluo.kernel.stream.kinds import names_of
from qunluo.kernel.ui import display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period
    from qunluo.insight.metrics.engine.registry.metric import Metric
    from qunluo.insight.metrics.queries.asking import Ask
    from qunluo.kernel.viewer import Viewer


def left_out_of(viewer: Viewer, metric_id: str, ask: Ask) -> list[LeftOut]:
    """Of each period of `measure`, who did what the metric counts and is in no number of it.

    Staff is 0 where a metric counts staff. Refuses as `measure` does.
    """
    metric = metric_of(metric_id)
    found = _counted(viewer, _names(metric), ask)
    if metric.population == "members":
        return found
    return [LeftOut(0, one.bots) for one in found]


def left_out_at_all(history: History, period: Period) -> LeftOut:
    """Who was there in any way in the period and counts for nothing."""
    told = shelves.line_of(history, period, shelves.LEFT_OUT)
    return LeftOut(*told) if told else left_out(history, names_of(*PRESENT), [period])[0]


def _counted(viewer: Viewer, names: Sequence[str], ask: Ask) -> list[LeftOut]:
    if viewer.community_id is None:
        raise missing()
    if not viewer.may(SEE, ask.space_id):
        viewer.require(SEE, ask.space_id)
    mark = watermark(viewer.community_id, ask.until_segment)
    history = history_at(viewer.community_id, mark, ask.space_id)
    return left_out(history, tuple(names), periods_of(history.calendar, ask))


def _names(metric: Metric) -> tuple[str, ...]:
    """What it counts; what is made of other figures leaves out whoever was there."""
    return metric.activities or names_of(*(metric.kinds or PRESENT))


def left_out_text(one: LeftOut) -> str:
    """In one sentence, noughts too."""
    told = {"staff": display.number(one.staff), "bots": display.number(one.bots)}
    return _("Left out: %(staff)s owners and administrators, %(bots)s bots.") % told
