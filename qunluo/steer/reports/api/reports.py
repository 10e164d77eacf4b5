"""Reports for programs: make, read, check, sign, publish, correct."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from ninja import Field, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.api.routes import PLACE, router

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from qunluo.kernel.viewer import Viewer


class ReportOut(Schema):
    id: str
    span: str
    period: str
    starts_on: date
    state: str
    is_complete: bool
    made_at: datetime
    edition: int
    outdated: int


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
    standing: str


class FindingOut(Schema):
    """A place of the text that no fact carries. `language` is empty in people's own words."""

    words: str
    problem: str
    mend: str
    language: str


class JudgementOut(Schema):
    """A person's own words; `{F12}` in `source` is the figure of fact 12."""

    id: str
    section: str
    text: str
    source: str
    author: str
    written_at: datetime
    standing: str
    findings: list[FindingOut]


class SuggestionOut(Schema):
    number: int
    figure: str
    play: str
    expected: str
    owner: str
    due_on: date


class WholeReportOut(ReportOut):
    """`digest` seals a published report; `corrects` and `corrected_by` are other editions."""

    watermark: int
    timezone: str
    digest: str
    corrects: str | None
    corrected_by: str | None
    correction: str
    judgements: list[JudgementOut]
    suggestions: list[SuggestionOut]
    sentences: list[SentenceOut]
    facts: list[FactOut]


class MakeIn(Schema):
    """`last_day` belongs to `span`: any days, from `day` to it, both included."""

    span: Literal["week", "month", "quarter", "year", "span"] = "month"
    day: date
    last_day: date | None = None


class CheckOut(Schema):
    """`differing` and `outdated` are keys of facts; `failing` counts places of the text."""

    fact_count: int
    differing: list[str]
    outdated: list[str]
    failing: int
    state: str


class JudgementIn(Schema):
    section: Annotated[str, Field(max_length=20)]
    body: Annotated[str, Field(max_length=4000)]


class WordsIn(Schema):
    body: Annotated[str, Field(max_length=4000)]


class SuggestionIn(Schema):
    """`owner` is a handle; empty: nobody's yet."""

    owner: Annotated[str, Field(max_length=60)] = ""
    due_on: date


class CorrectionIn(Schema):
    reason: Annotated[str, Field(max_length=300)]


@router.get(PLACE, response=list[ReportOut], operation_id="listReports")
def list_reports(request: HttpRequest, slug: str) -> list[ReportOut]:
    """Reports of the community, newest period first."""
    return [_line(line) for line in queries.reports_for(entering(request, slug))]


@router.post(PLACE, response={201: WholeReportOut}, operation_id="makeReport")
def make_report(request: HttpRequest, slug: str, told: MakeIn) -> tuple[int, WholeReportOut]:
    """Make the report of the period that holds the day."""
    viewer = entering(request, slug)
    report_id = actions.make_report(viewer, told.span, told.day, last=told.last_day)
    return 201, _whole(queries.report_sheet(viewer, report_id))


@router.get(PLACE + "/{report_id}", response=WholeReportOut, operation_id="getReport")
def get_report(request: HttpRequest, slug: str, report_id: int) -> WholeReportOut:
    """One report: its sentences in the asked language and the facts they rest on."""
    return _whole(queries.report_sheet(entering(request, slug), report_id))


@router.post(PLACE + "/{report_id}/check", response=CheckOut, operation_id="checkReport")
def check_report(request: HttpRequest, slug: str, report_id: int) -> CheckOut:
    """Measure every fact again at the report's watermark."""
    viewer = entering(request, slug)
    actions.check_report(viewer, report_id)
    sheet = queries.report_sheet(viewer, report_id)
    check = sheet.check
    return CheckOut(
        fact_count=len(sheet.facts),
        differing=list(check.differing) if check else [],
        outdated=list(check.outdated) if check else [],
        failing=check.failing if check else 0,
        state=sheet.line.state,
    )


ONE = PLACE + "/{report_id}"


@router.put(ONE + "/signature", response=WholeReportOut, operation_id="signReport")
def sign_report(request: HttpRequest, slug: str, report_id: int) -> WholeReportOut:
    """Stand for a checked report by somebody else."""
    return _after(request, slug, report_id, actions.sign_report)


@router.delete(ONE + "/signature", response=WholeReportOut, operation_id="reopenReport")
def reopen_report(request: HttpRequest, slug: str, report_id: int) -> WholeReportOut:
    """Take a signed or checked report back to the desk."""
    return _after(request, slug, report_id, actions.reopen_report)


@router.put(ONE + "/publication", response=WholeReportOut, operation_id="publishReport")
def publish_report(request: HttpRequest, slug: str, report_id: int) -> WholeReportOut:
    """Let members read a signed report."""
    return _after(request, slug, report_id, actions.publish_report)


@router.post(ONE + "/correction", response={201: WholeReportOut}, operation_id="correctReport")
def correct_report(
    request: HttpRequest, slug: str, report_id: int, told: CorrectionIn
) -> tuple[int, WholeReportOut]:
    """Make the next edition of a published report."""
    viewer = entering(request, slug)
    made = actions.make_correction(viewer, report_id, told.reason)
    return 201, _whole(queries.report_sheet(viewer, made))


@router.post(ONE + "/judgements", response={201: WholeReportOut}, operation_id="addJudgement")
def add_judgement(
    request: HttpRequest, slug: str, report_id: int, told: JudgementIn
) -> tuple[int, WholeReportOut]:
    """Put one's own words into a section of an open report."""
    viewer = entering(request, slug)
    actions.add_judgement(viewer, report_id, told.section, body=told.body)
    return 201, _whole(queries.report_sheet(viewer, report_id))


@router.put(
    PLACE + "/judgements/{judgement_id}", response={204: None}, operation_id="changeJudgement"
)
def change_judgement(
    request: HttpRequest, slug: str, judgement_id: int, told: WordsIn
) -> Status[None]:
    actions.change_judgement(entering(request, slug), judgement_id, told.body)
    return Status(204, None)


@router.delete(
    PLACE + "/judgements/{judgement_id}", response={204: None}, operation_id="removeJudgement"
)
def remove_judgement(request: HttpRequest, slug: str, judgement_id: int) -> Status[None]:
    actions.remove_judgement(entering(request, slug), judgement_id)
    return Status(204, None)


@router.delete(ONE + "/sentences/{position}", response={204: None}, operation_id="leaveSentenceOut")
def leave_out(request: HttpRequest, slug: str, report_id: int, position: int) -> Status[None]:
    """Shortcomings, follow-ups and the first page cannot be left out."""
    actions.leave_out(entering(request, slug), report_id, position)
    return Status(204, None)


@router.put(ONE + "/sentences/{position}", response={204: None}, operation_id="takeSentenceIn")
def take_in(request: HttpRequest, slug: str, report_id: int, position: int) -> Status[None]:
    actions.take_in(entering(request, slug), report_id, position)
    return Status(204, None)


@router.put(ONE + "/suggestions/{number}", response={204: None}, operation_id="settleSuggestion")
def settle_suggestion(
    request: HttpRequest, slug: str, report_id: int, number: int, told: SuggestionIn
) -> Status[None]:
    """Say whose a suggestion is and by when."""
    viewer = entering(request, slug)
    actions.settle_suggestion(viewer, report_id, number, owner=told.owner, due_on=told.due_on)
    return Status(204, None)


def _after(
    request: HttpRequest, slug: str, report_id: int, step: Callable[[Viewer, int], None]
) -> WholeReportOut:
    viewer = entering(request, slug)
    step(viewer, report_id)
    return _whole(queries.report_sheet(viewer, report_id))


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
            standing=one.standing,
        )
        for section in sheet.sections
        for one in section.sentences
    ]
    foot = sheet.footing
    return WholeReportOut(
        **{**sheet.line.__dict__, "id": str(sheet.line.id)},
        digest=foot.digest,
        corrects=str(foot.corrects) if foot.corrects else None,
        corrected_by=str(foot.corrected_by) if foot.corrected_by else None,
        correction=foot.correction,
        judgements=_judgements(sheet),
        suggestions=_suggestions(sheet),
        watermark=sheet.watermark,
        timezone=sheet.timezone,
        sentences=said,
        facts=[FactOut.model_validate(_fact(fact)) for fact in sheet.facts],
    )


def _fact(fact: queries.FactSheet) -> dict[str, object]:
    return {name: getattr(fact, name) for name in FactOut.model_fields}


def _judgements(sheet: queries.ReportSheet) -> list[JudgementOut]:
    return [
        JudgementOut(
            id=str(one.id),
            section=section.key,
            text=one.text,
            source=one.source,
            author=one.author,
            written_at=one.written_at,
            standing=one.standing,
            findings=[FindingOut(**finding.__dict__) for finding in one.findings],
        )
        for section in sheet.sections
        for one in section.judgements
    ]


def _suggestions(sheet: queries.ReportSheet) -> list[SuggestionOut]:
    return [
        SuggestionOut(
            number=one.number,
            figure=one.name,
            play=one.play,
            expected=one.expected,
            owner=one.owner_handle,
            due_on=one.due_on,
        )
        for one in sheet.suggestions
    ]
