"""One member's way through the steps: every attempt, and the best of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qunluo.insight.metrics.engine.funnels.asking import Event, Funnel


@dataclass(frozen=True)
class Attempt:
    """`moments`: when each reached step was done, in the order of doing. `facts`: of the first."""

    moments: tuple[datetime, ...]
    facts: str = "{}"

    @property
    def depth(self) -> int:
        return len(self.moments)

    @property
    def entered_at(self) -> datetime:
        return self.moments[0]


def attempts(events: Sequence[Event], funnel: Funnel) -> list[Attempt]:
    """Every attempt that no exclusion spoiled, in the order of entering; `events` in stream order."""
    walk = {"ordered": _ordered, "strict": _strict, "unordered": _unordered}[funnel.order]
    found = []
    for start in _entries(events, funnel):
        moments = walk(events, start, funnel)
        if moments:
            found.append(Attempt(moments, events[start].facts))
    return found


def best(found: Sequence[Attempt]) -> Attempt | None:
    """The earliest of those that got furthest."""
    return max(found, key=lambda one: one.depth, default=None)


def _entries(events: Sequence[Event], funnel: Funnel) -> Iterator[int]:
    for number, event in enumerate(events):
        opens = bool(event.steps) if funnel.order == "unordered" else 0 in event.steps
        if opens and funnel.begins_in(event.at):
            yield number
            if funnel.entry == "first":
                return


def _within(events: Sequence[Event], start: int, funnel: Funnel) -> range:
    """The numbers of the later events inside the window."""
    last = events[start].at + funnel.window
    end = start + 1
    while end < len(events) and events[end].at <= last:
        end += 1
    return range(start + 1, end)


def _strict(events: Sequence[Event], start: int, funnel: Funnel) -> tuple[datetime, ...]:
    moments = [events[start].at]
    inside = _within(events, start, funnel)
    for number in inside:
        if len(moments) == len(funnel.steps) or len(moments) not in events[number].steps:
            break
        moments.append(events[number].at)
    waits = len(moments) < len(funnel.steps)
    if waits and _spoils(events, range(start + len(moments), inside.stop), funnel, len(moments)):
        return ()
    return tuple(moments)


def _spoils(events: Sequence[Event], gap: range, funnel: Funnel, done: int) -> bool:
    """Whether an excluded event lies in the gap after `done` steps."""
    bars = {n for n, one in enumerate(funnel.exclude) if one.after <= done < one.before}
    return bool(bars) and any(events[number].exclusions & bars for number in gap)


def _ordered(events: Sequence[Event], start: int, funnel: Funnel) -> tuple[datetime, ...]:
    """A later event of a step may do where an earlier one would be spoiled."""
    inside = _within(events, start, funnel)
    reach = [[start]]
    for step in range(1, len(funnel.steps)):
        found = []
        for number in inside:
            if step in events[number].steps:
                before = [one for one in reach[-1] if one < number]
                if before and not _spoils(events, range(before[-1] + 1, number), funnel, step):
                    found.append(number)
        if not found:
            break
        reach.append(found)
    if len(reach) < len(funnel.steps):
        # What never came is waited for until the window ends.
        reach[-1] = [
            one
            for one in reach[-1]
            if not _spoils(events, range(one + 1, inside.stop), funnel, len(reach))
        ]
    return tuple(events[number].at for number in _earliest(events, reach, funnel))


def _earliest(events: Sequence[Event], reach: list[list[int]], funnel: Funnel) -> list[int]:
    """The way to the earliest last step, each step as early as it can be."""
    if not reach[-1]:
        return []

    def joins(step: int, one: int, other: int) -> bool:
        return one < other and not _spoils(events, range(one + 1, other), funnel, step)

    good = [reach[-1][:1]]
    for step in range(len(reach) - 1, 0, -1):
        good.insert(
            0, [one for one in reach[step - 1] if any(joins(step, one, to) for to in good[0])]
        )
    way = [good[0][0]]
    for step in range(1, len(reach)):
        way.append(next(to for to in good[step] if joins(step, way[-1], to)))
    return way


def _unordered(events: Sequence[Event], start: int, funnel: Funnel) -> tuple[datetime, ...]:
    """Step k is done when k of the steps are; one event serves one of them."""
    taken: dict[int, int] = {}
    done: list[int] = []
    inside = _within(events, start, funnel)
    for number in (start, *inside):
        if _serves(events, number, taken, set()):
            done.append(number)
        if len(done) == len(funnel.steps):
            break
    gaps = list(zip(done, [*done[1:], inside.stop], strict=True))
    if len(done) == len(funnel.steps):
        gaps.pop()
    for count, (one, other) in enumerate(gaps, 1):
        if _spoils(events, range(one + 1, other), funnel, count):
            return ()
    return tuple(events[number].at for number in done)


def _serves(events: Sequence[Event], number: int, taken: dict[int, int], tried: set[int]) -> bool:
    """Give the event a step, moving earlier ones to others where that helps."""
    for step in sorted(events[number].steps - tried):
        tried.add(step)
        if step not in taken or _serves(events, taken[step], taken, tried):
            taken[step] = number
            return True
    return False
