"""Set what a figure should come to in a period, and take that back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.stream.record import record
from qunluo.steer.reports import queries
from qunluo.steer.reports.activities import GoalDropped, GoalSet
from qunluo.steer.reports.models import ReportGoal
from qunluo.steer.reports.rules import SET_GOALS

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

SIDES = frozenset({"least", "most"})


@action
def set_goal(actor: Viewer, metric: str, span: str, *, day: date, side: str, value: float) -> int:
    """Set the goal of a figure for the week, month, quarter or year that holds the day; its id.

    `value` is in the metric's own unit, a share as a fraction; `side` is least or most. An earlier
    goal of the same figure and period ends. Refuses `not_permitted`, `reports.goal_metric`,
    `reports.goal_span`, `reports.goal_side`, `reports.goal_value`.
    """
    actor.require(SET_GOALS)
    _ask(metric, span, side)
    _ask_value(metric, value)
    mark = metrics.watermark(actor.community_id)
    calendar = metrics.calendar_of(actor.community_id or 0, mark.number)
    place: dict[str, Any] = {
        "community_id": actor.community_id,
        "metric": metric,
        "span": span,
        "starts_on": calendar.start_of(span, day),  # type: ignore[arg-type]
    }
    now = clock.now()
    # Leans on reports_one_goal.
    ReportGoal.objects.filter(**place, ended_at=None).update(ended_at=now)
    member_id = actor.require_member_id()
    goal = ReportGoal.objects.create(
        **place, side=side, value=value, set_by_id=member_id, set_at=now
    )
    told = {"metric": metric, "span": span, "starts_on": place["starts_on"].isoformat()}
    record(GoalSet(object_id=goal.pk, **_told(actor), **told, side=side, value=value))
    return goal.pk


def _ask(metric: str, span: str, side: str) -> None:
    if metric not in dict(queries.goal_choices()):
        raise Invalid(
            "reports.goal_metric",
            _("Choose a figure that the report holds."),
            fields={"metric": _("Not a figure of the report.")},
        )
    if span not in queries.GOAL_SPANS:
        raise Invalid(
            "reports.goal_span", _("A goal is set for a week, a month, a quarter or a year.")
        )
    if side not in SIDES:
        raise Invalid("reports.goal_side", _("Say whether it is at least or at most the value."))


def _ask_value(metric: str, value: float) -> None:
    is_share = metrics.definition(metric).unit == "share"
    if not math.isfinite(value) or value < 0 or (is_share and value > 1):
        told = _("Give a number of nought or more; a share lies between 0 and 100 %.")
        raise Invalid("reports.goal_value", told, fields={"value": told})


@action
def drop_goal(actor: Viewer, goal_id: int) -> None:
    """Take a goal back; reports that were measured against it keep it.

    Refuses `not_permitted`, `missing`.
    """
    actor.require(SET_GOALS)
    goal = queries.goal_for(actor, goal_id)
    goal.ended_at = clock.now()
    goal.save(update_fields=["ended_at"])
    record(GoalDropped(object_id=goal.pk, **_told(actor)))


def _told(actor: Viewer) -> dict[str, Any]:
    return {"community_id": actor.community_id, "actor_key": actor.actor_key}
