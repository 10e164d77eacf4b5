"""Why a number differs from what was expected: each step closes, no word exceeds its evidence."""

from qunluo.insight.metrics.queries.why.baseline import AGAINST
from qunluo.insight.metrics.queries.why.explaining import explain
from qunluo.insight.metrics.queries.why.sheet import Check, Part, Step, Why

__all__ = ["AGAINST", "Check", "Part", "Step", "Why", "explain"]
