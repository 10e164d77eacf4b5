"""What is watched: the defaults of every community, and what people make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts import queries
from qunluo.insight.alerts.activities import RuleMuted, RuleRetired, RuleSaved
from qunluo.insight.alerts.engine.defaults import DEFAULTS, SCORES
from qunluo.insight.alerts.models import Rule
from qunluo.insight.alerts.rules import DIRECTIONS, KEEP, LENGTHS, LONGEST_MUTE, METHODS
from qunluo.insight.metrics.queries import calendar_of, definition
from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, missing, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrPromise

    from qunluo.kernel.viewer import Viewer


@dataclass(frozen=True)
class RuleWish:
    """`change` in per cent; `sensitivity`: low, normal, high; `space_id` None: everywhere."""

    metric_id: str
    by: str = "day"
    method: str = "unusual"
    direction: str = "both"
    sensitivity: str = "normal"
    change: int = 20
    least: int = 10
    limit: float | None = None
    owner_id: int | None = None
    space_id: int | None = None
    is_on: bool = True


@action
def add_defaults(community_id: int) -> int:
    """Give a community the rules that every one begins with; those it had once stay as they are.

    Returns how many were added. They are nobody's act, so nothing is told.
    """
    have = set(Rule.objects.filter(community_id=community_id).values_list("key", flat=True))
    made = [
        Rule(
            community_id=community_id,
            key=one.key,
            metric_id=one.metric_id,
            by=one.by,
            method=one.method,
            direction=one.direction,
            score=one.score,
            change=one.change,
            least=one.least,
            limit=one.limit,
            is_on=True,
            made_at=clock.now(),
        )
        for one in DEFAULTS
        if one.key not in have
    ]
    Rule.objects.bulk_create(made, ignore_conflicts=True)  # leans on alerts_default_once
    return len(made)


@action
def save_rule(actor: Viewer, wish: RuleWish, *, rule_id: int | None = None) -> int:
    """Watch something new, or otherwise; what another wish found before stays on record.

    Refuses with `not_permitted`, `missing`, `metrics.no_such_metric`, `alerts.bad_rule`.
    """
    actor.require(KEEP)
    if actor.community_id is None:
        raise missing()
    _check(actor, wish)
    told = {
        "metric_id": wish.metric_id,
        "by": wish.by,
        "method": wish.method,
        "direction": _way(wish),
        "score": SCORES[wish.sensitivity],
        "change": wish.change,
        "least": wish.least,
        "limit": wish.limit if wish.method in {"above", "below"} else None,
        "owner_id": wish.owner_id,
        "space_id": wish.space_id,
        "is_on": wish.is_on,
    }
    if rule_id is None:
        rule = Rule.objects.create(community_id=actor.community_id, made_at=clock.now(), **told)
    else:
        rule = _own(actor, rule_id)
        before = (rule.metric_id, rule.by, rule.space_id)
        if before != (wish.metric_id, wish.by, wish.space_id):
            told["judged_until"] = None
        Rule.objects.filter(pk=rule.pk).update(**told)
    record(
        RuleSaved(
            object_id=rule.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            metric=wish.metric_id,
            is_on=wish.is_on,
        )
    )
    return rule.pk


def _way(wish: RuleWish) -> str:
    return {"above": "up", "below": "down"}.get(wish.method, wish.direction)


def _check(actor: Viewer, wish: RuleWish) -> None:
    told = definition(wish.metric_id)
    known: dict[str, Collection[str]] = {
        "by": LENGTHS,
        "method": METHODS,
        "direction": DIRECTIONS,
        "sensitivity": SCORES,
    }
    for name, choices in known.items():
        if getattr(wish, name) not in choices:
            raise _bad(name, _("Choose one of those offered."))
    if told.is_cohort or wish.by not in told.bys:
        raise _bad("by", _("This number does not exist by that length of period."))
    if wish.space_id is not None:
        _check_space(actor, wish.space_id, is_by_space=told.by_space)
    if wish.method in {"above", "below"} and wish.limit is None:
        raise _bad("limit", _("Give the limit."))
    if wish.owner_id is not None and wish.owner_id not in dict(queries.keepers(actor)):
        raise _bad("owner_id", _("Choose somebody who deals with alerts here."))


def _check_space(actor: Viewer, space_id: int, *, is_by_space: bool) -> None:
    if space_id not in communities.ids_of_spaces_open_to(actor):
        raise _bad("space_id", _("Choose a space that you may enter."))
    if not is_by_space:
        raise _bad("space_id", _("This number exists for the whole community only."))


def _bad(field: str, words: StrPromise) -> Invalid:
    return Invalid("alerts.bad_rule", words, fields={field: words})


@action
def mute_rule(actor: Viewer, rule_id: int, days: int) -> None:
    """Hear nothing of it for so many days, counted from today; 0: hear it again.

    Refuses with `not_permitted`, `missing`, `alerts.bad_rule`.
    """
    actor.require(KEEP)
    rule = _own(actor, rule_id)
    if not 0 <= days <= LONGEST_MUTE:
        raise _bad("days", _("Mute it for at most ninety days."))
    today = calendar_of(rule.community_id).day_of(clock.now())
    rule.muted_until = today + timedelta(days=days) if days else None
    rule.save(update_fields=["muted_until"])
    record(
        RuleMuted(
            object_id=rule.pk,
            community_id=rule.community_id,
            actor_key=actor.actor_key,
            days=days,
        )
    )


@action
def retire_rule(actor: Viewer, rule_id: int) -> None:
    """Watch it no more; its alerts stay. Refuses with `not_permitted`, `missing`."""
    actor.require(KEEP)
    rule = _own(actor, rule_id)
    rule.retired_at, rule.is_on = clock.now(), False
    rule.save(update_fields=["retired_at", "is_on"])
    record(
        RuleRetired(object_id=rule.pk, community_id=rule.community_id, actor_key=actor.actor_key)
    )


def _own(actor: Viewer, rule_id: int) -> Rule:
    return one_or_missing(
        Rule.objects.select_for_update().filter(
            queries.in_sight(actor),
            pk=rule_id,
            community_id=actor.community_id or 0,
            retired_at=None,
        )
    )
