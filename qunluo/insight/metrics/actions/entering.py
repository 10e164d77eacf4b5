"""What is brought in from elsewhere: answers of surveys, and costs, each once by its reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.activities import AnswerGiven, CostRecorded, SurveyAsked
from qunluo.insight.metrics.models import Cost, Survey, SurveyAnswer
from qunluo.insight.metrics.rules import ENTER
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, missing
from qunluo.kernel.stream.record import record_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from qunluo.kernel.viewer import Viewer

MOST_ROWS = 1000
SCALES = {"nps": (0, 10), "csat": (1, 5)}


@dataclass(frozen=True)
class AnswerRow:
    """`reference`: what the source calls the answer; it counts once."""

    reference: str
    score: int
    answered_at: datetime


@dataclass(frozen=True)
class CostRow:
    """`minor`: money in minor units (cents, fen); `hours` of work."""

    reference: str
    spent_on: date
    category: str
    minor: int
    currency: str
    hours: Decimal


@dataclass(frozen=True)
class Entered:
    """How many rows are new, and how many were known before."""

    kept: int
    known: int


@action
def enter_answers(
    actor: Viewer,
    name: str,
    kind: str,
    *,
    asked_at: datetime,
    people: int,
    rows: Sequence[AnswerRow],
) -> Entered:
    """Keep answers of a survey by its name; what is known by its reference is left as it is.

    `people`: how many were asked. At most 1,000 rows at a time. Refuses with `metrics.bad_scale`,
    `metrics.bad_scores`, `metrics.too_many_rows`, `metrics.other_survey`.
    """
    actor.require(ENTER)
    _check_scores(kind, rows)
    survey = _survey(actor, name, kind, asked_at, people)
    wanted = {row.reference: row for row in rows}
    known = set(survey.answers.filter(reference__in=wanted).values_list("reference", flat=True))
    fresh = [row for reference, row in wanted.items() if reference not in known]
    # Leans on metrics_answer_once.
    made = SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            survey=survey, reference=row.reference, score=row.score, answered_at=row.answered_at
        )
        for row in fresh
    )
    record_many(
        [
            (
                AnswerGiven(
                    object_id=answer.pk,
                    community_id=actor.community_id,
                    actor_key=None,
                    kind=kind,
                    score=answer.score,
                ),
                answer.answered_at,
            )
            for answer in made
        ]
    )
    return Entered(len(made), len(rows) - len(made))


def _check_scores(kind: str, rows: Sequence[AnswerRow]) -> None:
    if kind not in SCALES:
        raise Invalid("metrics.bad_scale", _("A survey is of the kind nps (0–10) or csat (1–5)."))
    _check_count(rows)
    low, high = SCALES[kind]
    for row in rows:
        if not low <= row.score <= high:
            raise Invalid(
                "metrics.bad_scores",
                _("Answer %(reference)s: a score of this survey lies between %(low)s and %(high)s.")
                % {"reference": row.reference, "low": low, "high": high},
            )


def _check_count(rows: Sequence[object]) -> None:
    if len(rows) > MOST_ROWS:
        raise Invalid(
            "metrics.too_many_rows", _("Send at most 1,000 rows at a time, in several parts.")
        )


def _survey(actor: Viewer, name: str, kind: str, asked_at: datetime, people: int) -> Survey:
    if actor.community_id is None:
        raise missing()
    survey, is_new = Survey.objects.get_or_create(
        community_id=actor.community_id,
        name=name,
        defaults={"kind": kind, "asked_at": asked_at, "people": people},
    )
    if survey.kind != kind:
        raise Refusal(
            "metrics.other_survey",
            _("A survey of this name is of another kind. Give this one a name of its own."),
        )
    if is_new:
        told = SurveyAsked(
            object_id=survey.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            kind=kind,
            people=people,
        )
        record_many([(told, min(asked_at, clock.now()))])
    return survey


@action
def enter_costs(actor: Viewer, rows: Sequence[CostRow]) -> Entered:
    """Keep costs; what is known by its reference is left as it is. At most 1,000 rows at a time.

    Refuses with `metrics.too_many_rows`, `metrics.other_currency` (one currency per community).
    """
    actor.require(ENTER)
    if actor.community_id is None:
        raise missing()
    _check_count(rows)
    known = Cost.objects.filter(community_id=actor.community_id)
    currencies = {row.currency for row in rows} | set(
        known.order_by().values_list("currency", flat=True).distinct()
    )
    if len(currencies) > 1:
        raise Refusal(
            "metrics.other_currency",
            _("All costs of a community are in one currency. Convert these first."),
        )
    wanted = {row.reference: row for row in rows}
    old = set(known.filter(reference__in=wanted).values_list("reference", flat=True))
    # Leans on metrics_cost_once.
    made = Cost.objects.bulk_create(
        Cost(
            community_id=actor.community_id,
            reference=row.reference,
            spent_on=row.spent_on,
            category=row.category,
            minor=row.minor,
            currency=row.currency,
            hours=row.hours,
        )
        for reference, row in wanted.items()
        if reference not in old
    )
    record_many([(_told(actor, cost), _noon(actor, cost.spent_on)) for cost in made])
    return Entered(len(made), len(rows) - len(made))


def _told(actor: Viewer, cost: Cost) -> CostRecorded:
    return CostRecorded(
        object_id=cost.pk,
        community_id=actor.community_id,
        actor_key=actor.actor_key,
        category=cost.category,
        minor=cost.minor,
        currency=cost.currency,
        hours=float(cost.hours),
    )


def _noon(actor: Viewer, day: date) -> datetime:
    """A day's costs lie in the middle of it, in the zone in which they were written down."""
    return min(datetime.combine(day, time(12), actor.timezone).astimezone(UTC), clock.now())
