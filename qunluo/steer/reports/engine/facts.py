"""Facts: the only things a sentence may speak of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Status = Literal["complete", "partial", "no_data", "not_observable", "suppressed"]


@dataclass(frozen=True)
class Fact:
    """One measured value. `low`/`high`: its 95 % interval where it has one.

    `key` is its place in this report, such as `questions.now`; `params` are those the metric was
    measured with, so that it can be measured again; `watermark` is the segment read up to.
    """

    key: str
    metric: str
    version: int
    params: Mapping[str, str]
    value: float | None
    unit: str
    status: Status = "complete"
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    watermark: int = 0
    query_hash: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether the value may enter arithmetic: complete and present."""
        return self.status == "complete" and self.value is not None


def bare(fact: Fact, value: float | None) -> Fact:
    """The fact with another value that rests on no cases of its own: a goal, a promise, a range."""
    return replace(
        fact,
        value=value,
        status="complete" if value is not None else "no_data",
        reason="",
        numerator=None,
        denominator=None,
        n=None,
        low=None,
        high=None,
        query_hash="",
    )


@dataclass(frozen=True)
class FactTable:
    """The facts of one report by key."""

    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Fact:
        return self.facts[key]

    def __contains__(self, key: str) -> bool:
        return key in self.facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def get(self, key: str) -> Fact | None:
        return self.facts.get(key)

    def usable(self, key: str) -> Fact | None:
        """The fact when it may enter arithmetic, else None."""
        fact = self.facts.get(key)
        return fact if fact is not None and fact.is_usable else None
