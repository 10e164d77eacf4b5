"""The pure judging of series, for domains that watch them."""

from qunluo.insight.metrics.engine.banding import band
from qunluo.insight.metrics.engine.judging import Direction, Finding, Mark, Method, Watch, judge

__all__ = ["Direction", "Finding", "Mark", "Method", "Watch", "band", "judge"]
