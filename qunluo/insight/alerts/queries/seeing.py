"""Alerts as people see them: lines of a list, and one with all there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count as Counted
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from qunluo.insight.alerts.models import Alert
from qunluo.insight.alerts.queries.drawing import chart_of
from qunluo.insight.alerts.queries.watching import in_sight, rate_text, words_of
from qunluo.insight.alerts.rules import HANDLE, KEEP
from qunluo.insight.metrics.queries import calendar_of, definition
from qunluo.insight.metrics.queries import period_text as period_words
from qunluo.insight.metrics.queries.studies.sheet import count_text
from qunluo.insight.metrics.queries.words import figure_text, unit_text
from qunluo.kernel.objects import ObjectCard
from qunluo.kernel.refusal import one_or_missing
from qunluo.kernel.ui import display
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from qunluo.insight.metrics.queries import By
    from qunluo.kernel.ui.charts import Chart
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

MOST = 200


@dataclass(frozen=True)
class AlertLine:
    """One alert in a list. `figure`, `expected`: ready to read; `change` likewise, "" for none."""

    id: int
    title: str
    metric_id: str
    space: str
    by: str
    when: str
    first: date
    direction: str
    figure: str
    expected: str
    change: str
    state: str
    outcome: str
    owner: Person | None
    opened_at: datetime
    followers: int = 0


@dataclass(frozen=True)
class AlertSheet:
    """`usual`: between which it would not have stood out. `later`: what late records made of it.

    `chart` None: its viewer may not see figures.
    """

    line: AlertLine
    metric: str
    rule: str
    rule_id: int
    usual: str
    score: float
    since: date
    periods: int
    later: str
    version: int
    watermark: int
    reason: str
    closed_by: Person | None
    closed_at: datetime | None
    leader: AlertLine | None
    followers: tuple[AlertLine, ...]
    is_mine: bool
    may_keep: bool
    metric_address: str
    why_address: str
    chart: Chart | None


@dataclass(frozen=True)
class Count:
    """How the community stands with its alerts. `rate` as on a rule, over all of them."""

    open: int
    taken: int
    closed: int
    real: int
    false_alarms: int
    explained: int
    rate: str


def listed(viewer: Viewer, state: str = "waiting", rule_id: int | None = None) -> list[AlertLine]:
    """The newest first; `state`: waiting (open or taken), open, taken, closed. Followers not."""
    viewer.require(HANDLE)
    found = _own(viewer).filter(leader=None)
    if state == "waiting":
        found = found.exclude(state="closed")
    elif state:
        found = found.filter(state=state)
    if rule_id is not None:
        found = found.filter(rule=rule_id)
    return _lines(viewer, list(found.order_by("-opened_at", "-pk")[:MOST]))


def _own(viewer: Viewer) -> QuerySet[Alert]:
    rows = Alert.objects.filter(community_id=viewer.community_id or 0)
    return rows.filter(in_sight(viewer)).select_related("space")


def counts(viewer: Viewer) -> Count:
    """One query."""
    viewer.require(HANDLE)
    told = _own(viewer).filter(leader=None)
    found = told.aggregate(
        open=Counted("pk", filter=Q(state="open")),
        taken=Counted("pk", filter=Q(state="taken")),
        closed=Counted("pk", filter=Q(state="closed")),
        real=Counted("pk", filter=Q(outcome="true")),
        false_alarms=Counted("pk", filter=Q(outcome="false")),
        explained=Counted("pk", filter=Q(outcome="known")),
    )
    judged = found["false_alarms"] + found["real"]
    return Count(**found, rate=rate_text(found["false_alarms"], judged))


def alert_of(viewer: Viewer, alert_id: int) -> Alert:
    """The row for those who deal with alerts; refuses with `not_permitted`, `missing`."""
    viewer.require(HANDLE)
    return one_or_missing(_own(viewer).filter(pk=alert_id))


def sheet(viewer: Viewer, alert_id: int) -> AlertSheet:
    """Refuses with `not_permitted`, `missing`."""
    viewer.require(HANDLE)
    row = one_or_missing(
        _own(viewer).select_related("rule__space", "leader__space").filter(pk=alert_id)
    )
    followers = list(_own(viewer).filter(leader=row).order_by("first", "pk"))
    lines = _lines(viewer, [row, *([row.leader] if row.leader else []), *followers])
    people = communities.persons(viewer.community_id or 0, [row.closed_by_id])
    place = {"community": viewer.community_slug, "metric_id": row.metric_id}
    asked = f"?by={row.by}&on={row.first.isoformat()}"
    asked += f"&space={row.space.slug}" if row.space else ""
    return AlertSheet(
        line=lines[0],
        metric=definition(row.metric_id).name,
        rule=words_of(row.rule),
        rule_id=row.rule_id,
        usual=_usual(viewer, row),
        score=row.score,
        since=row.since,
        periods=row.periods,
        later=_figure(viewer, row, row.later_value) if row.later_value is not None else "",
        version=row.metric_version,
        watermark=row.watermark,
        reason=row.reason,
        closed_by=people.get(row.closed_by_id) if row.closed_by_id else None,
        closed_at=row.closed_at,
        leader=lines[1] if row.leader else None,
        followers=tuple(lines[2 if row.leader else 1 :]),
        is_mine=row.owner_id is not None and row.owner_id == viewer.member_id,
        may_keep=viewer.may(KEEP),
        metric_address=reverse("metrics:metric", kwargs=place) + asked,
        why_address=reverse("metrics:why", kwargs=place) + asked,
        chart=chart_of(viewer, row),
    )


def _usual(viewer: Viewer, row: Alert) -> str:
    low, high = row.low, row.high
    if low is not None and high is not None:
        told = {"low": _figure(viewer, row, low), "high": _figure(viewer, row, high)}
        return _("%(low)s to %(high)s") % told
    if high is not None:
        return _("at most %(value)s") % {"value": _figure(viewer, row, high)}
    return _("at least %(value)s") % {"value": _figure(viewer, row, low)}


def _figure(viewer: Viewer, row: Alert, value: float | None) -> str:
    """A value of the alert's metric; a group too small to show is not told exactly."""
    unit = definition(row.metric_id).unit
    if unit == "people" and value is not None:
        return f"{count_text(viewer, round(value))} {unit_text(unit)}"
    shown = round(value, 1) if value is not None and unit == "items" else value
    return f"{figure_text(shown, unit)} {unit_text(unit)}".strip()


def _lines(viewer: Viewer, rows: Sequence[Alert]) -> list[AlertLine]:
    """Two queries for the names and one for the followers."""
    people = communities.persons(viewer.community_id or 0, [row.owner_id for row in rows])
    leads = Alert.objects.filter(leader__in=[row.pk for row in rows]).values("leader")
    following = {one["leader"]: one["n"] for one in leads.annotate(n=Counted("pk"))}
    return [_line(viewer, row, people, following.get(row.pk, 0)) for row in rows]


def _line(viewer: Viewer, row: Alert, people: Mapping[int, Person], followers: int) -> AlertLine:
    return AlertLine(
        id=row.pk,
        title=_title(row),
        metric_id=row.metric_id,
        space=row.space.name if row.space else "",
        by=row.by,
        when=_when(row),
        first=row.first,
        direction=row.direction,
        figure=_figure(viewer, row, row.value),
        expected=_figure(viewer, row, row.expected),
        change=_change(row),
        state=row.state,
        outcome=row.outcome,
        owner=people.get(row.owner_id) if row.owner_id else None,
        opened_at=row.opened_at,
        followers=followers,
    )


def _change(row: Alert) -> str:
    if not row.expected:
        return ""
    moved = (row.value - row.expected) / row.expected
    return f"{'+' if moved > 0 else '−'}{abs(moved) * 100:.0f}%"


def _title(row: Alert) -> str:
    name = definition(row.metric_id).name
    if row.space:
        name = _("%(metric)s (%(space)s)") % {"metric": name, "space": row.space.name}
    if row.direction == "up":
        return _("%(metric)s: unusually high") % {"metric": name}
    return _("%(metric)s: unusually low") % {"metric": name}


def _when(row: Alert) -> str:
    by: By = row.by  # type: ignore[assignment]
    calendar = calendar_of(row.community_id)
    first, last = calendar.period(by, row.first), calendar.period(by, row.last)
    if first == last:
        return period_words(first)
    if row.by == "week":
        return f"{display.day(first.start)} – {display.day(last.last_day)}"
    return f"{period_words(first)} – {period_words(last)}"


def alert_cards(viewer: Viewer, ids: Sequence[int]) -> dict[int, ObjectCard]:
    """For the table of work and for notices; two queries."""
    if not viewer.may(HANDLE):
        return {}
    return {
        row.pk: ObjectCard(
            "alerts.alert",
            row.pk,
            f"{_title(row)} ({_when(row)})",
            reverse("alerts:alert", args=[viewer.community_slug, row.pk]),
        )
        for row in _own(viewer).filter(pk__in=list(ids))
    }


def told_to(alert_id: int) -> list[int]:
    """Ids of the members who are told of an alert: its owner, else those who keep the rules."""
    row = Alert.objects.filter(pk=alert_id).first()
    if row is None:
        return []
    if row.owner_id is not None:
        return [row.owner_id]
    return communities.holders_of(row.community_id, KEEP)
