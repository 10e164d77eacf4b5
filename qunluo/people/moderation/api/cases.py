"""Cases, decisions, rules and the log for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.api.routes import HOME, number_of, router

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.people.moderation.queries import ActLine, CaseLine, RuleSheet

CASE = f"{HOME}/cases/{{case_id}}"
Outcome = Literal["kept", "removed"]
Sanction = Literal["", "warning", "mute", "suspend", "ban"]


class CaseState(Schema):
    state: Literal["open", "decided"] = "open"


class CaseItem(Schema):
    """`signals` are kinds of what was noticed; `claimed_by` is a handle or empty."""

    id: str
    title: str
    author: str
    is_held: bool
    state: str
    reports: int
    signals: list[str]
    score: int
    opened_at: datetime
    is_late: bool
    claimed_by: str
    outcome: str
    decided_at: datetime | None


class CaseProposal(Schema):
    """The ladder's next step for this author; `days` None where it has none."""

    rule: str
    sanction: str
    days: int | None


class CaseFull(CaseItem):
    """With the words it is about, `why` (kind, detail), and what the rules propose."""

    body: str
    address: str
    why: list[tuple[str, str]]
    proposed_rule: str
    proposals: list[CaseProposal]
    reason: str
    may_undo: bool


class NewDecision(Schema):
    """`reason` is read by the author and the reporters, and needed for a removal; `days` are for
    mutes and suspensions."""

    outcome: Outcome
    reason: Annotated[str, Field(max_length=500)] = ""
    rule: Annotated[str, Field(max_length=20)] = ""
    sanction: Sanction = ""
    days: Annotated[int | None, Field(ge=1, le=3650)] = None


class CaseReport(Schema):
    """`type` such as `forum.post`; a rule's key, or a note, or both."""

    type: Annotated[str, Field(max_length=40)]
    id: Annotated[str, Field(max_length=18)]
    rule: Annotated[str, Field(max_length=20)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


class LadderStep(Schema):
    sanction: str
    days: int | None


class RuleText(Schema):
    key: str
    title: str
    definition: str
    examples: str
    correction: str
    appeal: str
    ladder: list[LadderStep]


class RuleBook(Schema):
    """`number` of the version; 0 where a community has published none."""

    number: int
    preface: str
    published_at: datetime | None
    rules: list[RuleText]


class StaffAct(Schema):
    """One act of the team. `by` and `about` are handles, in the staff's log only."""

    name: str
    facts: dict[str, Any]
    rule: str
    happened_at: datetime
    by: str = ""
    about: str = ""


class ActsOfDay(Schema):
    day: date
    count: int


class StaffActs(Schema):
    """`days` are the acts a day of the last thirty days with acts; equal in both logs."""

    items: list[StaffAct]
    next_cursor: str | None
    days: list[ActsOfDay]


class StaffActsPage(Schema):
    cursor: Annotated[str, Field(max_length=400)] = ""


@router.get(f"{HOME}/cases", response=list[CaseItem], operation_id="listCases")
def list_cases(
    request: HttpRequest, slug: str, wanted: Annotated[CaseState, Query()]
) -> list[dict[str, Any]]:
    """At most a hundred: open ones the most urgent first, decided ones the latest first."""
    return [_line(one) for one in queries.queue(entering(request, slug), wanted.state)]


@router.get(CASE, response=CaseFull, operation_id="getCase")
def get_case(request: HttpRequest, slug: str, case_id: str) -> dict[str, Any]:
    """One case with what one decides by."""
    sheet = queries.case_for(entering(request, slug), number_of(case_id))
    return {
        **_line(sheet.line),
        "body": sheet.body,
        "address": sheet.address,
        "why": list(sheet.signals),
        "proposed_rule": sheet.proposed_rule,
        "proposals": [
            {"rule": key, "sanction": kind, "days": days}
            for key, (kind, days) in sheet.proposals.items()
        ],
        "reason": sheet.reason,
        "may_undo": sheet.may_undo,
    }


@router.put(f"{CASE}/claim", response={204: None}, operation_id="claimCase")
def claim(request: HttpRequest, slug: str, case_id: str) -> Status[None]:
    """Say that one is at it, for half an hour."""
    actions.claim_case(entering(request, slug), number_of(case_id))
    return Status(204, None)


@router.delete(f"{CASE}/claim", response={204: None}, operation_id="releaseCase")
def release(request: HttpRequest, slug: str, case_id: str) -> Status[None]:
    """Hand it back."""
    actions.release_case(entering(request, slug), number_of(case_id))
    return Status(204, None)


@router.put(f"{CASE}/decision", response={204: None}, operation_id="decideCase")
def decide(request: HttpRequest, slug: str, case_id: str, sent: NewDecision) -> Status[None]:
    """Author and reporters are told; it can be undone for five minutes."""
    decision = Decision(sent.outcome, sent.reason, sent.rule, sent.sanction, sent.days)
    actions.decide_case(entering(request, slug), number_of(case_id), decision)
    return Status(204, None)


@router.delete(f"{CASE}/decision", response={204: None}, operation_id="undoDecision")
def undo(request: HttpRequest, slug: str, case_id: str) -> Status[None]:
    """One's own decision, within five minutes."""
    actions.undo_decision(entering(request, slug), number_of(case_id))
    return Status(204, None)


@router.post(f"{HOME}/reports", response={204: None}, operation_id="reportObject")
def report(request: HttpRequest, slug: str, sent: CaseReport) -> Status[None]:
    """Report something one may see; many reports on one thing are one case."""
    viewer = entering(request, slug)
    actions.flag(viewer, sent.type, number_of(sent.id), rule_key=sent.rule, note=sent.note)
    return Status(204, None)


@router.get(f"{HOME}/rules", response=RuleBook, operation_id="getRules")
def get_rules(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The rules in force."""
    book = queries.rules_for(entering(request, slug, door="visitors"))
    if book is None:
        return {"number": 0, "preface": "", "published_at": None, "rules": []}
    return {
        "number": book.number,
        "preface": book.preface,
        "published_at": book.published_at,
        "rules": [_rule(one) for one in book.rules],
    }


@router.put(f"{HOME}/rules/acknowledgement", response={204: None}, operation_id="acknowledgeRules")
def acknowledge(request: HttpRequest, slug: str) -> Status[None]:
    """Say that one has read the rules in force and goes by them."""
    actions.acknowledge_rules(entering(request, slug))
    return Status(204, None)


@router.get(f"{HOME}/log", response=StaffActs, operation_id="listPublicActs")
def public_log(
    request: HttpRequest, slug: str, wanted: Annotated[StaffActsPage, Query()]
) -> dict[str, Any]:
    """Every act of the team without names or words, for all who may read here."""
    viewer = entering(request, slug, door="visitors")
    page = queries.public_log(viewer, wanted.cursor or None)
    return {
        "items": [_act(one) for one in page.items],
        "next_cursor": page.next_cursor,
        "days": _days(queries.act_counts(viewer)),
    }


@router.get(f"{HOME}/staff-log", response=StaffActs, operation_id="listStaffActs")
def staff_log(
    request: HttpRequest, slug: str, wanted: Annotated[StaffActsPage, Query()]
) -> dict[str, Any]:
    """The same acts with names, for the team."""
    viewer = entering(request, slug)
    page = queries.staff_log(viewer, wanted.cursor or None)
    return {
        "items": [_act(one) for one in page.items],
        "next_cursor": page.next_cursor,
        "days": _days(queries.act_counts(viewer)),
    }


def _line(one: CaseLine) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": one.title,
        "author": one.author.handle if one.author else "",
        "is_held": one.is_held,
        "state": one.state,
        "reports": one.flag_count,
        "signals": list(one.signals),
        "score": one.score,
        "opened_at": one.opened_at,
        "is_late": one.is_late,
        "claimed_by": one.claimed_by.handle if one.claimed_by else "",
        "outcome": one.outcome,
        "decided_at": one.decided_at,
    }


def _rule(one: RuleSheet) -> dict[str, Any]:
    ladder = [{"sanction": kind, "days": days} for kind, days in one.ladder]
    names = ("key", "title", "definition", "examples", "correction", "appeal")
    return {**{name: getattr(one, name) for name in names}, "ladder": ladder}


def _act(one: ActLine) -> dict[str, Any]:
    return {
        "name": one.name,
        "facts": dict(one.facts),
        "rule": one.rule,
        "happened_at": one.happened_at,
        "by": one.by.handle if one.by else "",
        "about": one.about.handle if one.about else "",
    }


def _days(counts: list[tuple[date, int]]) -> list[dict[str, Any]]:
    return [{"day": on, "count": count} for on, count in counts]
