"""The demo's planned event: operators write down ahead what they plan, so that charts can say so."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics import actions
from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI, TRUTH, lives

if TYPE_CHECKING:
    from qunluo.kernel.demo import Town

OWNER = 0
FEAST = ("中秋茶会", "Mid-autumn tea fair")


@lives(order=46)
def a_day_of_planning(town: Town) -> None:
    """On the eve of the feast its days are written on the charts; of what breaks nobody knew."""
    feast = next(one for one in TRUTH if one.kind == "festival")
    first, last = town.span(feast)
    if town.day != max(0, first - 1):
        return
    eve = datetime.combine(town.on_the_day(), time(10), SHANGHAI)
    with clock.at(eve):
        actions.write_note(
            town.folks[OWNER].viewer,
            town.speaks(*FEAST),
            first=town.starts_on + timedelta(days=first),
            last=town.starts_on + timedelta(days=last),
            is_planned=True,
        )
