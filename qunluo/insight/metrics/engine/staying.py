"""How long people stay: active days per person, the silence that counts as leaving, durations."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History

SHORTEST, LONGEST = 14, 90
LEAST = 5
EPOCH = date(1970, 1, 1).toordinal()
LATE = 0.95
SQL = "SELECT person, list_sort(list(DISTINCT day)) FROM {{acts}} WHERE {where} GROUP BY person"


def active_days(history: History, match: Match) -> dict[int, tuple[int, ...]]:
    """person -> ordinals of the local days with such a line, in order."""
    where, params = match.where()

    def find() -> dict[int, tuple[int, ...]]:
        found = history.rows(SQL.format(where=where), params)
        return {person: tuple(day.toordinal() for day in days) for person, days in found}

    return history.kept(("active_days", match), find)


SEEN = "SELECT DISTINCT person, day - DATE '1970-01-01' AS d FROM {{acts}} WHERE {where}"
GAPS = """
SELECT gap, count(*) FROM (SELECT d - lag(d) OVER (PARTITION BY person ORDER BY d) AS gap FROM ({seen}))
WHERE gap IS NOT NULL GROUP BY gap
"""
STAYS = """
SELECT first_d, last_d, count(*) FROM (SELECT person, min(d) AS first_d, max(d) AS last_d FROM ({seen})
WHERE d <= ? GROUP BY person) GROUP BY first_d, last_d ORDER BY first_d, last_d
"""
# Silent for three times the mean pause so far, from the fifth active day on, until the next one.
QUIET = """
SELECT day + greatest(7, ceil(3 * ((d - begun) / greatest(times - 1, 1))))::INTEGER AS begins,
  least(coalesce(next_day, DATE '9999-01-01'), day + {longest} + 1) AS ends
FROM (SELECT day, d, times, next_day, begun FROM (
  SELECT day, day - DATE '1970-01-01' AS d, row_number() OVER (PARTITION BY person ORDER BY day) AS times,
    lead(day) OVER (PARTITION BY person ORDER BY day) AS next_day,
    min(day - DATE '1970-01-01') OVER (PARTITION BY person) AS begun
  FROM (SELECT DISTINCT person, day FROM {{acts}} WHERE {where})) WHERE times >= {least})
"""


def silence(days: Mapping[int, Sequence[int]]) -> int:
    """After how many silent days somebody counts as gone: the 95th percentile of gaps, 14 to 90."""
    return _silence(
        Counter(
            later - earlier for own in days.values() for earlier, later in itertools.pairwise(own)
        )
    )


def _silence(gaps: Mapping[int, int]) -> int:
    """From how many pauses there are of each length."""
    count = sum(gaps.values())
    if not count:
        return LONGEST
    place, late = min(count - 1, int(LATE * count)), 0
    for late in sorted(gaps):
        place -= gaps[late]
        if place < 0:
            break
    return min(LONGEST, max(SHORTEST, late))


def counted_stays(history: History, match: Match, until: int) -> list[tuple[int, int, bool, int]]:
    """(first day, days, is it over, how many people) of everybody's stays, as seen on the day `until`."""
    where, params = match.where()
    seen = SEEN.format(where=where)

    def find() -> list[tuple[int, int, bool, int]]:
        patience = _silence(dict(history.rows(GAPS.format(seen=seen), params)))
        found = history.rows(STAYS.format(seen=seen), [*params, until - EPOCH])
        told = []
        for first, last, people in found:
            is_over = until - EPOCH - last >= patience
            days = (last if is_over else until - EPOCH) - first
            told.append((first + EPOCH, days, is_over, people))
        return told

    return history.kept(("stays", match, until), find)


def counts_going_quiet(history: History, match: Match, days: Sequence[date]) -> list[int]:
    """How many are going quiet on each of the days; as `going_quiet` finds them by name."""
    where, params = match.where()
    held = QUIET.format(where=where, longest=LONGEST, least=LEAST)
    return counting.held_on(history, ("quiet", match), held, params, days)


@dataclass(frozen=True)
class Stay:
    """From the first active day on; `is_over`: silent for long enough since the last one."""

    person: int
    first: int
    days: int
    is_over: bool

    @property
    def told(self) -> tuple[float, bool]:
        return self.days, self.is_over


def stays(days: Mapping[int, Sequence[int]], until: int, patience: int) -> list[Stay]:
    """Everybody's stay as seen on the day `until` (an ordinal)."""
    found = []
    for person, own in days.items():
        seen = [day for day in own if day <= until]
        if seen:
            is_over = until - seen[-1] >= patience
            found.append(Stay(person, seen[0], (seen[-1] if is_over else until) - seen[0], is_over))
    return found


def going_quiet(
    days: Mapping[int, Sequence[int]], until: int, *, least: int = LEAST
) -> dict[int, int]:
    """person -> silent days, of those who are silent three times longer than is usual for them.

    Against the own rate, not a fixed period: the mean gap of at least five active days. Silent for
    over 90 days is gone, not going.
    """
    found = {}
    for person, own in days.items():
        seen = [day for day in own if day <= until]
        if len(seen) < least:
            continue
        usual = (seen[-1] - seen[0]) / (len(seen) - 1)
        silent = until - seen[-1]
        if max(7, 3 * usual) <= silent <= LONGEST:
            found[person] = silent
    return found
