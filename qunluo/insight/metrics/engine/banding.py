"""Between which values each period would not have stood out, as a band to draw."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.marks import (
    CYCLE,
    FEWEST,
    WINDOW,
    chance_of,
    clump_of,
    edges,
    filled,
    from_first,
    scaled,
)
from qunluo.insight.metrics.engine.outliers import MAD_TO_SIGMA
from qunluo.insight.metrics.engine.seasons import periodic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.marks import Mark, Watch

    Band = tuple[float, float]


def band(marks: Sequence[Mark], at: int, watch: Watch) -> list[Band | None]:
    """For each mark (low, high), by what was usual when the one at `at` was judged.

    One look at the season for all of them: a place later or earlier has the usual level of its place
    in the cycle. None where too little was known to say.
    """
    if watch.method in {"above", "below"} or watch.method == "shift":
        return [None] * len(marks)
    cycle = CYCLE[watch.by]
    raw = from_first(marks[max(0, at + 1 - WINDOW[watch.by]) : at + 1])
    window = scaled(raw, watch)
    values = filled(window, cycle)
    known = sum(one.value is not None and not one.known for one in window[:-1])
    if values is None or known < FEWEST[watch.by]:
        return [None] * len(marks)
    season = periodic(values, cycle) if cycle > 1 else [0.0] * len(values)
    bare = [value - own for value, own in zip(values, season, strict=True)]
    centre = median(bare[:-1])
    apart = MAD_TO_SIGMA * median(abs(one - centre) for one in bare[:-1])
    clump = clump_of(raw[:-1], watch, apart)
    usual = {(n - len(season) + 1 + at) % cycle: season[n] for n in range(len(season))}
    found: list[Band | None] = []
    for n, mark in enumerate(marks):
        expected = max(0.0, centre + usual[n % cycle])
        chance = chance_of(watch, expected, mark.rests_on or marks[at].rests_on, clump)
        found.append(edges(expected, max(apart, chance), watch))
    return found
