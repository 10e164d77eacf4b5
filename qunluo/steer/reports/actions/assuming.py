"""What an answered question is taken to be worth: declared by a person, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid
from qunluo.kernel.stream.record import record
from qunluo.steer.reports.activities import AssumptionSet
from qunluo.steer.reports.models import ReportAssumption
from qunluo.steer.reports.rules import SET_GOALS

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

MOST_WORTH = 10**12
SHORTEST_SOURCE = 2


@action
def set_assumption(
    actor: Viewer, worth: int, shares: tuple[float, float, float], *, source: str
) -> int:
    """Declare what a spared request is worth (minor units) and in which share of cases; its id.

    `shares`: low, middle and high, as fractions. The one that held before ends. Refuses
    `not_permitted`, `sign_in_required`, `reports.assumption_worth`, `reports.assumption_shares`,
    `reports.assumption_source`.
    """
    actor.require(SET_GOALS)
    _ask(worth, shares, source)
    held = ReportAssumption.objects.filter(community=actor.community_id, ended_at=None)
    held.update(ended_at=clock.now())
    low, mid, high = shares
    row = ReportAssumption.objects.create(
        community_id=actor.community_id or 0,
        worth=worth,
        low=low,
        mid=mid,
        high=high,
        source=source.strip(),
        set_by_id=actor.require_member_id(),
        set_at=clock.now(),
    )
    record(
        AssumptionSet(
            object_id=row.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            worth=worth,
            low=low,
            mid=mid,
            high=high,
        )
    )
    return row.pk


def _ask(worth: int, shares: tuple[float, float, float], source: str) -> None:
    if not 0 < worth <= MOST_WORTH:
        told = _("Give what a spared request is worth, more than nothing.")
        raise Invalid("reports.assumption_worth", told, fields={"worth": told})
    low, mid, high = shares
    if not 0 <= low <= mid <= high <= 1 or low == high:
        told = _("Give three shares from 0 to 100 that rise; one figure alone would say too much.")
        raise Invalid("reports.assumption_shares", told, fields={"high": told})
    if len(source.strip()) < SHORTEST_SOURCE:
        told = _("Say where this comes from, so that others can judge it.")
        raise Invalid("reports.assumption_source", told, fields={"source": told})
