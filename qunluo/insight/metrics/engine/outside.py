"""Who is left out of a figure: staff and bots, with how many of them did what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.counting import Match, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import Period


@dataclass(frozen=True)
class LeftOut:
    """Distinct owners and administrators, and distinct bots, of one period."""

    staff: int = 0
    bots: int = 0


def left_out(history: History, names: tuple[str, ...], periods: Sequence[Period]) -> list[LeftOut]:
    """Of each period, who did one of these (no names: anything) and counts for nothing."""
    key = ("left_out", names, periods[0].by, periods[0].start, periods[-1].start)
    found = history.answered(key, lambda: counted(history, names, periods))
    return [LeftOut(staff, bots) for staff, bots in found]


def counted(history: History, names: tuple[str, ...], periods: Sequence[Period]) -> list[list[int]]:
    """The same as plain values, asked of the lines."""
    where, params = Match(names, people="anyone").where()
    joined, lists = spans(periods)
    counts = [[0, 0] for _ in periods]
    for place, table in enumerate(("{acts} a", "{bots} a")):
        whose = "is_staff" if place == 0 else "true"
        for n, people in history.rows(
            f"SELECT s.n, count(DISTINCT person) FROM {table} JOIN {joined}"  # noqa: S608 - fixed
            f" WHERE {where} AND {whose} GROUP BY s.n",
            [*lists, *params],
        ):
            counts[n][place] = people
    return counts
