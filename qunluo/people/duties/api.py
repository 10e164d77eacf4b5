"""The table of work for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering
from qunluo.people.duties import actions, queries
from qunluo.people.duties.rules import require_worker

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.people.duties.queries import DutySheet

router = Router(tags=["duties"])
DUTIES = "/communities/{slug}/duties"


class Duty(Schema):
    """`what` says what to do, `title` about what; `claimed_by` is a handle or empty."""

    id: str
    kind: str
    what: str
    title: str
    address: str
    opened_at: datetime
    due_at: datetime | None
    is_overdue: bool
    claimed_by: str
    is_mine: bool


class DutyList(Schema):
    """The first hundred, most urgent first; `waiting` is how many there are."""

    items: list[Duty]
    waiting: int


class DutyWish(Schema):
    """`kind` such as `communities.join`; empty means all."""

    kind: Annotated[str, Field(max_length=60)] = ""


@router.get(DUTIES, response=DutyList, operation_id="listDuties")
def list_duties(
    request: HttpRequest, slug: str, wanted: Annotated[DutyWish, Query()]
) -> dict[str, Any]:
    """What waits for whoever asks, in this community."""
    viewer = entering(request, slug)
    require_worker(viewer)
    found = queries.open_duties(viewer, wanted.kind, limit=100)
    return {
        "items": [_duty(one) for one in found],
        "waiting": queries.waiting_work(viewer).waiting,
    }


@router.post(f"{DUTIES}/next", response=Duty, operation_id="takeNextDuty")
def take_next(request: HttpRequest, slug: str, sent: DutyWish) -> dict[str, Any]:
    """Claim the most urgent free work."""
    taken = actions.take_next(entering(request, slug), sent.kind)
    return _duty(taken) | {"is_mine": True}


@router.put(f"{DUTIES}/{{duty_id}}/claim", response={204: None}, operation_id="claimDuty")
def claim(request: HttpRequest, slug: str, duty_id: str) -> Status[None]:
    """Say that one is at it; the others see it for eight hours."""
    actions.claim(entering(request, slug), _number(duty_id))
    return Status(204, None)


@router.delete(f"{DUTIES}/{{duty_id}}/claim", response={204: None}, operation_id="releaseDuty")
def release(request: HttpRequest, slug: str, duty_id: str) -> Status[None]:
    """Put one's own work back."""
    actions.release(entering(request, slug), _number(duty_id))
    return Status(204, None)


def _duty(sheet: DutySheet) -> dict[str, Any]:
    return {
        "id": str(sheet.id),
        "kind": sheet.kind,
        "what": str(sheet.what),
        "title": sheet.title,
        "address": sheet.address,
        "opened_at": sheet.opened_at,
        "due_at": sheet.due_at,
        "is_overdue": sheet.is_overdue,
        "claimed_by": sheet.claimed_by.handle if sheet.claimed_by else "",
        "is_mine": sheet.is_mine,
    }


def _number(opaque: str) -> int:
    if not (opaque.isascii() and opaque.isdigit() and len(opaque) < 19):
        raise missing()
    return int(opaque)
