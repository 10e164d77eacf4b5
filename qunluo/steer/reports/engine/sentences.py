"""Sentences: a template and its slots, each slot a declared function of facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.steer.reports.engine.facts import FactTable

Strength = Literal["observed", "accounted", "stated"]
Tone = Literal["plain", "highlight", "shortcoming"]
Function = Literal[
    "value", "difference", "relative", "ratio", "name", "names", "period", "short_period", "text",
    "moment", "space", "parts", "words", "people", "low", "high", "n", "numerator", "denominator",
]  # fmt: skip
WORDS = frozenset(
    {
        "name",
        "names",
        "period",
        "short_period",
        "text",
        "moment",
        "space",
        "parts",
        "words",
        "people",
    }
)


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a message that is translated later
    """Mark a template for the catalogue; it is translated when it is shown."""
    return text


@dataclass(frozen=True)
class Slot:
    """`facts` are the keys the function reads; `text` is a value given by the records (a name).

    A `moment` is its text, ISO with the offset of the community's zone. `short_period` leaves the
    year out when it is that of the second fact. `space` is the name the fact's space had.
    `parts` lists facts that are parts of a figure, each with its label, `words` words with how
    many texts hold them, `people` marks of people with their figures; who shows them sets names in.
    """

    function: Function
    facts: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Sentence:
    """`template` is a message; `rule` names the code that chose it; `strength` how far it may go.

    `observed`: reads facts. `accounted`: an identity that closes exactly. `stated`: says what the
    records say or lack, no figure.
    """

    section: str
    rule: str
    template: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    tone: Tone = "plain"
    strength: Strength = "observed"

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of all facts it rests on, in order, each once."""
        keys = [key for slot in self.slots.values() for key in slot.facts]
        return tuple(dict.fromkeys(keys))


def amount(slot: Slot, facts: FactTable) -> float | None:
    """The number a slot stands for; None for names, periods and texts."""
    if slot.function in WORDS:
        return None
    values = [_part(slot.function, key, facts) for key in slot.facts]
    if any(value is None for value in values):
        return None
    first, *rest = [value for value in values if value is not None]
    return _apply(slot.function, first, rest)


def _apply(function: Function, first: float, rest: list[float]) -> float | None:
    match function:
        case "difference":
            return abs(first - rest[0])
        case "relative":
            return abs(first - rest[0]) / rest[0] if rest[0] else None
        case "ratio":
            return first / rest[0] if rest[0] else None
        case _:
            return first


def _part(function: Function, key: str, facts: FactTable) -> float | None:
    fact = facts[key]
    if function in {"low", "high", "n", "numerator", "denominator"}:
        part: float | None = getattr(fact, function)
        return part
    return fact.value
