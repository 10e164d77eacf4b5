from __future__ import annotations

from dataclasses import dataclass

from qunluo.kernel.stream.activity import Activity


@dataclass(frozen=True, kw_only=True)
class ReportMade(Activity):
    name = "reports.report_made"
    verb = "Create"
    object_type = "reports.report"
    span: str
    starts_on: str
    fact_count: int


@dataclass(frozen=True, kw_only=True)
class ReportChecked(Activity):
    name = "reports.report_checked"
    verb = "View"
    object_type = "reports.report"
    fact_count: int
    differing_count: int


@dataclass(frozen=True, kw_only=True)
class ReportPublished(Activity):
    name = "reports.report_published"
    verb = "Announce"
    object_type = "reports.report"
