"""Requests to join: asked, withdrawn, listed, decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Query, Schema, Status

from qunluo.people.communities import actions, queries
from qunluo.people.communities.api.routes import COMMUNITY, router
from qunluo.people.communities.api.shapes import (
    Person,
    Walk,
    maybe_person,
    number_of,
    page_as,
    person_of,
)
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

REQUESTS = f"{COMMUNITY}/join-requests"
ONE = f"{REQUESTS}/{{request_id}}"
Reply = Annotated[str, Field(max_length=1_000)]


class JoinAnswer(Schema):
    question: str
    answer: str


class JoinRequest(Schema):
    """`state`: waiting, approved, declined, withdrawn."""

    id: str
    person: Person
    answers: list[JoinAnswer]
    state: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: Person | None
    reason: str


class JoinRequestPage(Schema):
    items: list[JoinRequest]
    next_cursor: str | None
    previous_cursor: str | None


class RequestWish(Walk):
    """`state`: waiting, the longest waiting first; or decided, the newest first."""

    state: Literal["waiting", "decided"] = "waiting"


class NewRequest(Schema):
    """Answers by the id of the question, as `getMembership` tells them."""

    answers: Annotated[dict[str, Reply], Field(max_length=50)] = {}


class MadeRequest(Schema):
    id: str


class Declining(Schema):
    """The asker reads the reason."""

    reason: Annotated[str, Field(min_length=1, max_length=300, examples=["Please say why."])]


@router.get(REQUESTS, response=JoinRequestPage, operation_id="listJoinRequests")
def list_requests(
    request: HttpRequest, slug: str, wanted: Annotated[RequestWish, Query()]
) -> dict[str, Any]:
    """For those who decide on joining."""
    viewer = entering(request, slug)
    page = queries.requests_for(viewer, wanted.state, wanted.cursor, size=wanted.size)
    return page_as(page, _request)


@router.post(REQUESTS, response={201: MadeRequest}, operation_id="requestToJoin")
def request_to_join(request: HttpRequest, slug: str, sent: NewRequest) -> Status[dict[str, str]]:
    """Ask to be let into a community that reviews."""
    answers = {number_of(one): answer for one, answer in sent.answers.items()}
    made = actions.request_to_join(entering(request, slug, door="signed_in"), answers)
    return Status(201, {"id": str(made)})


@router.delete(REQUESTS, response={204: None}, operation_id="withdrawJoinRequest")
def withdraw(request: HttpRequest, slug: str) -> Status[None]:
    """Take back one's own waiting request."""
    actions.withdraw_request(entering(request, slug, door="signed_in"))
    return Status(204, None)


@router.post(f"{ONE}/approval", response={204: None}, operation_id="approveJoinRequest")
def approve(request: HttpRequest, slug: str, request_id: str) -> Status[None]:
    actions.approve_join(entering(request, slug), number_of(request_id))
    return Status(204, None)


@router.post(f"{ONE}/refusal", response={204: None}, operation_id="declineJoinRequest")
def decline(request: HttpRequest, slug: str, request_id: str, sent: Declining) -> Status[None]:
    viewer = entering(request, slug)
    actions.decline_join(viewer, number_of(request_id), reason=sent.reason)
    return Status(204, None)


def _request(sheet: queries.RequestSheet) -> dict[str, Any]:
    return {
        "id": str(sheet.id),
        "person": person_of(sheet.person),
        "answers": [{"question": asked, "answer": said} for asked, said in sheet.answers],
        "state": sheet.state,
        "asked_at": sheet.asked_at,
        "decided_at": sheet.decided_at,
        "decided_by": maybe_person(sheet.decided_by),
        "reason": sheet.reason,
    }
