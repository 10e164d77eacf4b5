"""What this domain writes: the lake, what is brought in from elsewhere, and what people keep."""

from qunluo.insight.metrics.actions.entering import (
    AnswerRow,
    CostRow,
    Entered,
    enter_answers,
    enter_costs,
)
from qunluo.insight.metrics.actions.exporting import drain, export_segment
from qunluo.insight.metrics.actions.noting import drop_view, save_view, strike_note, write_note
from qunluo.insight.metrics.actions.rebuilding import Rebuilt, rebuild_lake
from qunluo.insight.metrics.actions.tending import compact_lake, forget_community, sweep_lake

__all__ = [
    "AnswerRow",
    "CostRow",
    "Entered",
    "Rebuilt",
    "compact_lake",
    "drain",
    "drop_view",
    "enter_answers",
    "enter_costs",
    "export_segment",
    "forget_community",
    "rebuild_lake",
    "save_view",
    "strike_note",
    "sweep_lake",
    "write_note",
]
