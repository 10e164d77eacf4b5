"""Who comes back: retention by the period of the first contribution or of joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

MOST_INTERVALS = 24


def retained(start: Match, back: Match) -> Callable[[Inquiry], list[Reading]]:
    """One row of the triangle per cohort; the value is the share back in the next period.

    Cells of periods that are not wholly observed say so instead of counting.
    """

    def measure(inquiry: Inquiry) -> list[Reading]:
        periods = inquiry.periods
        told = counting.returns(inquiry.history, start, back, periods, MOST_INTERVALS)
        rows = [[own.get(k, 0) for k in range(len(periods) - n)] for n, own in enumerate(told)]
        whole = [inquiry.coverage.stand(period)[0] == "complete" for period in periods]
        return [_row(row, whole[n:]) for n, row in enumerate(rows)]

    return measure


def cohort_behind(start: Match, back: Match) -> Callable[[History, Period], Behind]:
    """Who began in the period, and how often each came back after it."""

    def behind(history: History, period: Period) -> Behind:
        began, began_params = start.where()
        did, did_params = back.where()
        found = history.rows(
            "WITH begun AS (SELECT person FROM {acts}"  # noqa: S608 - fixed pieces
            f" WHERE {began} GROUP BY person HAVING min(day) >= ? AND min(day) < ?),"
            f" came AS (SELECT person, count(*) AS times FROM {{acts}} WHERE {did} AND day >= ?"
            " GROUP BY person) SELECT person, coalesce(times, 0) AS times FROM begun"
            " LEFT JOIN came USING (person) ORDER BY times DESC, person",
            [*began_params, period.start, period.end, *did_params, period.end],
        )
        return Behind("people", tuple(found))

    return behind


def _row(row: Sequence[int], whole: Sequence[bool]) -> Reading:
    size = row[0]
    cells = [
        _cell(k, returned, size, is_whole=whole[k])
        for k, returned in enumerate(row[1 : MOST_INTERVALS + 1], 1)
    ]
    return row_of(size, cells)


def row_of(size: int, cells: Sequence[Cell]) -> Reading:
    """One row of the triangle: how many began, and its cells as far as they reach."""
    nearest = cells[0] if cells else Cell("1", None, None, size, "not_yet")
    reason = nearest.reason if size else "nobody_started"
    return Reading(nearest.value, nearest.numerator, size, size, cells=tuple(cells), reason=reason)


def _cell(k: int, returned: int, size: int, *, is_whole: bool) -> Cell:
    if not is_whole:
        return Cell(str(k), None, None, size, "not_yet")
    if not size:
        return Cell(str(k), None, returned, size, "nobody_started")
    return Cell(str(k), returned / size, returned, size)


def average(rows: Sequence[Sequence[Cell]]) -> tuple[Cell, ...]:
    """The weighted curve: all who returned over all who could have, interval by interval."""
    longest = max((len(row) for row in rows), default=0)
    curve = []
    for k in range(longest):
        known = [row[k] for row in rows if len(row) > k and row[k].value is not None]
        size = sum(cell.denominator or 0 for cell in known)
        back = sum(cell.numerator or 0 for cell in known)
        value = back / size if size else None
        curve.append(Cell(str(k + 1), value, back, size, "" if size else "not_yet"))
    return tuple(curve)
