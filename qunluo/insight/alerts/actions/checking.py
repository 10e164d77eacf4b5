"""What a rule finds becomes an alert, once per cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING

from django.db.models import Q

from qunluo.insight.alerts import queries
from qunluo.insight.alerts.actions.watching import add_defaults
from qunluo.insight.alerts.activities import AlertOpened
from qunluo.insight.alerts.models import Alert, Rule
from qunluo.insight.alerts.rules import DUE_DAYS
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.duties import actions as duties

if TYPE_CHECKING:
    from datetime import date

    from qunluo.insight.alerts.queries import Judgement
    from qunluo.insight.metrics.queries.judging import Finding

LENGTH = {"day": timedelta(days=1), "week": timedelta(days=7)}
GAP = {"day": timedelta(days=3), "week": timedelta(days=14)}
"""Within this time the same rule's next finding of the same direction is the same cause."""


@dataclass(frozen=True)
class Checked:
    """What came of judging: ids of new alerts, and until when was judged (None: nothing was)."""

    opened: tuple[int, ...] = ()
    until: date | None = None


def check_community(community_id: int, since: date | None = None) -> tuple[int, ...]:
    """Judge every rule that is on; returns the ids of new alerts."""
    add_defaults(community_id)
    opened: list[int] = []
    for rule in queries.rules_in_use(community_id):
        opened += check_rule(rule.pk, since).opened
    return tuple(opened)


def check_rule(rule_id: int, since: date | None = None) -> Checked:
    """Judge outside of any transaction, then write down what was found in a short one."""
    rule = Rule.objects.get(pk=rule_id)
    told = queries.judgement(rule, since)
    return keep(told) if told is not None else Checked()


@action
def keep(told: Judgement) -> Checked:
    """Write down what was found: new alerts, longer ones, and what late records changed."""
    rule = Rule.objects.select_for_update().get(pk=told.rule_id)
    opened = []
    for finding in told.findings:
        made = _keep_one(rule, finding, told)
        if made is not None:
            opened.append(made)
    _look_again(rule, told)
    if rule.judged_until is None or told.until > rule.judged_until:
        rule.judged_until = told.until
        rule.save(update_fields=["judged_until"])
    return Checked(tuple(opened), told.until)


def _keep_one(rule: Rule, finding: Finding, told: Judgement) -> int | None:
    if rule.muted_until is not None and finding.start < rule.muted_until:
        return None
    before = (
        Alert.objects.filter(
            rule=rule,
            direction=finding.direction,
            first__lte=finding.start,
            last__gte=finding.start - GAP[rule.by],
        )
        .order_by("-last")
        .first()
    )
    if before is not None:
        _lengthen(before, finding.start)
        return None
    if Alert.objects.filter(rule=rule, first=finding.start).exists():
        return None  # leans on alerts_period_once: late records turned it round, see _look_again
    return _open(rule, finding, told)


def _lengthen(alert: Alert, start: date) -> None:
    if start > alert.last:
        alert.last, alert.periods = start, alert.periods + 1
        alert.save(update_fields=["last", "periods"])


def _open(rule: Rule, finding: Finding, told: Judgement) -> int:
    leader = None if finding.known else _leader(rule, finding)
    now = clock.now()
    alert = Alert.objects.create(
        community_id=rule.community_id,
        space_id=rule.space_id,
        rule=rule,
        leader=leader,
        metric_id=rule.metric_id,
        metric_version=told.version,
        by=rule.by,
        first=finding.start,
        last=finding.start,
        since=finding.since,
        periods=1,
        direction=finding.direction,
        value=finding.value,
        expected=finding.expected,
        low=finding.low if isfinite(finding.low) else None,
        high=finding.high if isfinite(finding.high) else None,
        score=finding.score,
        watermark=told.watermark,
        owner_id=leader.owner_id if leader else rule.owner_id,
        state="closed" if finding.known else leader.state if leader else "open",
        outcome="known" if finding.known else "",
        reason=finding.known,
        opened_at=now,
        closed_at=now if finding.known else None,
    )
    is_quiet = bool(finding.known) or leader is not None
    record(
        AlertOpened(
            object_id=alert.pk,
            community_id=rule.community_id,
            actor_key=None,
            rule=rule.pk,
            metric=rule.metric_id,
            direction=finding.direction,
            is_quiet=is_quiet,
        )
    )
    if not is_quiet:
        due_at = now + timedelta(days=DUE_DAYS)
        kind, home = "alerts.alert", rule.community_id
        duties.open_duty(SYSTEM, kind, alert.pk, due_at=due_at, community_id=home)
    return alert.pk


def _leader(rule: Rule, finding: Finding) -> Alert | None:
    """An alert that waits, of another rule, the same way, about the same days: the same cause.

    It stands for the whole community or for the same space, so that whoever sees one sees both.
    """
    ends = finding.start + LENGTH[rule.by]
    near = Alert.objects.filter(
        Q(space=None) | Q(space=rule.space_id),
        community_id=rule.community_id,
        leader=None,
        direction=finding.direction,
        first__lt=ends,
        last__gte=finding.start - LENGTH["week"],
    ).exclude(state="closed")
    for one in near.exclude(rule=rule).order_by("first", "pk"):
        if one.last + LENGTH[one.by] > finding.start:
            return one
    return None


def _look_again(rule: Rule, told: Judgement) -> None:
    """Late records gave a told period another number: say so, and change nothing else."""
    if rule.method == "shift":
        return
    found = {finding.start: finding.value for finding in told.findings}
    for alert in Alert.objects.filter(rule=rule, first__gte=told.since, first__lt=told.until):
        value = found.get(alert.first, told.values.get(alert.first))
        later = None if value is None or value == alert.value else value
        if later != alert.later_value:
            alert.later_value = later
            alert.save(update_fields=["later_value"])
