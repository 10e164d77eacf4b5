"""Alerts for programs: what stands out, whose it is, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Router, Schema, Status

from qunluo.insight.alerts import actions, queries
from qunluo.kernel.refusal import missing
from qunluo.people.communities.web import entering

if TYPE_CHECKING:
    from django.http import HttpRequest

    from qunluo.insight.alerts.queries import AlertLine, RuleRow

router = Router(tags=["alerts"])
ALL = "/communities/{slug}/alerts"
ONE = f"{ALL}/{{alert_id}}"
RULES = "/communities/{slug}/alert-rules"
DAYS = "/communities/{slug}/known-days"


class Alert(Schema):
    """`figure` and `expected` are words in the reader's language; `space` "" is everywhere."""

    id: str
    title: str
    metric: str
    space: str
    by: str
    first: date
    direction: str
    figure: str
    expected: str
    change: str
    state: str
    outcome: str
    owner: str | None
    opened_at: datetime


class Place(Schema):
    """One period by its short name; null: nothing is known."""

    label: str
    value: float | None
    low: float | None
    high: float | None


class Closing(Schema):
    outcome: Literal["true", "false", "known"]
    reason: Annotated[str, Field(max_length=500)] = ""
    day_name: Annotated[str, Field(max_length=120)] = ""


class Rule(Schema):
    """`score`-like fields as on the page; counts are of closed alerts by outcome."""

    id: str
    metric: str
    space: str | None
    by: str
    method: str
    direction: str
    sensitivity: str
    change: int
    least: int
    limit: float | None
    owner: str | None
    is_on: bool
    muted_until: date | None
    judged_until: date | None
    real: int
    false_alarms: int
    explained: int


class NewRule(Schema):
    """`space`: the id of one, as in `listSpaces`; none: the whole community."""

    metric: str
    space: str | None = None
    by: Literal["day", "week"] = "day"
    method: Literal["unusual", "shift", "above", "below"] = "unusual"
    direction: Literal["up", "down", "both"] = "both"
    sensitivity: Literal["low", "normal", "high"] = "normal"
    change: Annotated[int, Field(ge=0, le=1000)] = 20
    least: Annotated[int, Field(ge=1, le=10**6)] = 10
    limit: float | None = None
    owner: str | None = None
    is_on: bool = True


class KnownDays(Schema):
    id: str
    first: date
    last: date
    name: str
    is_yearly: bool


class NewDays(Schema):
    first: date
    last: date
    name: Annotated[str, Field(min_length=1, max_length=120)]
    is_yearly: bool = False


class Made(Schema):
    id: str


State = Literal["waiting", "open", "taken", "closed"]


@router.get(ALL, response=list[Alert], operation_id="listAlerts")
def list_alerts(request: HttpRequest, slug: str, state: State = "waiting") -> list[dict[str, Any]]:
    """The newest two hundred."""
    return [_plain(line) for line in queries.listed(entering(request, slug), state)]


@router.get(ONE, response=Alert, operation_id="getAlert")
def get_alert(request: HttpRequest, slug: str, alert_id: str) -> dict[str, Any]:
    return _plain(queries.sheet(entering(request, slug), number_of(alert_id)).line)


@router.get(f"{ONE}/series", response=list[Place], operation_id="getAlertSeries")
def get_series(request: HttpRequest, slug: str, alert_id: str) -> list[dict[str, Any]]:
    """The numbers around it, and between which each would have been usual."""
    chart = queries.sheet(entering(request, slug), number_of(alert_id)).chart
    if chart is None:
        raise missing()
    bands = chart.band or (None,) * len(chart.labels)
    return [
        {"label": label, "value": value, "low": pair and pair[0], "high": pair and pair[1]}
        for label, value, pair in zip(chart.labels, chart.series[0].values, bands, strict=True)
    ]


@router.post(f"{ONE}/taking", response={204: None}, operation_id="takeAlert")
def take(request: HttpRequest, slug: str, alert_id: str) -> Status[None]:
    actions.take_alert(entering(request, slug), number_of(alert_id))
    return Status(204, None)


@router.post(f"{ONE}/release", response={204: None}, operation_id="releaseAlert")
def release(request: HttpRequest, slug: str, alert_id: str) -> Status[None]:
    actions.release_alert(entering(request, slug), number_of(alert_id))
    return Status(204, None)


@router.post(f"{ONE}/closure", response={204: None}, operation_id="closeAlert")
def close(request: HttpRequest, slug: str, alert_id: str, sent: Closing) -> Status[None]:
    viewer = entering(request, slug)
    actions.close_alert(viewer, number_of(alert_id), **sent.model_dump())
    return Status(204, None)


@router.post(f"{ONE}/reopening", response={204: None}, operation_id="reopenAlert")
def reopen(request: HttpRequest, slug: str, alert_id: str) -> Status[None]:
    actions.reopen_alert(entering(request, slug), number_of(alert_id))
    return Status(204, None)


@router.get(RULES, response=list[Rule], operation_id="listAlertRules")
def list_rules(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    return [_rule(row) for row in queries.rules_for(entering(request, slug))]


@router.post(RULES, response={201: Made}, operation_id="makeAlertRule")
def make_rule(request: HttpRequest, slug: str, sent: NewRule) -> Status[dict[str, str]]:
    made = actions.save_rule(entering(request, slug), _wish(sent))
    return Status(201, {"id": str(made)})


@router.put(f"{RULES}/{{rule_id}}", response={204: None}, operation_id="changeAlertRule")
def change_rule(request: HttpRequest, slug: str, rule_id: str, sent: NewRule) -> Status[None]:
    actions.save_rule(entering(request, slug), _wish(sent), rule_id=number_of(rule_id))
    return Status(204, None)


@router.delete(f"{RULES}/{{rule_id}}", response={204: None}, operation_id="retireAlertRule")
def retire_rule(request: HttpRequest, slug: str, rule_id: str) -> Status[None]:
    actions.retire_rule(entering(request, slug), number_of(rule_id))
    return Status(204, None)


@router.get(DAYS, response=list[KnownDays], operation_id="listKnownDays")
def list_days(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    rows = queries.known_days(entering(request, slug))
    return [{**vars(row), "id": str(row.id)} for row in rows]


@router.post(DAYS, response={201: Made}, operation_id="nameKnownDays")
def name_days(request: HttpRequest, slug: str, sent: NewDays) -> Status[dict[str, str]]:
    told = sent.model_dump()
    made = actions.name_day(entering(request, slug), told.pop("name"), **told)
    return Status(201, {"id": str(made)})


@router.delete(f"{DAYS}/{{day_id}}", response={204: None}, operation_id="strikeKnownDays")
def strike_days(request: HttpRequest, slug: str, day_id: str) -> Status[None]:
    actions.strike_day(entering(request, slug), number_of(day_id))
    return Status(204, None)


def _wish(sent: NewRule) -> actions.RuleWish:
    told = sent.model_dump(exclude={"metric", "owner", "space"})
    told["owner_id"] = number_of(sent.owner) if sent.owner else None
    told["space_id"] = number_of(sent.space) if sent.space else None
    return actions.RuleWish(metric_id=sent.metric, **told)


def _plain(line: AlertLine) -> dict[str, Any]:
    names = ("title", "space", "by", "first", "direction", "figure", "expected", "change", "state")
    more = ("outcome", "opened_at")
    return {
        "id": str(line.id),
        "metric": line.metric_id,
        "owner": line.owner.name if line.owner else None,
        **{name: getattr(line, name) for name in (*names, *more)},
    }


def _rule(row: RuleRow) -> dict[str, Any]:
    names = ("by", "method", "direction", "sensitivity", "change", "least", "limit", "is_on")
    more = ("muted_until", "judged_until", "real", "false_alarms", "explained")
    return {
        "id": str(row.id),
        "metric": row.metric_id,
        "space": str(row.space_id) if row.space_id else None,
        "owner": row.owner.name if row.owner else None,
        **{name: getattr(row, name) for name in (*names, *more)},
    }


def number_of(given: str) -> int:
    """An opaque id as the number it is; anything else is missing."""
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise missing()
    return int(given)
