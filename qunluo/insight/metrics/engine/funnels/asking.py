"""What a funnel asks, and the events of each member that it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from qunluo.insight.metrics.engine.funnels.attempts import Attempt, attempts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.history import History

DEFAULT_WINDOW = timedelta(days=14)
Order = Literal["ordered", "strict", "unordered"]


@dataclass(frozen=True)
class Exclusion:
    """What may not happen after step `after` and before step `before`; steps count from 1."""

    match: Match
    after: int
    before: int


@dataclass(frozen=True)
class Funnel:
    """`order`: ordered (others may lie between), strict (nothing of the member between), unordered.

    `window`: from the attempt's first event to its last, both included. `entry`: any event of the
    first step begins an attempt, or only the `first` one. `first`, `last`: an attempt must begin
    between these moments, both included; `is_closed`: nothing outside them is looked at either, else
    later steps may follow after `last`.
    """

    steps: tuple[Match, ...]
    order: Order = "ordered"
    window: timedelta = DEFAULT_WINDOW
    exclude: tuple[Exclusion, ...] = ()
    entry: Literal["any", "first"] = "any"
    first: datetime | None = None
    last: datetime | None = None
    is_closed: bool = False

    def begins_in(self, moment: datetime) -> bool:
        return (self.first is None or moment >= self.first) and (
            self.last is None or moment <= self.last
        )


@dataclass(frozen=True)
class Event:
    """`steps`, `exclusions`: the numbers (from 0) of those it matches. `facts`: the line's own."""

    at: datetime
    steps: frozenset[int]
    exclusions: frozenset[int]
    facts: str = "{}"


def window_of(value: float | None, unit: str = "day") -> timedelta:
    """A window as people ask for it; nothing, zero and less fall back to 14 days."""
    if value is None or value <= 0:
        return DEFAULT_WINDOW
    days = {"week": 7, "month": 30}.get(unit)
    return timedelta(days=days * value) if days else timedelta(**{f"{unit}s": value})


def walks_of(history: History, funnel: Funnel) -> Mapping[str, list[Attempt]]:
    """Every member's attempts, by the member's key."""
    rows = map(_event, _rows(history, funnel))
    seen = ((actor, one) for actor, one in rows if not funnel.is_closed or funnel.begins_in(one.at))
    return {
        actor: attempts([one for _actor, one in own], funnel)
        for actor, own in groupby(seen, itemgetter(0))
    }


def _rows(history: History, funnel: Funnel) -> list[tuple[Any, ...]]:
    """Actor, moment, facts, then per step and per exclusion whether it matches; in stream order."""
    matches = [*funnel.steps, *(one.match for one in funnel.exclude)]
    told = [match.where() for match in matches]
    asked = [f"({where})" for where, _params in told]
    params = [param for _where, own in told for param in own]
    marks = "".join(f", {where}" for where in asked)
    # Strict lets nothing of the member lie between, so everything has to be seen.
    which = "person IS NOT NULL" if funnel.order == "strict" else " OR ".join(asked)
    more = [] if funnel.order == "strict" else params
    within, bounds = _reach(funnel)
    return history.rows(
        f"SELECT actor, moment, facts, {len(funnel.steps)}{marks} FROM {{acts}}"  # noqa: S608
        f" JOIN (SELECT person, actor FROM {{people}}) USING (person) WHERE ({which}){within}"
        " ORDER BY actor, moment, line_id",
        [*params, *more, *bounds],
    )


def _reach(funnel: Funnel) -> tuple[str, list[str]]:
    """No attempt reaches back before `first`, nor further than its window after `last`."""
    told, params = "", list[str]()
    if funnel.first is not None:
        told += " AND moment >= CAST(? AS TIMESTAMP)"
        params.append(_utc(funnel.first))
    if funnel.last is not None:
        told += " AND moment <= CAST(? AS TIMESTAMP)"
        params.append(_utc(funnel.last + funnel.window))
    return told, params


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _event(row: tuple[Any, ...]) -> tuple[str, Event]:
    actor, moment, facts, steps, *marks = row
    return actor, Event(
        moment.replace(tzinfo=UTC),
        frozenset(n for n, told in enumerate(marks[:steps]) if told),
        frozenset(n for n, told in enumerate(marks[steps:]) if told),
        facts,
    )
