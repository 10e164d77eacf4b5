"""What this domain writes: the lake and its manifest."""

from qunluo.insight.metrics.actions.exporting import drain, export_segment
from qunluo.insight.metrics.actions.tending import compact_lake, forget_community, sweep_lake

__all__ = ["compact_lake", "drain", "export_segment", "forget_community", "sweep_lake"]
