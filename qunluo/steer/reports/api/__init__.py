"""Reports for programs: the reports themselves, and the goals they are measured against."""

from qunluo.steer.reports.api import goals, reports
from qunluo.steer.reports.api.routes import router

__all__ = ["goals", "reports", "router"]
