"""The demo's waiting work: two who were removed ask to be let back in, one of them days ago."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, lives
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places

if TYPE_CHECKING:
    from qunluo.kernel.demo import Folk, Town

OWNER = "founder"


@lives(order=95)
def second_thoughts(town: Town) -> None:
    """On the last days but three and but one somebody is removed, and asks again the day after."""
    left = town.size.days - town.day
    if left in {5, 3}:
        _remove(town)
    for folk in town.folks:
        if folk.channel == "removed" and folk.gone_on == town.day - 1:
            _ask_again(town, folk)


def _remove(town: Town) -> None:
    """The least keen of those who belong here and are not of the cast."""
    owner = town.folks[0]
    some = [folk for folk in town.present() if folk.channel not in {OWNER, "removed"}]
    gone = min(some, key=lambda folk: (folk.zeal, folk.name))
    with clock.at(_evening(town)):
        why = town.speaks("反复发广告，提醒过两次", "Adverts again and again, after two warnings")
        communities.remove_member(owner.viewer, gone.viewer.require_member_id(), reason=why)
    gone.gone_on, gone.channel = town.day, "removed"


def _evening(town: Town) -> datetime:
    """Nine in the evening; no draw of chance, so that the rest of the year stays as it is."""
    day = town.starts_on + timedelta(days=town.day)
    return datetime.combine(day, time(21), SHANGHAI).astimezone(UTC)


def _ask_again(town: Town, folk: Folk) -> None:
    with clock.at(_evening(town)):
        folk.viewer = places.entrance(folk.viewer, town.slug).viewer
        communities.request_to_join(folk.viewer, {})
