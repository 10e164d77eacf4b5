"""Reads of reports: gathering facts before one is made, and showing one that was."""

from qunluo.steer.reports.queries.gathering import (
    Draft,
    draft,
    measured_again,
    reporter_in,
    suggested_day,
)
from qunluo.steer.reports.queries.sheets import (
    ChartSheet,
    FactSheet,
    ReportLine,
    ReportSheet,
    SectionSheet,
    SentenceSheet,
)
from qunluo.steer.reports.queries.showing import report_for, report_sheet, reports_for

__all__ = [
    "ChartSheet",
    "Draft",
    "FactSheet",
    "ReportLine",
    "ReportSheet",
    "SectionSheet",
    "SentenceSheet",
    "draft",
    "measured_again",
    "report_for",
    "report_sheet",
    "reporter_in",
    "reports_for",
    "suggested_day",
]
