"""Reference cases in a neutral format, run through the same functions that the pages use.

A case is a mapping as the format describes it: events and a query (retention, lifecycle,
stickiness, trend, funnel) or numbers and a method (numeric), and what is expected.
"""

from qunluo.insight.metrics.engine.cases.running import Outcome, cases_in, run

__all__ = ["Outcome", "cases_in", "run"]
