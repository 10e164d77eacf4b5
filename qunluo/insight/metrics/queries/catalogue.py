"""The registry as others see it: definitions in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.kernel.refusal import Missing
from qunluo.kernel.stream.kinds import KINDS_VERSION

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from qunluo.insight.metrics.engine.registry.metric import Metric

UNITS: dict[str, StrPromise] = {
    "people": _("people"),
    "items": _("items"),
    "share": _("share"),
    "hours": _("hours"),
    "days": _("days"),
    "points": _("points"),
    "money": _("money"),
    "index": _("number"),
}
FAMILIES: dict[str, StrPromise] = {
    "membership": _("Membership"),
    "growth": _("Coming in"),
    "activity": _("Being active"),
    "loyalty": _("Coming back"),
    "satisfaction": _("Being content"),
    "content": _("Content made"),
    "questions": _("Questions and answers"),
    "spread": _("Who carries it"),
    "influence": _("Who connects"),
    "efficiency": _("What it takes"),
}
POPULATIONS: dict[str, StrPromise] = {
    "members": _("Members; owners, administrators and bots are left out."),
    "anyone": _("Everybody known by name, owners and administrators too; bots are left out."),
    "all": _(
        "Everything that happened, also by people the source does not name; bots are left out."
    ),
}
COUNTS: dict[str, StrPromise] = {
    "times": _("Times"),
    "days": _("Active days"),
    "silent_days": _("Silent days"),
    "in_time": _("In time (1) or not (0)"),
    "thousandths": _("Score in thousandths"),
}
"""What the number beside each person behind a metric is."""
ZONE_RULE = _(
    "Calendar periods in the community's time zone, from their first moment up to but without their"
    " end; weeks begin on the community's first weekday."
)
INCOMPLETE_RULE = _(
    "A period that is not over, or not wholly recorded, is shown as so far and never compared."
)


@dataclass(frozen=True)
class Definition:
    """A metric in words. `kinds` and `activities`: what counts, by the list `kinds_version`."""

    id: str
    family: str
    family_name: str
    name: str
    definition: str
    formula: str
    unit: str
    unit_name: str
    population: str
    kinds: tuple[str, ...]
    activities: tuple[str, ...]
    kinds_version: int
    version: int
    bys: tuple[str, ...]
    by_space: bool
    better: int
    has_list: bool
    counts: str
    is_cohort: bool = False


def metric_of(metric_id: str) -> Metric:
    """The registry's entry; refuses with `metrics.no_such_metric`."""
    found = METRICS.get(metric_id)
    if found is None:
        raise Missing(
            "metrics.no_such_metric",
            _("There is no such metric. The list of metrics names them all."),
        )
    return found


def definition(metric_id: str) -> Definition:
    """One definition in the present language; refuses with `metrics.no_such_metric`."""
    return _told(metric_of(metric_id))


def catalogue() -> list[Definition]:
    """Every definition, in the order of the registry."""
    return [_told(metric) for metric in METRICS.values()]


def in_language(language: str) -> list[Definition]:
    """Every definition in one language, whatever the present one is."""
    with override(language):
        return catalogue()


def _told(metric: Metric) -> Definition:
    return Definition(
        id=metric.id,
        family=metric.family,
        family_name=str(FAMILIES[metric.family]),
        name=gettext(metric.name),
        definition=gettext(metric.definition),
        formula=metric.formula,
        unit=metric.unit,
        unit_name=str(UNITS[metric.unit]),
        population=str(POPULATIONS[metric.population]),
        kinds=metric.kinds,
        activities=metric.activities,
        kinds_version=KINDS_VERSION,
        version=metric.version,
        bys=metric.bys,
        by_space=metric.by_space,
        better=metric.better,
        has_list=metric.behind is not None,
        counts=str(COUNTS[metric.counts]),
        is_cohort=metric.is_cohort,
    )
