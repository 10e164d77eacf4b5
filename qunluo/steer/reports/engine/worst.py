"""Which figure moved furthest for the worse, where it did, and what it should come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.outline import USES
from qunluo.steer.reports.engine.rules import changed, verdict
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qunluo.steer.reports.engine.facts import Fact, FactTable
    from qunluo.steer.reports.engine.outline import Use

WORST_UP = N_(
    "Moved furthest the wrong way: %(name)s, up by %(difference)s (%(period)s: %(now)s, "
    "%(before_period)s: %(before)s)."
)
WORST_DOWN = N_(
    "Moved furthest the wrong way: %(name)s, down by %(difference)s (%(period)s: %(now)s, "
    "%(before_period)s: %(before)s)."
)
WORST_UNCLEAR = N_(
    "Nearest to a move the wrong way, though not a clear one: %(name)s (%(period)s: %(now)s, "
    "%(before_period)s: %(before)s)."
)
WHERE = N_(
    "Of the spaces, %(space)s moved furthest in this: %(now)s in %(period)s, %(before)s in "
    "%(before_period)s."
)
TEMPLATES = {"up": WORST_UP, "down": WORST_DOWN}
FEWEST_PERIODS = 6


def worst_moved(facts: FactTable) -> Use | None:
    """The use that moved furthest the worse way, clear changes before unclear ones."""
    moved = [(_rank(use, facts), use) for use in USES]
    worse = [(rank, use) for rank, use in moved if rank is not None]
    return max(worse, key=lambda entry: entry[0])[1] if worse else None


def _rank(use: Use, facts: FactTable) -> tuple[bool, float] | None:
    now, before = facts.usable(f"{use.name}.now"), facts.usable(f"{use.name}.before")
    if use.good == "neither" or now is None or before is None:
        return None
    step = worse_by(use, now, before)
    if step <= 0:
        return None
    base = abs(before.value or 0.0)
    return verdict(use, facts) == "shortcoming", step / base if base else step


def worse_by(use: Use, now: Fact, before: Fact) -> float:
    """How far it went the worse way, in its own unit; negative: it went the better way."""
    difference = (now.value or 0.0) - (before.value or 0.0)
    return -difference if use.good == "up" else difference


def worst_space(use: Use, found: Mapping[int, tuple[Fact, Fact]]) -> int | None:
    """The space of (now, before) pairs that moved furthest the worse way."""
    worse = {
        space: worse_by(use, now, before)
        for space, (now, before) in found.items()
        if now.is_usable and before.is_usable
    }
    furthest = max(worse, key=lambda space: (worse[space], -space), default=None)
    return furthest if furthest is not None and worse[furthest] > 0 else None


def worst(facts: FactTable) -> Iterator[Sentence]:
    """The sentence of the first page, and the one that says in which space."""
    use = worst_moved(facts)
    if use is None:
        return
    now, before = f"{use.name}.now", f"{use.name}.before"
    direction = changed(use, facts).direction
    template = TEMPLATES.get(direction, WORST_UNCLEAR)
    kind = direction if direction in TEMPLATES else "unclear"
    slots = {"name": Slot("name", (now,)), **_figures(now, before)}
    if kind != "unclear":
        slots["difference"] = Slot("difference", (now, before))
    tone = verdict(use, facts)
    yield Sentence("glance", f"worst.{kind}", template, slots, tone)
    here, then = f"{use.name}.space_now", f"{use.name}.space_before"
    if here in facts and then in facts:
        there = {"space": Slot("space", (here,)), **_figures(here, then)}
        yield Sentence("glance", "worst.space", WHERE, there)


def _figures(now: str, before: str) -> dict[str, Slot]:
    return {
        "now": Slot("value", (now,)),
        "before": Slot("value", (before,)),
        "period": Slot("short_period", (now, now)),
        "before_period": Slot("short_period", (before, now)),
    }


def quartiles(values: Sequence[float]) -> tuple[float, float] | None:
    """The ends of the middle half, by linear interpolation; None of fewer than six values."""
    if len(values) < FEWEST_PERIODS:
        return None
    told = sorted(values)
    return _at(told, 0.25), _at(told, 0.75)


def _at(told: Sequence[float], share: float) -> float:
    place = share * (len(told) - 1)
    low = int(place)
    high = min(low + 1, len(told) - 1)
    return round(told[low] + (told[high] - told[low]) * (place - low), 6)
