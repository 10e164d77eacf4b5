"""What segments ask of figures: who belongs now, what each has done how often, when last seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import circles, counting, staying
from qunluo.insight.metrics.engine.measures.growth import joiners
from qunluo.insight.metrics.engine.measures.membership import CHANGES
from qunluo.insight.metrics.engine.registry.presence import DID, VISITED
from qunluo.insight.metrics.queries.sources import history_at, watermark
from qunluo.insight.metrics.queries.studies.events import EVENTS, event_choices, label_of, match_of
from qunluo.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["EVENTS", "Standing", "event_choices", "label_of", "standing"]


@dataclass(frozen=True)
class Standing:
    """Members now, without staff, by the history's numbers; days as ordinals in its zone.

    `times(event, days)`: person -> how often in the last days (0: ever). `keys`: the stream's.
    """

    everybody: frozenset[int]
    today: int
    watermark: int
    keys: Mapping[int, str]
    times: Callable[[str, int], Mapping[int, int]]
    joined: Mapping[int, tuple[int, str]]
    last_seen: Mapping[int, int]
    levels: Mapping[int, int]


def standing(community_id: int) -> Standing:
    mark = watermark()
    history = history_at(community_id, mark)
    today = history.calendar.day_of(clock.now())
    people = history.rows("SELECT person, actor, is_staff FROM {people}")
    inside = {
        person
        for (person,) in history.rows(
            f"SELECT person FROM ({CHANGES}) GROUP BY person HAVING arg_max(is_in, day)"  # noqa: S608
        )
    }
    seen = staying.active_days(history, VISITED)
    days = staying.active_days(history, DID)

    def times(event: str, last: int) -> Mapping[int, int]:
        first = today.fromordinal(max(1, today.toordinal() - last + 1)) if last else today.min
        window = history.calendar.between(max(first, today.replace(year=1970)), today)
        return {
            person: told[0]
            for person, told in counting.active(history, match_of(event), [window]).items()
        }

    return Standing(
        everybody=frozenset(p for p, _key, is_staff in people if p in inside and not is_staff),
        today=today.toordinal(),
        watermark=mark.number,
        keys={person: key for person, key, _is_staff in people},
        times=times,
        joined={
            person: (day, channel) for person, _at, day, channel, _did in joiners(history, DID)
        },
        last_seen={person: own[-1] for person, own in seen.items()},
        levels={person: circles.orbit(own, today.toordinal()) for person, own in days.items()},
    )
