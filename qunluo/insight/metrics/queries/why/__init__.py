"""Why a number changed against the period before: each step closes, no word exceeds its evidence."""

from qunluo.insight.metrics.queries.why.explaining import explain
from qunluo.insight.metrics.queries.why.sheet import Part, Step, Why

__all__ = ["Part", "Step", "Why", "explain"]
