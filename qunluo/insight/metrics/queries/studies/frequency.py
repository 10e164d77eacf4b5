"""How often: in how many of a period's days, weeks or months each member was active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qunluo.insight.metrics.engine import counting, retention
from qunluo.insight.metrics.queries.sources import calendar_of
from qunluo.insight.metrics.queries.studies.events import event_choices, label_of, match_of
from qunluo.insight.metrics.queries.studies.sheet import (
    Field,
    Picture,
    Study,
    Table,
    count_text,
    excluded_rule,
)
from qunluo.insight.metrics.rules import is_too_small
from qunluo.kernel.ui.charts import Chart
from qunluo.kernel.ui.charts import Series as Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.queries.studies.sheet import StudyAsk


def stickiness(ask: StudyAsk) -> Study:
    """In how many of the days (or weeks, months) of a period each member was active."""
    units: tuple[tuple[str, str], ...] = tuple(
        (key, label)
        for key, label in (("day", _("days")), ("week", _("weeks")), ("month", _("months")))
        if key != ask.period.by
        and not (ask.period.by == "week" and key == "month")
        and not (ask.period.by == "month" and key == "month")
    ) or (("day", _("days")),)
    sums = (("exactly", _("exactly so many")), ("least", _("so many or more")))
    event = ask.choice("event", event_choices(), "contributed")
    unit, how = ask.choice("unit", units), ask.choice("sum", sums)
    least = ask.number("least", 1, 100)
    by: Any = unit
    periods = calendar_of(ask.community_id).periods(by, ask.period.start, ask.period.last_day)
    counts = counting.active(ask.history(), match_of(event), periods)
    told = retention.stickiness(
        counts, len(periods), enough=lambda times: times >= least, cumulative=how == "least"
    )
    veiled = is_too_small(ask.viewer, len(counts))
    line = Line("contributed", _("Members"), tuple(None if veiled else n for n in told))
    labels = tuple(str(k) for k in range(1, len(periods) + 1))
    chart = Chart("bar", labels, (line,), unit=_("people"), corner=dict(units)[unit])
    return Study(
        lead=_("Whether a few come daily or everybody now and then: the ratio alone hides it."),
        fields=(
            Field("event", _("Active when a member"), event, event_choices()),
            Field("unit", _("Counted in"), unit, units),
            Field("sum", _("Members with"), how, sums),
            Field("least", _("At least so often"), str(least)),
        ),
        pictures=(Picture("histogram", label_of(event), chart),),
        tables=(_times_table(ask, told, how == "least"),),
        rules=(
            excluded_rule(ask),
            (_("Bar k"), _("Members who were active in exactly k (or k or more) of them.")),
        ),
    )


def _times_table(ask: StudyAsk, told: Sequence[int], is_sum: bool) -> Table:
    """The bars as a list that opens to the members; bars of nobody are left out."""
    shown = [(k, count) for k, count in enumerate(told, 1) if count]
    words = _("%(count)s or more") if is_sum else "%(count)s"
    return Table(
        "times",
        _("Members by how often"),
        (_("Active periods"), _("Members")),
        tuple((words % {"count": k}, count_text(ask.viewer, count)) for k, count in shown),
        cells=tuple(f"exactly-{k}" for k, _count in shown),
    )
