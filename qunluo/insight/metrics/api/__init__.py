"""Figures for programs: asking for them, and bringing in answers and costs."""

from qunluo.insight.metrics.api import entries
from qunluo.insight.metrics.api.figures import router

__all__ = ["entries", "router"]
