"""Studies: questions with choices, each with charts, tables and the rules it is counted by.

    study = studies.study("funnel", StudyAsk(viewer, period, chosen={"s1": "joined", "s2": "asked"}))

Refuses with `not_permitted`, `metrics.no_such_study`. Choices that make no sense count as not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.queries.studies.funnel import funnel
from qunluo.insight.metrics.queries.studies.loyalty import coming_again, orbit, rfm
from qunluo.insight.metrics.queries.studies.network import network
from qunluo.insight.metrics.queries.studies.returning import lifecycle, returning, stickiness
from qunluo.insight.metrics.queries.studies.sheet import Picture, Study, StudyAsk, Table
from qunluo.insight.metrics.queries.studies.spreading import evenness, hours, staying_on
from qunluo.insight.metrics.queries.studies.topics import topics
from qunluo.insight.metrics.rules import SEE
from qunluo.kernel.refusal import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

__all__ = ["STUDIES", "Picture", "Study", "StudyAsk", "StudyKind", "Table", "study"]


@dataclass(frozen=True)
class StudyKind:
    key: str
    name: StrPromise
    icon: str
    make: Callable[[StudyAsk], Study]


STUDIES: dict[str, StudyKind] = {
    one.key: one
    for one in (
        StudyKind("funnel", _("Funnel"), "filter", funnel),
        StudyKind("retention", _("Coming back"), "refresh-cw", returning),
        StudyKind("lifecycle", _("Lifecycle"), "sprout", lifecycle),
        StudyKind("stickiness", _("How often"), "calendar", stickiness),
        StudyKind("evenness", _("How evenly"), "scale", evenness),
        StudyKind("staying", _("How long"), "hourglass", staying_on),
        StudyKind("rfm", _("Loyalty by rank"), "star", rfm),
        StudyKind("again", _("Coming again"), "rotate-ccw", coming_again),
        StudyKind("orbit", _("Circles"), "circle-dot", orbit),
        StudyKind("network", _("Network"), "users", network),
        StudyKind("hours", _("Hours"), "clock", hours),
        StudyKind("topics", _("Topics and needs"), "tag", topics),
    )
}


def study(key: str, ask: StudyAsk) -> Study:
    kind = STUDIES.get(key)
    if kind is None:
        raise Missing("metrics.no_such_study", _("There is no such study."))
    if not ask.viewer.may(SEE, ask.space_id):
        ask.viewer.require(SEE, ask.space_id)
    return kind.make(ask)
