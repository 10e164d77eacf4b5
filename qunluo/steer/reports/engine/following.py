"""Suggestions with what they should bring, and what came of the last ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qunluo.steer.reports.engine.rules import use_of
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qunluo.steer.reports.engine.facts import FactTable

EXPECTED = N_(
    "Expected of it: %(name)s between %(low)s and %(high)s, where the middle half of its past "
    "periods lay; it was %(now)s in %(period)s."
)
NO_RANGE = N_(
    "Expected of it: a better figure of %(name)s than the %(now)s of %(period)s; its own past is "
    "too short to give a range."
)
NONE_BEFORE = N_("There is no earlier report of this kind whose suggestions could be followed up.")
NO_SUGGESTIONS = N_("The report before this one suggested nothing.")
REACHED = N_(
    "Suggested last time: %(play)s Reached: %(name)s came to %(now)s in %(period)s; expected was "
    "%(low)s to %(high)s, and it stood at %(before)s."
)
MISSED = N_(
    "Suggested last time: %(play)s Not reached: %(name)s came to %(now)s in %(period)s; expected "
    "was %(low)s to %(high)s, and it stood at %(before)s."
)
STOOD = N_(
    "Suggested last time: %(play)s No range was given; %(name)s came to %(now)s in %(period)s and "
    "stood at %(before)s."
)
NOT_SEEN = N_("Suggested last time: %(play)s It cannot be followed up: %(name)s has no figure now.")

Outcome = Literal["reached", "missed", "stood", "not_seen"]
OUTCOMES: dict[Outcome, str] = {
    "reached": REACHED, "missed": MISSED, "stood": STOOD, "not_seen": NOT_SEEN,
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """`low`, `high`: what the figure should come to, in its own unit."""

    use: str
    metric: str
    play: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Promise:
    """A suggestion of the report before; `has_range`: what it promised is among the facts."""

    number: int
    use: str
    play: str
    has_range: bool


def range_of(use: str, facts: FactTable) -> tuple[float, float] | None:
    """What the figure should come to: the better part of the middle half of its own past."""
    now = facts.usable(f"{use}.now")
    low, high = facts.usable(f"{use}.usual_low"), facts.usable(f"{use}.usual_high")
    if now is None or low is None or high is None:
        return None
    ends = (low.value or 0.0, high.value or 0.0)
    is_better = (
        ends[1] > (now.value or 0.0) if use_of(use).good == "up" else ends[0] < (now.value or 0.0)
    )
    return ends if is_better else None


def expected(use: str, facts: FactTable) -> Sentence:
    """What a suggestion should bring, as a sentence."""
    now = f"{use}.now"
    slots = {
        "name": Slot("name", (now,)),
        "now": Slot("value", (now,)),
        "period": Slot("short_period", (now, now)),
    }
    if range_of(use, facts) is None:
        return Sentence("improvements", "expected.no_range", NO_RANGE, slots, strength="stated")
    slots["low"] = Slot("value", (f"{use}.usual_low",))
    slots["high"] = Slot("value", (f"{use}.usual_high",))
    return Sentence("improvements", "expected.range", EXPECTED, slots, strength="stated")


def follow_up(
    promises: Sequence[Promise] | None, facts: FactTable, *, is_complete: bool
) -> Iterator[Sentence]:
    """One sentence for each suggestion of the report before; None: there was no such report."""
    if not promises or not is_complete:
        told = NONE_BEFORE if promises is None else NO_SUGGESTIONS
        if is_complete:
            yield Sentence("follow_up", "follow_up.none", told, strength="stated")
        return
    for promise in promises:
        yield _one(promise, facts)


def outcome(promise: Promise, facts: FactTable) -> Outcome:
    now = facts.usable(f"{promise.use}.now")
    if now is None or f"{promise.use}.before" not in facts:
        return "not_seen"
    if not promise.has_range:
        return "stood"
    low, high = (facts[f"{promise.use}.promised_{end}"].value or 0.0 for end in ("low", "high"))
    value = now.value or 0.0
    is_good = value >= low if use_of(promise.use).good == "up" else value <= high
    return "reached" if is_good else "missed"


def _one(promise: Promise, facts: FactTable) -> Sentence:
    now, kind = f"{promise.use}.now", outcome(promise, facts)
    every = {
        "play": Slot("text", text=promise.play),
        "name": Slot("name", (now,)),
        "now": Slot("value", (now,)),
        "before": Slot("value", (f"{promise.use}.before",)),
        "period": Slot("short_period", (now, now)),
        "low": Slot("value", (f"{promise.use}.promised_low",)),
        "high": Slot("value", (f"{promise.use}.promised_high",)),
    }
    template = OUTCOMES[kind]
    slots = {name: slot for name, slot in every.items() if f"%({name})s" in template}
    tones = {"reached": "highlight", "missed": "shortcoming"}
    tone = tones.get(kind, "plain")
    return Sentence("follow_up", f"follow_up.{kind}", template, slots, tone, "stated")  # type: ignore[arg-type]
