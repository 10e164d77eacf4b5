"""Reports for programs: the reports, the goals they are measured against, and their schedules."""

from qunluo.steer.reports.api import goals, reports, schedules
from qunluo.steer.reports.api.routes import router

__all__ = ["goals", "reports", "router", "schedules"]
