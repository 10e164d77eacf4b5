"""Answers of surveys and costs, as other programs know them; each counts once by its reference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from qunluo.insight.metrics import actions
from qunluo.insight.metrics.actions import AnswerRow, CostRow, Entered
from qunluo.insight.metrics.api.figures import router
from qunluo.insight.metrics.queries import noting
from qunluo.insight.metrics.rules import ENTER
from qunluo.kernel import clock
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

OLDEST = datetime(1970, 1, 2, tzinfo=UTC)
NEWEST = datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=OLDEST, le=NEWEST)]
Reference = Annotated[str, Field(min_length=1, max_length=80)]


class Answer(Schema):
    """`score`: 0 to 10 of an nps survey, 1 to 5 of a csat one."""

    reference: Reference
    score: Annotated[int, Field(ge=0, le=10)]
    answered_at: Moment


class Answers(Schema):
    """`people`: how many were asked. A survey is known by its name."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["nps", "csat"]
    asked_at: Moment
    people: Annotated[int, Field(ge=0, le=10**8)]
    rows: Annotated[list[Answer], Field(min_length=1, max_length=1000)]


class Spent(Schema):
    """`minor`: money in minor units (cents, fen). `hours` of work."""

    reference: Reference
    spent_on: Annotated[date, Field(ge=OLDEST.date(), le=NEWEST.date())]
    category: Annotated[str, Field(max_length=60)]
    minor: Annotated[int, Field(ge=-(10**14), le=10**14)] = 0
    hours: Annotated[Decimal, Field(ge=0, le=10**5, max_digits=8, decimal_places=2)] = Decimal(0)


class Costs(Schema):
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    rows: Annotated[list[Spent], Field(min_length=1, max_length=1000)]


class Kept(Schema):
    """How many rows are new, and how many were known before."""

    kept: int
    known: int


class Survey(Schema):
    name: str
    kind: str
    asked_at: datetime
    people: int
    answers: int


@router.get("/communities/{slug}/surveys", response=list[Survey], operation_id="listSurveys")
def list_surveys(request: HttpRequest, slug: str) -> list[noting.SurveyRow]:
    """The latest thirty with how many answered."""
    viewer = entering(request, slug)
    viewer.require(ENTER)
    return noting.surveys(viewer)


@router.post("/communities/{slug}/surveys/answers", response=Kept, operation_id="enterAnswers")
def enter_answers(request: HttpRequest, slug: str, sent: Answers) -> Entered:
    """Send a wave in parts of up to 1,000; sent again, nothing counts twice."""
    now = clock.now()
    rows = [
        AnswerRow(row.reference, row.score, min(row.answered_at.astimezone(UTC), now))
        for row in sent.rows
    ]
    return actions.enter_answers(
        entering(request, slug),
        sent.name,
        sent.kind,
        asked_at=sent.asked_at.astimezone(UTC),
        people=sent.people,
        rows=rows,
    )


@router.post("/communities/{slug}/costs", response=Kept, operation_id="enterCosts")
def enter_costs(request: HttpRequest, slug: str, sent: Costs) -> Entered:
    """Send costs in parts of up to 1,000; sent again, nothing counts twice."""
    rows = [
        CostRow(row.reference, row.spent_on, row.category, row.minor, sent.currency, row.hours)
        for row in sent.rows
    ]
    return actions.enter_costs(entering(request, slug), rows)
