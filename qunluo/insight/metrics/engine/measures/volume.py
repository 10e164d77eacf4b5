"""How much was made, and how evenly: counts of lines, top shares, Gini, absence factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting, spread
from qunluo.insight.metrics.engine.measures.reading import Behind, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

MOST_LINES = 100_000


def lines(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """How often it happened."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        counted = counting.tallies(inquiry.history, match, inquiry.periods)
        return [Reading(tally.lines, n=tally.people) for tally in counted]

    return measure


def lines_behind(match: Match) -> Callable[[History, Period], Behind]:
    """The lines of a period, the latest first; at most 100,000."""

    def behind(history: History, period: Period) -> Behind:
        where, params = match.where()
        found = history.rows(
            f"SELECT line_id FROM {{acts}} WHERE {where} AND day >= ? AND day < ?"  # noqa: S608
            " ORDER BY moment DESC, line_id DESC LIMIT ?",
            [*params, period.start, period.end, MOST_LINES],
        )
        return Behind("lines", line_ids=tuple(line_id for (line_id,) in found))

    return behind


def _amounts(inquiry: Inquiry, match: Match) -> list[list[int]]:
    """What each contributor made, per period."""
    key = ("amounts", match, tuple(inquiry.periods))
    return inquiry.history.kept(
        key, lambda: counting.amounts(inquiry.history, match, inquiry.periods)
    )


def top_share(match: Match, part: float) -> Callable[[Inquiry], list[Reading]]:
    """What the most active share of contributors made, of all contributions."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for made in _amounts(inquiry, match):
            found = spread.top_share(made, part)
            top, total = found or (0, 0)
            one = share(top, total, reason="nobody_contributed")
            readings.append(Reading(one.value, top, total, len(made), reason=one.reason))
        return readings

    return measure


def absence_factor(match: Match) -> Callable[[Inquiry], list[Reading]]:
    """The fewest people who made half of all contributions."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        return [_stated(spread.absence_factor(made), made) for made in _amounts(inquiry, match)]

    return measure


def gini(match: Match, *, among: Match | None = None) -> Callable[[Inquiry], list[Reading]]:
    """Inequality among contributors; with `among`, its people count too, with nothing made."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        amounts = _amounts(inquiry, match)
        if among is not None:
            tallies = counting.tallies(inquiry.history, among, inquiry.periods)
            amounts = [
                made + [0] * (tally.people - len(made))
                for made, tally in zip(amounts, tallies, strict=True)
            ]
        return [_stated(spread.gini(made), made) for made in amounts]

    return measure


def _stated(value: float | None, made: list[int]) -> Reading:
    return Reading(value, n=len(made), reason="" if value is not None else "nobody_contributed")
