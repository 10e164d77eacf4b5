"""People name the days on which figures are expected to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qunluo.insight.alerts.activities import DayNamed, DayStruck, HolidaysChosen
from qunluo.insight.alerts.models import KnownDay
from qunluo.insight.alerts.rules import HOLIDAYS, KEEP
from qunluo.kernel import clock, preferences
from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, missing, one_or_missing
from qunluo.kernel.stream.record import record

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.viewer import Viewer

LONGEST_DAYS = 62


@action
def name_day(actor: Viewer, name: str, *, first: date, last: date, is_yearly: bool = False) -> int:
    """Both days included. Refuses with `not_permitted`, `missing`, `alerts.bad_days`."""
    actor.require(KEEP)
    if actor.community_id is None:
        raise missing()
    if last < first or (last - first).days >= LONGEST_DAYS:
        told = _("Give a first and a last day that lie at most two months apart.")
        raise Invalid("alerts.bad_days", told, fields={"last": told})
    day = KnownDay.objects.create(
        community_id=actor.community_id,
        first=first,
        last=last,
        name=name[:120],
        is_yearly=is_yearly,
        made_by_id=actor.member_id,
        made_at=clock.now(),
    )
    record(
        DayNamed(
            object_id=day.pk,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            is_yearly=is_yearly,
        )
    )
    return day.pk


@action
def strike_day(actor: Viewer, day_id: int) -> None:
    """Alerts that it explained stay as they are. Refuses with `not_permitted`, `missing`."""
    actor.require(KEEP)
    day = one_or_missing(KnownDay.objects.filter(pk=day_id, community_id=actor.community_id or 0))
    record(DayStruck(object_id=day.pk, community_id=actor.community_id, actor_key=actor.actor_key))
    day.delete()


@action
def choose_holidays(actor: Viewer, country: str) -> None:
    """Whose public holidays are known days. Refuses with `preferences.bad_value`."""
    actor.require(KEEP)
    if actor.community_id is None:
        raise missing()
    preferences.set(actor, HOLIDAYS, country)
    record(
        HolidaysChosen(
            object_id=actor.community_id,
            community_id=actor.community_id,
            actor_key=actor.actor_key,
            country=country,
        )
    )
