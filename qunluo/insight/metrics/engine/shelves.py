"""Every number of the usual periods, found ahead: a shelf per calendar unit, kept beside the history.

A reading that rests on its own period's lines alone (`Metric.is_own`) is taken over from the shelf before
for as long as the files of its months are the same; all others are found anew. Whatever takes a line
back, adds a late one, merges two people or changes staff gives the months concerned other files.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import counting, outside
from qunluo.insight.metrics.engine.measures.loyalty import row_of
from qunluo.insight.metrics.engine.measures.reading import Cell, Inquiry, Reading
from qunluo.insight.metrics.engine.periods import BYS
from qunluo.insight.metrics.engine.registry.metric import PRESENT
from qunluo.kernel.stream.kinds import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.coverage import Coverage
    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.periods import By, Period
    from qunluo.insight.metrics.engine.registry.metric import Metric

VERSION = 1
DAYS = 14
"""So many single days lie on the shelf, with the same days a year ago: what a board by day shows."""
MADE, LEFT_OUT = "made", "left_out"
"""How much each contributor made, as (times, people); staff and bots who did anything."""
Packed = Any


@dataclass(frozen=True)
class Work:
    """What filling came to: readings found anew, and taken over."""

    found: int = 0
    kept: int = 0

    def __add__(self, other: Work) -> Work:
        return Work(self.found + other.found, self.kept + other.kept)


def readings(metric: Metric, inquiry: Inquiry) -> list[Reading] | None:
    """From the shelf; None: not all of them lie there."""
    shelf = _shelf(inquiry)
    own = shelf.get("readings", {}).get(_name(metric))
    if own is None:
        return None
    told = []
    for period in inquiry.periods:
        start = period.start.isoformat()
        if start in own:
            told.append(_unpacked(own[start]))
        elif shelf["first"] <= start <= shelf["last"]:
            return None
        else:  # before the records, or to come: nothing is read from it
            told.append(Reading(None, reason="no_records"))
    return _as_asked(told) if metric.is_cohort else told


def _as_asked(rows: Sequence[Reading]) -> list[Reading]:
    """Rows of a triangle as far as the asked periods reach."""
    return [
        row_of(round(row.denominator or 0), row.cells[: len(rows) - n - 1])
        for n, row in enumerate(rows)
    ]


def line_of(history: History, period: Period, name: str) -> Packed | None:
    """What else lies on the shelf of a period: `MADE` or `LEFT_OUT`; None: nothing."""
    if not history.is_large or period.by not in BYS:
        return None
    lines = _read(history, period.by).get("readings", {})
    return lines.get(name, {}).get(period.start.isoformat())


def fill(
    history: History, coverage: Coverage, by: By, metrics: Iterable[Metric], doing: Match
) -> Work:
    """Put every number of the unit's periods on the shelf; `doing`: what `made` counts."""
    periods = usual_periods(history, coverage, by)
    before = history.answers.before(_key(history, by)) or {}
    deps = {period.start.isoformat(): _dep(history, coverage, period) for period in periods}
    found: dict[str, Packed] = {}
    work = Work()
    for name, is_own, find in _lines(history, by, metrics, doing):
        kept = _kept(before, name, deps) if is_own else {}
        missing = [one for one in periods if one.start.isoformat() not in kept]
        anew = find(Inquiry(history, coverage, missing)) if missing else []
        told = {one.start.isoformat(): value for one, value in zip(missing, anew, strict=True)}
        found[name] = kept | told
        work += Work(len(told), len(kept))
    shelf = {
        "version": VERSION,
        "coverage": _told(coverage),
        "first": periods[0].start.isoformat(),
        "last": periods[-1].start.isoformat(),
        "deps": deps,
        "readings": found,
    }
    history.answers.put(_key(history, by), shelf)
    return work


def usual_periods(history: History, coverage: Coverage, by: By) -> list[Period]:
    """From the first recorded one to the one now running; of days only those a board shows."""
    calendar = history.calendar
    last = calendar.day_of(coverage.until)
    first = min(history.first_day, calendar.day_of(coverage.stretches[0][0]))
    if by != "day":
        return calendar.periods(by, first, last)
    late = calendar.periods(by, max(first, last - timedelta(days=DAYS)), last)
    return [*(calendar.year_before(one) for one in late), *late]


def _lines(
    history: History, by: By, metrics: Iterable[Metric], doing: Match
) -> Iterable[tuple[str, bool, Callable[[Inquiry], list[Packed]]]]:
    for metric in metrics:
        fits = by in metric.bys and (history.source.space_id is None or metric.by_space)
        if fits:
            yield _name(metric), metric.is_own, _measured(metric)
    yield MADE, True, lambda inquiry: _made(inquiry, doing)
    yield (
        LEFT_OUT,
        True,
        lambda inquiry: outside.counted(inquiry.history, names_of(*PRESENT), inquiry.periods),
    )


def _measured(metric: Metric) -> Callable[[Inquiry], list[Packed]]:
    return lambda inquiry: [_packed(one) for one in metric.measure(inquiry)]


def _made(inquiry: Inquiry, doing: Match) -> list[Packed]:
    amounts = counting.amounts(inquiry.history, doing, inquiry.periods)
    return [sorted(Counter(own).items()) for own in amounts]


def _kept(before: Packed, name: str, deps: dict[str, str]) -> dict[str, Packed]:
    """What the shelf before has of whole periods whose months have the same files still."""
    if before.get("version") != VERSION:
        return {}
    own, known = before["readings"].get(name, {}), before["deps"]
    return {
        start: own[start]
        for start, dep in deps.items()
        if dep and start in own and known.get(start) == dep
    }


def _dep(history: History, coverage: Coverage, period: Period) -> str:
    """What a whole period's own lines are read from; "": it is not whole, or lies in no files."""
    if not history.months or coverage.stand(period)[0] != "complete":
        return ""
    source = history.source
    last = (period.ends_at - timedelta(microseconds=1)).strftime("%Y-%m")
    months = [
        file
        for month, file in history.months.items()
        if period.starts_at.strftime("%Y-%m") <= month <= last
    ]
    told = (source.timezone, source.week_start, source.classes, period.by, months)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _shelf(inquiry: Inquiry) -> Packed:
    by = inquiry.periods[0].by if inquiry.periods else ""
    shelf = _read(inquiry.history, by) if by in BYS else {}
    return shelf if shelf and shelf["coverage"] == _told(inquiry.coverage) else {}


def _read(history: History, by: str) -> Packed:
    key = _key(history, by)
    if not history.answers.has(key):
        return {}
    shelf = history.kept(key, lambda: history.answers.get(key) or {})
    return shelf if shelf.get("version") == VERSION else {}


def _key(history: History, by: str) -> tuple[object, ...]:
    return ("shelf", history.source.space_id, by)


def _name(metric: Metric) -> str:
    return f"{metric.id}@{metric.version}"


def _told(coverage: Coverage) -> str:
    return hashlib.sha256(repr(coverage).encode()).hexdigest()[:16]


def _packed(one: Reading) -> Packed:
    """Without what stands at its end and is not said."""
    cells = [
        [cell.key, cell.value, cell.numerator, cell.denominator, cell.reason] for cell in one.cells
    ]
    told = [one.value, one.numerator, one.denominator, one.n, one.excluded, one.reason, cells]
    while told and not told[-1] and told[-1] != 0:
        told.pop()
    return told


def _unpacked(told: Packed) -> Reading:
    value, numerator, denominator, n, excluded, reason, cells = list(told) + EMPTY[len(told) :]
    return Reading(
        value,
        numerator,
        denominator,
        n,
        excluded,
        cells=tuple(Cell(*cell) for cell in cells),
        reason=reason,
    )


EMPTY: list[Any] = [None, None, None, None, None, "", []]
