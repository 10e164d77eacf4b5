"""Who came back: the cohort triangle, its weighted average, and the stickiness histogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qunluo.insight.metrics.engine.counting import Active

Cohort = Literal["first_matching_start", "every_start"]
Criterion = Literal["on", "on_or_after"]


@dataclass(frozen=True)
class Triangle:
    """`rows[i][k]`: people of cohort i who returned in interval k; column 0 is the cohort's size.

    A row ends where nothing can be observed yet; what is not there is not 0.
    """

    rows: tuple[tuple[int, ...], ...]

    def average(self, k: int, *, among: Sequence[int] | None = None) -> tuple[int, int] | None:
        """(returned, cohort members) over the cohorts old enough for interval k; None: no cohort.

        Weighted: big cohorts weigh more, so 2 of 110 is 1.8 %, not the mean of two percentages.
        """
        rows = [self.rows[n] for n in (range(len(self.rows)) if among is None else among)]
        old_enough = [row for row in rows if len(row) > k and row[0]]
        if not old_enough:
            return None
        return sum(row[k] for row in old_enough), sum(row[0] for row in old_enough)


def cohorts(
    starts: Active, periods: int, *, cohort: Cohort, first: Mapping[int, int]
) -> list[set[int]]:
    """The people of each cohort. `first`: person -> period of the first start ever (may be < 0)."""
    found: list[set[int]] = [set() for _ in range(periods)]
    for person, seen in starts.items():
        for n in seen:
            if n < periods and (cohort == "every_start" or first[person] == n):
                found[n].add(person)
    return found


def triangle(
    members: Sequence[set[int]],
    returns: Active,
    observed: int,
    *,
    criterion: Criterion = "on",
    min_occurrences: int = 1,
) -> Triangle:
    """Cohort members and their returns, over `observed` periods in all.

    Return events are counted inside one interval; at least `min_occurrences` make a return.
    """
    back: list[set[int]] = [set() for _ in range(observed)]
    for person, seen in returns.items():
        for n, times in seen.items():
            if 0 <= n < observed and times >= min_occurrences:
                back[n].add(person)
    if criterion == "on_or_after":
        for n in range(observed - 2, -1, -1):
            back[n] = back[n] | back[n + 1]
    rows = []
    for n, cohort in enumerate(members):
        later = [len(cohort & back[k]) for k in range(n + 1, observed)]
        rows.append((len(cohort), *later))
    return Triangle(tuple(rows))


def stickiness(
    counts: Active,
    buckets: int,
    *,
    enough: Callable[[int], bool] | None = None,
    cumulative: bool = False,
) -> list[int]:
    """How many people were active in exactly 1, 2, ... `buckets` periods (or in so many or more)."""
    histogram = [0] * buckets
    for seen in counts.values():
        active = sum(1 for times in seen.values() if enough is None or enough(times))
        if active:
            histogram[active - 1] += 1
    if cumulative:
        for k in range(buckets - 2, -1, -1):
            histogram[k] += histogram[k + 1]
    return histogram
