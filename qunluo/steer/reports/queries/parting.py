"""The parts of figures as facts of a report, and the charts that are drawn of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from qunluo.insight.metrics import queries as metrics
from qunluo.steer.reports.engine.change import COUNTED
from qunluo.steer.reports.engine.outline import COHORTS, PARTS_OF
from qunluo.steer.reports.queries.wording import FEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qunluo.kernel.viewer import Viewer
    from qunluo.steer.reports.engine.facts import Fact, FactTable
    from qunluo.steer.reports.engine.outline import Parts

MOST_PARTS = 12
STEPS = ("new", "resurrecting", "dormant")


@dataclass(frozen=True)
class DrawnCurve:
    """A chart's numbers: first days of the periods (or names of parts), and (metric, values).

    Of a triangle each series is a cohort, named by its first day.
    """

    key: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    is_so_far: bool


def parts_of(
    viewer: Viewer, facts: FactTable, period: metrics.Period, calendar: metrics.Calendar
) -> tuple[dict[str, Fact], list[DrawnCurve]]:
    """Every part that was measured, by its key in the report, and the charts of them."""
    found: dict[str, Fact] = {}
    drawn: list[DrawnCurve] = []
    for one in PARTS_OF:
        whole = facts.get(f"{one.of}.now")
        # A share of nought still has parts; a count of nought has none.
        is_empty = (
            whole is None or whole.value is None or (whole.unit in COUNTED and not whole.value)
        )
        if whole is None or is_empty or _is_too_few(one, whole):
            continue
        if one.is_following:
            own, curve = _triangle(viewer, one, whole, period, calendar)
        else:
            own, curve = _split(viewer, one, whole)
        found |= own
        drawn += [curve] if own and one.is_drawn else []
    return found, [*drawn, *_waterfall(facts)]


def _is_too_few(one: Parts, whole: Fact) -> bool:
    """A curve of shares needs as many cases as any share (rule 8 of the metrics)."""
    return one.unit == "share" and not one.is_following and (whole.n or 0) < FEW


def _split(viewer: Viewer, one: Parts, whole: Fact) -> tuple[dict[str, Fact], DrawnCurve]:
    told = replace(whole, params={**whole.params, "function": "part", "parts": one.key})
    cells = _cells(viewer, told, whole.watermark)
    kept = sorted(cells, key=lambda key: -(cells[key][0] or 0)) if one.key == "channels" else cells
    found = {}
    for number, part in enumerate(list(kept)[:MOST_PARTS], start=1):
        fact = _part(told, f"{one.key}.part_{number}", part, cells)
        found[fact.key] = replace(fact, unit=one.unit)
    values = tuple(fact.value for fact in found.values())
    labels = tuple(fact.params["part"] for fact in found.values())
    return found, DrawnCurve(one.key, labels, ((whole.metric, values),), is_so_far=False)


def _triangle(
    viewer: Viewer, one: Parts, whole: Fact, period: metrics.Period, calendar: metrics.Calendar
) -> tuple[dict[str, Fact], DrawnCurve]:
    """The last cohorts followed up to this period, and all of them together."""
    found: dict[str, Fact] = {}
    rows: list[tuple[str, tuple[float | None, ...]]] = []
    last = period.start.isoformat()
    for steps in range(COHORTS, 0, -1):
        cohort = calendar.neighbour(period, -steps)
        own = {"period_start": cohort.start.isoformat(), "period_end": cohort.end.isoformat(),
               "asked_until": last, "function": "part", "parts": one.key}  # fmt: skip
        told = replace(whole, params={**whole.params, **own})
        cells = _cells(viewer, told, whole.watermark)
        ages = [str(age) for age in range(1, steps + 1)]
        facts = [_part(told, f"{one.key}.{steps}_{age}", age, cells) for age in ages]
        found |= {fact.key: fact for fact in facts if fact.value is not None}
        rows.append((cohort.start.isoformat(), tuple(fact.value for fact in facts)))
    first = calendar.neighbour(period, -COHORTS).start.isoformat()
    own = {"period_start": first, "asked_until": last, "function": "average", "parts": one.key}
    told = replace(whole, params={**whole.params, **own})
    cells = _cells(viewer, told, whole.watermark)
    for age in range(1, COHORTS + 1):
        fact = _part(told, f"{one.key}.average_{age}", str(age), cells)
        found |= {fact.key: fact} if fact.value is not None else {}
    longest = [*(row + (None,) * (COHORTS - len(row)) for _start, row in rows)]
    series = tuple((start, row) for (start, _own), row in zip(rows, longest, strict=True))
    labels = tuple(str(age) for age in range(1, COHORTS + 1))
    return found, DrawnCurve(one.key, labels, series, is_so_far=False)


def _waterfall(facts: FactTable) -> list[DrawnCurve]:
    """From the contributors of the period before to those of this one, where the steps close."""
    before, now = facts.usable("contributors.before"), facts.usable("contributors.now")
    steps = [facts.usable(f"lifecycle_{step}.now") for step in STEPS]
    if before is None or now is None or any(step is None for step in steps):
        return []
    changes = [step.value or 0.0 for step in steps if step is not None]
    if (before.value or 0.0) + sum(changes) != (now.value or 0.0):
        return []
    values = (before.value, *changes, now.value)
    series = ((now.metric, values),)
    return [DrawnCurve("waterfall", ("before", *STEPS, "now"), series, is_so_far=False)]


def _cells(
    viewer: Viewer, fact: Fact, at: int
) -> dict[str, tuple[float | None, float | None, float | None]]:
    """(value, numerator, denominator) of each part, of the first period or of all together."""
    ask = metrics.Ask(
        by=cast("metrics.By", fact.params["by"]),
        first=date.fromisoformat(fact.params["period_start"]),
        last=date.fromisoformat(fact.params["asked_until"]),
        until_segment=at,
    )
    series = metrics.measure(viewer, fact.metric, ask)
    return cells_of(fact, series.average, series.points[0].cells)


def cells_of(
    fact: Fact, together: Sequence[metrics.Cell], first: Sequence[metrics.Cell]
) -> dict[str, tuple[float | None, float | None, float | None]]:
    """The parts that a fact of parts is one of."""
    cells = together if fact.params["function"] == "average" else first
    return {cell.key: (cell.value, cell.numerator, cell.denominator) for cell in cells}


def _part(
    told: Fact,
    key: str,
    part: str,
    cells: Mapping[str, tuple[float | None, float | None, float | None]],
) -> Fact:
    value, numerator, denominator = cells.get(part, (None, None, None))
    is_rate = numerator is not None and denominator is not None
    return replace(
        told,
        key=key,
        params={**told.params, "part": part},
        value=value,
        status="complete" if value is not None else "no_data",
        reason="",
        numerator=numerator if is_rate else None,
        denominator=denominator if is_rate else None,
        n=None,
        low=None,
        high=None,
    )


def part_again(viewer: Viewer, fact: Fact, at: int) -> Fact:
    """The same part at a watermark."""
    cells = _cells(viewer, fact, at)
    return replace(_part(fact, fact.key, fact.params["part"], cells), watermark=fact.watermark)
