"""The rules of a community: what each watches, and how often it was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from qunluo.insight.alerts.engine.defaults import SCORES
from qunluo.insight.alerts.models import Rule
from qunluo.insight.alerts.rules import DIRECTIONS, HANDLE, KEEP, LENGTHS, METHODS
from qunluo.insight.metrics.queries import calendar_of, catalogue, definition, watermark
from qunluo.insight.metrics.queries.words import figure_text
from qunluo.kernel import clock
from qunluo.kernel.refusal import one_or_missing
from qunluo.people.communities import queries as communities

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from qunluo.kernel.viewer import Viewer
    from qunluo.people.members.queries import Person

LATELY = timedelta(days=91)
RATE_FROM = 20


@dataclass(frozen=True)
class RuleRow:
    """`real`, `false_alarms`, `explained`: closed alerts by outcome. `lately`: opened in 91 days.

    `rate`: false alarms of all that were judged real or false, as counts below twenty.
    """

    id: int
    metric_id: str
    metric: str
    words: str
    by: str
    method: str
    direction: str
    sensitivity: str
    least: int
    change: int
    limit: float | None
    owner: Person | None
    space: str
    space_id: int | None
    is_on: bool
    muted_until: date | None
    judged_until: date | None
    real: int
    false_alarms: int
    explained: int
    waiting: int
    lately: int
    rate: str
    version: int = 1

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None


def rules_for(viewer: Viewer) -> list[RuleRow]:
    """All that are in use, in the order they were made; three queries."""
    viewer.require(HANDLE)
    return _rows(viewer, _open(viewer))


def rule_for(viewer: Viewer, rule_id: int) -> RuleRow:
    """Refuses with `not_permitted`, `missing`."""
    viewer.require(KEEP)
    one_or_missing(_open(viewer).filter(pk=rule_id))
    return _rows(viewer, _open(viewer).filter(pk=rule_id))[0]


def _open(viewer: Viewer) -> QuerySet[Rule]:
    rows = Rule.objects.filter(community_id=viewer.community_id or 0, retired_at=None)
    return rows.filter(in_sight(viewer)).select_related("space")


def in_sight(viewer: Viewer) -> Q:
    """Rules and alerts of the whole community, and of the spaces the viewer may read."""
    return Q(space=None) | Q(space__in=communities.read_spaces(viewer))


def space_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the spaces that a rule may be limited to."""
    return [(one.id, one.name) for one in communities.place(viewer).spaces]


def _rows(viewer: Viewer, found: QuerySet[Rule]) -> list[RuleRow]:
    since = clock.now() - LATELY
    leads = Q(alerts__leader=None)
    rows = found.annotate(
        real=Count("alerts", filter=leads & Q(alerts__outcome="true")),
        wrong=Count("alerts", filter=leads & Q(alerts__outcome="false")),
        explained=Count("alerts", filter=leads & Q(alerts__outcome="known")),
        waiting=Count("alerts", filter=leads & ~Q(alerts__state="closed")),
        lately=Count("alerts", filter=leads & Q(alerts__opened_at__gte=since)),
    ).order_by("pk")
    told = list(rows)
    people = communities.persons(viewer.community_id or 0, [row.owner_id for row in told])
    return [_row(row, people) for row in told]


def _row(row: Rule, people: Mapping[int, Person]) -> RuleRow:
    real: int = row.real  # type: ignore[attr-defined]
    wrong: int = row.wrong  # type: ignore[attr-defined]
    is_muted = row.muted_until is not None and row.muted_until > clock.now().date()
    return RuleRow(
        id=row.pk,
        metric_id=row.metric_id,
        metric=definition(row.metric_id).name,
        words=words_of(row),
        by=row.by,
        method=row.method,
        direction=row.direction,
        sensitivity=next((key for key, score in SCORES.items() if score == row.score), "normal"),
        least=row.least,
        change=row.change,
        limit=row.limit,
        owner=people.get(row.owner_id) if row.owner_id else None,
        space=row.space.name if row.space else "",
        space_id=row.space_id,
        is_on=row.is_on,
        muted_until=row.muted_until if is_muted else None,
        judged_until=row.judged_until,
        real=real,
        false_alarms=wrong,
        explained=row.explained,  # type: ignore[attr-defined]
        waiting=row.waiting,  # type: ignore[attr-defined]
        lately=row.lately,  # type: ignore[attr-defined]
        rate=rate_text(wrong, real + wrong),
    )


def rate_text(wrong: int, judged: int) -> str:
    """The share of false alarms; counts alone below twenty; a dash before anything was judged."""
    if not judged:
        return "–"
    counts = _("%(part)s of %(whole)s") % {"part": wrong, "whole": judged}
    return counts if judged < RATE_FROM else f"{figure_text(wrong / judged, 'share')} ({counts})"


def words_of(rule: Rule) -> str:
    """What the rule looks for, in one line."""
    length = str(LENGTHS[rule.by])
    if rule.space:
        length = f"{rule.space.name} · {length}"
    told = {"length": length, "method": METHODS[rule.method]}
    if rule.method in {"above", "below"}:
        unit = definition(rule.metric_id).unit
        return _("%(length)s · %(method)s: %(limit)s") % {
            **told,
            "limit": figure_text(rule.limit, unit),
        }
    return _("%(length)s · %(method)s · %(way)s · by %(change)s%% or more, from %(least)s on") % {
        **told,
        "way": DIRECTIONS[rule.direction],
        "change": rule.change,
        "least": rule.least,
    }


def metric_choices() -> list[tuple[str, str]]:
    """Metrics that may be watched: those that exist by day or week and are one number."""
    return [
        (one.id, f"{one.name} · {one.id}")
        for one in catalogue()
        if not one.is_cohort and {"day", "week"} & set(one.bys) and one.unit != "money"
    ]


def keepers(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of those who may be made an owner: whoever deals with alerts everywhere."""
    ids = communities.holders_of(viewer.community_id or 0, HANDLE)
    people = communities.persons(viewer.community_id or 0, ids)
    return sorted(((one.id, one.name) for one in people.values()), key=lambda pair: pair[1])


def rules_in_use(community_id: int) -> list[Rule]:
    """The rules that are on, days before weeks, so that the finer one leads."""
    found = Rule.objects.filter(community_id=community_id, is_on=True, retired_at=None)
    return list(found.order_by("by", "pk"))


def to_check() -> list[int]:
    """Ids of communities with a whole day that no rule has judged yet, or with no rule so far."""
    covered = watermark().covers_until
    if covered is None:
        return []
    last: dict[int, date | None] = {}
    told = Rule.objects.filter(is_on=True, by="day").values_list("community_id", "judged_until")
    for community_id, until in told:
        known = last.get(community_id, until)
        last[community_id] = max(known, until) if known and until else known or until
    return [
        community_id
        for community_id in sorted(communities.slugs().values())
        if (until := last.get(community_id)) is None
        or until < calendar_of(community_id).day_of(covered)
    ]
