"""How long people stay: active days per person, the silence that counts as leaving, durations."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History

SHORTEST, LONGEST = 14, 90
LATE = 0.95
SQL = "SELECT person, list_sort(list(DISTINCT day)) FROM {{acts}} WHERE {where} GROUP BY person"


def active_days(history: History, match: Match) -> dict[int, tuple[int, ...]]:
    """person -> ordinals of the local days with such a line, in order."""
    where, params = match.where()

    def find() -> dict[int, tuple[int, ...]]:
        found = history.rows(SQL.format(where=where), params)
        return {person: tuple(day.toordinal() for day in days) for person, days in found}

    return history.kept(("active_days", match), find)


def silence(days: Mapping[int, Sequence[int]]) -> int:
    """After how many silent days somebody counts as gone: the 95th percentile of gaps, 14 to 90."""
    gaps = sorted(
        later - earlier for own in days.values() for earlier, later in itertools.pairwise(own)
    )
    if not gaps:
        return LONGEST
    late = gaps[min(len(gaps) - 1, int(LATE * len(gaps)))]
    return min(LONGEST, max(SHORTEST, late))


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


def going_quiet(days: Mapping[int, Sequence[int]], until: int, *, least: int = 5) -> dict[int, int]:
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
