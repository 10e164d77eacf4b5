"""The shape of a definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qunluo.insight.metrics.engine.periods import BYS
from qunluo.kernel.stream.kinds import names_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Behind, Inquiry, Reading
    from qunluo.insight.metrics.engine.periods import By, Period
    from qunluo.kernel.stream.kinds import Kind

Unit = Literal["people", "items", "share", "hours", "days", "points", "money", "index"]
Family = Literal[
    "membership",
    "growth",
    "activity",
    "loyalty",
    "satisfaction",
    "content",
    "questions",
    "spread",
    "influence",
    "efficiency",
]
Counts = Literal["times", "days", "silent_days", "in_time", "thousandths"]
Population = Literal["members", "anyone", "all"]

PRESENT: tuple[Kind, ...] = ("presence", "reaction", "contribution", "transaction")
CONTRIBUTED: tuple[Kind, ...] = ("contribution",)


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


def names(*kinds: Kind) -> tuple[str, ...]:
    return names_of(*kinds)


@dataclass(frozen=True)
class Metric:
    """One number's meaning.

    `name` and `definition` are English msgids. `kinds`: the kinds of activity that count, of the
    versioned list in kernel.stream.kinds; `activities`: single names instead. `population`:
    members (without staff), anyone (with staff), all (also lines of nobody). `better`: 1 more is
    better, -1 less is better, 0 neither. `needs_visits`: imports cannot tell. `maturity`: how long
    after a period's end its number may still change. `is_own`: a whole period's number rests on the
    lines of that period alone. `counts`: what the number beside each person behind it is. A changed meaning is a new `version`.
    """

    id: str
    family: Family
    name: str
    definition: str
    formula: str
    unit: Unit
    measure: Callable[[Inquiry], list[Reading]]
    behind: Callable[[History, Period], Behind] | None = None
    kinds: tuple[Kind, ...] = ()
    activities: tuple[str, ...] = ()
    population: Population = "members"
    better: int = 1
    needs_visits: bool = False
    maturity: timedelta | None = None
    bys: tuple[By, ...] = BYS
    is_cohort: bool = False
    counts: Counts = "times"
    by_space: bool = True
    is_own: bool = False
    version: int = 1

    @property
    def counts_people(self) -> bool:
        return self.unit == "people"
