from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from ninja import Router, Schema

from qunluo.people.communities.web import entering
from qunluo.steer.reports import actions, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["reports"])


class ReportOut(Schema):
    id: str
    span: str
    period: str
    starts_on: date
    state: str
    is_complete: bool
    made_at: datetime


class FactOut(Schema):
    key: str
    metric: str
    name: str
    version: int
    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    low: float | None
    high: float | None
    status: str
    reason: str
    watermark: int
    query_hash: str


class SentenceOut(Schema):
    section: str
    text: str
    facts: list[str]
    tone: str
    strength: str
    rule: str


class WholeReportOut(ReportOut):
    watermark: int
    timezone: str
    sentences: list[SentenceOut]
    facts: list[FactOut]


class MakeIn(Schema):
    span: Literal["week", "month", "quarter"] = "month"
    day: date


class CheckOut(Schema):
    fact_count: int
    differing: list[str]


PLACE = "/communities/{slug}/reports"


@router.get(PLACE, response=list[ReportOut], operation_id="listReports")
def list_reports(request: HttpRequest, slug: str) -> list[ReportOut]:
    """Reports of the community, newest period first."""
    return [_line(line) for line in queries.reports_for(entering(request, slug))]


@router.post(PLACE, response={201: WholeReportOut}, operation_id="makeReport")
def make_report(request: HttpRequest, slug: str, told: MakeIn) -> tuple[int, WholeReportOut]:
    """Make the report of the period that holds the day."""
    viewer = entering(request, slug)
    report_id = actions.make_report(viewer, told.span, told.day)
    return 201, _whole(queries.report_sheet(viewer, report_id))


@router.get(PLACE + "/{report_id}", response=WholeReportOut, operation_id="getReport")
def get_report(request: HttpRequest, slug: str, report_id: int) -> WholeReportOut:
    """One report: its sentences in the asked language and the facts they rest on."""
    return _whole(queries.report_sheet(entering(request, slug), report_id))


@router.post(PLACE + "/{report_id}/check", response=CheckOut, operation_id="checkReport")
def check_report(request: HttpRequest, slug: str, report_id: int) -> CheckOut:
    """Measure every fact again at the report's watermark."""
    viewer = entering(request, slug)
    differing = actions.check_report(viewer, report_id)
    sheet = queries.report_sheet(viewer, report_id)
    return CheckOut(fact_count=len(sheet.facts), differing=list(differing))


def _line(line: queries.ReportLine) -> ReportOut:
    return ReportOut(**{**line.__dict__, "id": str(line.id)})


def _whole(sheet: queries.ReportSheet) -> WholeReportOut:
    said = [
        SentenceOut(
            section=section.key,
            text=one.text,
            facts=[fact.key for fact in one.facts],
            tone=one.tone,
            strength=one.strength,
            rule=one.rule,
        )
        for section in sheet.sections
        for one in section.sentences
    ]
    return WholeReportOut(
        **{**sheet.line.__dict__, "id": str(sheet.line.id)},
        watermark=sheet.watermark,
        timezone=sheet.timezone,
        sentences=said,
        facts=[FactOut.model_validate(_fact(fact)) for fact in sheet.facts],
    )


def _fact(fact: queries.FactSheet) -> dict[str, object]:
    return {name: getattr(fact, name) for name in FactOut.model_fields}
