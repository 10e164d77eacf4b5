"""Every write of reports; one verb per function."""

from qunluo.steer.reports.actions.checking import check_report
from qunluo.steer.reports.actions.making import make_report
from qunluo.steer.reports.actions.ordering import ask_again, ask_report, work_off
from qunluo.steer.reports.actions.publishing import publish_report

__all__ = [
    "ask_again",
    "ask_report",
    "check_report",
    "make_report",
    "publish_report",
    "work_off",
]
