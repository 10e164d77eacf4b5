"""One's own standing and appeals for programs: seen, made, decided by somebody without part."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Schema, Status

from qunluo.people.communities.web import entering
from qunluo.people.moderation import actions, queries, rules
from qunluo.people.moderation.api.routes import HOME, number_of, router

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.people.moderation.queries import (
        AppealSheet,
        DecidedCase,
        RemovalAppealSheet,
        SanctionSheet,
    )

STANDING = f"{HOME}/standing"
APPEALS = f"{HOME}/appeals"


class OwnAppeal(Schema):
    """`outcome` is empty while it waits; `answer` is what the decider wrote."""

    id: str
    text: str
    made_at: datetime
    due_at: datetime
    outcome: Literal["", "upheld", "shortened", "overturned"]
    answer: str


class OwnSanction(Schema):
    """`state`: running, over, lifted, overturned. `may_appeal`: now."""

    id: str
    kind: str
    rule: str
    reason: str
    began_at: datetime
    ends_at: datetime | None
    state: str
    appeal: OwnAppeal | None
    may_appeal: bool


class OwnCase(Schema):
    """A decision on what one wrote; `outcome`: held, kept, removed, undone. Appeal by its `id`."""

    id: str
    title: str
    outcome: str
    rule: str
    reason: str
    decided_at: datetime | None
    appeal: OwnAppeal | None
    may_appeal: bool


class Standing(Schema):
    sanctions: list[OwnSanction]
    decisions: list[OwnCase]


class NewAppeal(Schema):
    text: Annotated[str, Field(max_length=2000)]


class MadeAppeal(Schema):
    id: str


class WaitingAppeal(OwnAppeal):
    """`against`: a sanction (`kind` says which) or the removal of something (`kind` empty).

    `author` and `by` are handles: who appeals, and who decided first. `may_decide`: the caller, now.
    """

    against: Literal["sanction", "removal"]
    kind: str
    title: str
    reason: str
    author: str
    by: str
    is_late: bool
    may_decide: bool


class SanctionAnswer(Schema):
    outcome: Literal["upheld", "shortened", "overturned"]
    answer: Annotated[str, Field(max_length=2000)]


class RemovalAnswer(Schema):
    outcome: Literal["upheld", "overturned"]
    answer: Annotated[str, Field(max_length=2000)]


@router.get(STANDING, response=Standing, operation_id="getOwnStanding")
def standing(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One's own sanctions, and decisions on what one wrote; also for those shut out."""
    viewer = entering(request, slug, door="signed_in")
    rules.refuse_strangers(viewer)
    sheet = queries.my_standing(viewer)
    return {
        "sanctions": [_sanction(one) for one in sheet.sanctions],
        "decisions": [_case(one) for one in sheet.decisions],
    }


@router.post(
    f"{STANDING}/sanctions/{{sanction_id}}/appeal",
    response={201: MadeAppeal},
    operation_id="appealSanction",
)
def appeal_sanction(
    request: HttpRequest, slug: str, sanction_id: str, sent: NewAppeal
) -> Status[dict[str, str]]:
    """Once, within thirty days; somebody else than who gave it answers within 72 hours."""
    viewer = entering(request, slug, door="signed_in")
    rules.refuse_strangers(viewer)
    return Status(201, {"id": str(actions.appeal(viewer, number_of(sanction_id), sent.text))})


@router.post(
    f"{STANDING}/cases/{{case_id}}/appeal",
    response={201: MadeAppeal},
    operation_id="appealRemoval",
)
def appeal_removal(
    request: HttpRequest, slug: str, case_id: str, sent: NewAppeal
) -> Status[dict[str, str]]:
    """Against the removal or the holding of what one wrote; once, within thirty days."""
    viewer = entering(request, slug, door="signed_in")
    rules.refuse_strangers(viewer)
    return Status(201, {"id": str(actions.appeal_removal(viewer, number_of(case_id), sent.text))})


@router.get(APPEALS, response=list[WaitingAppeal], operation_id="listAppeals")
def list_appeals(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """Those that wait first, against sanctions and against removals, by when an answer is due."""
    viewer = entering(request, slug)
    found = [
        *(_against_sanction(one) for one in queries.open_appeals(viewer)),
        *(_against_removal(one) for one in queries.removal_appeals(viewer)),
    ]
    return sorted(found, key=lambda one: (bool(one["outcome"]), one["due_at"]))


@router.put(
    f"{APPEALS}/sanctions/{{appeal_id}}/decision",
    response={204: None},
    operation_id="decideAppeal",
)
def decide(request: HttpRequest, slug: str, appeal_id: str, sent: SanctionAnswer) -> Status[None]:
    """By somebody without part in it; the member reads the answer."""
    viewer = entering(request, slug)
    actions.decide_appeal(viewer, number_of(appeal_id), sent.outcome, answer=sent.answer)
    return Status(204, None)


@router.put(
    f"{APPEALS}/removals/{{appeal_id}}/decision",
    response={204: None},
    operation_id="decideRemovalAppeal",
)
def decide_removal(
    request: HttpRequest, slug: str, appeal_id: str, sent: RemovalAnswer
) -> Status[None]:
    """By somebody without part in it; overturned, what was removed is visible again."""
    viewer = entering(request, slug)
    actions.decide_removal_appeal(viewer, number_of(appeal_id), sent.outcome, answer=sent.answer)
    return Status(204, None)


def _appeal(one: AppealSheet | RemovalAppealSheet) -> dict[str, Any]:
    names = ("text", "made_at", "due_at", "outcome", "answer")
    return {"id": str(one.id), **{name: getattr(one, name) for name in names}}


def _sanction(one: SanctionSheet) -> dict[str, Any]:
    names = ("kind", "rule", "reason", "began_at", "ends_at", "state", "may_appeal")
    return {
        "id": str(one.id),
        **{name: getattr(one, name) for name in names},
        "appeal": _appeal(one.appeal) if one.appeal else None,
    }


def _case(one: DecidedCase) -> dict[str, Any]:
    names = ("title", "outcome", "rule", "reason", "decided_at", "may_appeal")
    return {
        "id": str(one.id),
        **{name: getattr(one, name) for name in names},
        "appeal": _appeal(one.appeal) if one.appeal else None,
    }


def _against_sanction(one: SanctionSheet) -> dict[str, Any]:
    made = one.appeal
    if made is None:
        # open_appeals gives none without one.
        raise ValueError(one.id)
    return {
        **_appeal(made),
        "against": "sanction",
        "kind": one.kind,
        "title": one.what,
        "reason": one.reason,
        "author": one.member.handle if one.member else "",
        "by": one.given_by.handle if one.given_by else "",
        "is_late": made.is_late,
        "may_decide": made.may_decide,
    }


def _against_removal(one: RemovalAppealSheet) -> dict[str, Any]:
    return {
        **_appeal(one),
        "against": "removal",
        "kind": "",
        "title": one.title,
        "reason": one.reason,
        "author": one.author.handle if one.author else "",
        "by": one.removed_by.handle if one.removed_by else "",
        "is_late": one.is_late,
        "may_decide": one.may_decide,
    }
