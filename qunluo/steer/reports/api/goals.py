"""Goals for programs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ninja import Schema, Status

from qunluo.people.communities.web import entering
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.api.routes import router

if TYPE_CHECKING:
    from django.http import HttpRequest

PLACE = "/communities/{slug}/report-goals"


class GoalOut(Schema):
    """`value` is in the metric's own unit, a share as a fraction; `side`: least or most."""

    id: str
    metric: str
    name: str
    unit: str
    span: str
    starts_on: date
    period: str
    side: str
    value: float


class GoalIn(Schema):
    metric: str
    span: Literal["week", "month", "quarter", "year"] = "month"
    day: date
    side: Literal["least", "most"] = "least"
    value: float


@router.get(PLACE, response=list[GoalOut], operation_id="listReportGoals")
def list_goals(request: HttpRequest, slug: str) -> list[GoalOut]:
    """The goals that hold, newest period first."""
    return [_out(line) for line in queries.goals_for(entering(request, slug))]


@router.post(PLACE, response={201: GoalOut}, operation_id="setReportGoal")
def set_goal(request: HttpRequest, slug: str, told: GoalIn) -> tuple[int, GoalOut]:
    """Set the goal of a figure for the period that holds the day; an earlier one of it ends."""
    viewer = entering(request, slug)
    goal_id = actions.set_goal(
        viewer, told.metric, told.span, day=told.day, side=told.side, value=told.value
    )
    lines = {line.id: line for line in queries.goals_for(viewer)}
    return 201, _out(lines[goal_id])


@router.delete(PLACE + "/{goal_id}", response={204: None}, operation_id="dropReportGoal")
def drop_goal(request: HttpRequest, slug: str, goal_id: int) -> Status[None]:
    """Reports that were measured against it keep it."""
    actions.drop_goal(entering(request, slug), goal_id)
    return Status(204, None)


def _out(line: queries.GoalLine) -> GoalOut:
    told = {name: getattr(line, name) for name in GoalOut.model_fields}
    return GoalOut(**{**told, "id": str(line.id)})
