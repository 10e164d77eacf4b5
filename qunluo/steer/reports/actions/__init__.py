"""Every write of reports; one verb per function."""

from qunluo.steer.reports.actions.checking import check_report
from qunluo.steer.reports.actions.making import make_report
from qunluo.steer.reports.actions.publishing import publish_report

__all__ = ["check_report", "make_report", "publish_report"]
