"""Cases of funnels."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qunluo.insight.metrics.engine import funnels
from qunluo.insight.metrics.engine.cases import reading
from qunluo.insight.metrics.engine.cases.events import collect, groups
from qunluo.insight.metrics.engine.cases.reading import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qunluo.insight.metrics.engine.cases.events import Answer
    from qunluo.insight.metrics.engine.cases.reading import Case
    from qunluo.insight.metrics.engine.funnels import Attempt, Funnel
    from qunluo.insight.metrics.engine.history import History

ORDERS = ("ordered", "strict", "unordered")
ENTRIES = ("any", "first")


def converted(case: Case, folder: Path) -> Answer:
    query = case["query"]
    if "breakdown_actor" in query:
        return groups(case, folder, converted)
    funnel, history = _funnel(query), reading.history(case, folder)
    walks = funnels.walks_of(history, funnel)
    answer = _seen(history, walks, query, funnel)
    if "breakdown" in query:
        for value, own in sorted(_by_value(walks, query["breakdown"]).items()):
            collect(answer, value, _seen(history, own, query, funnel))
    return {**answer, "window_used": _windows(case)}


def _seen(
    history: History, walks: Mapping[str, list[Attempt]], query: dict[str, Any], funnel: Funnel
) -> Answer:
    view = query.get("view") or "steps"
    if view == "trend":
        return _trend(history, walks, query, funnel)
    if view == "time_to_convert":
        return _time_to_convert(walks, query, funnel)
    if view != "steps":
        raise UnsupportedError(f"a funnel seen as {view}")
    return _steps(walks, funnel)


def _funnel(query: dict[str, Any]) -> Funnel:
    order: Any = query.get("order") or "ordered"
    entry: Any = query.get("entry") or "any"
    if order not in ORDERS or entry not in ENTRIES:
        raise UnsupportedError(f"an order of {order} with entries by {entry}")
    window = query.get("window") or {}
    first, last = reading.bounds(query)
    return funnels.Funnel(
        steps=tuple(reading.match(step) for step in query["steps"]),
        order=order,
        window=funnels.window_of(window.get("value"), window.get("unit", "day")),
        exclude=tuple(_exclusion(query, one) for one in query.get("exclude") or ()),
        entry=entry,
        first=first,
        last=last,
        is_closed=True,
    )


def _exclusion(query: dict[str, Any], asked: dict[str, Any]) -> funnels.Exclusion:
    told: dict[str, Any] = {key: asked[key] for key in ("verb", "where") if key in asked}
    before = asked.get("before_step") or len(query["steps"])
    return funnels.Exclusion(reading.match(told), asked.get("after_step", 1), before)


def _steps(walks: Mapping[str, list[Attempt]], funnel: Funnel) -> Answer:
    count = len(funnel.steps)
    means, medians = funnels.times(walks, count)
    got = [set(funnels.reached(walks, step)) for step in range(1, count + 1)]
    return {
        "counts": funnels.counts(walks, count),
        "reached": {str(step): sorted(people) for step, people in enumerate(got, 1)},
        "dropped_after": {
            str(step): sorted(people - later)
            for step, (people, later) in enumerate(pairwise(got), 1)
        },
        "average_seconds": means,
        "median_seconds": medians,
    }


def _by_value(walks: Mapping[str, list[Attempt]], name: str) -> dict[str, dict[str, list[Attempt]]]:
    """By the property of the event that began each attempt; a member counts once per value."""
    values: dict[str, dict[str, list[Attempt]]] = {}
    for actor, tries in walks.items():
        for one in tries:
            value = json.loads(one.facts).get(name)
            if value is not None:
                values.setdefault(value, {}).setdefault(actor, []).append(one)
    return values


def _trend(
    history: History, walks: Mapping[str, list[Attempt]], query: dict[str, Any], funnel: Funnel
) -> Answer:
    told = funnels.trend(
        walks,
        reading.periods(history, {"period": "day", **query}),
        from_step=query.get("from_step") or 1,
        to_step=query.get("to_step") or len(funnel.steps),
    )
    return {
        "entered": [one.entered for one in told],
        "converted": [one.converted for one in told],
        # The format knows no "nobody entered" here: it writes 0.
        "rate_percent": [100 * (one.rate or 0) for one in told],
    }


def _time_to_convert(
    walks: Mapping[str, list[Attempt]], query: dict[str, Any], funnel: Funnel
) -> Answer:
    one, other = query.get("from_step") or 1, query.get("to_step") or len(funnel.steps)
    took = funnels.seconds_between(walks, one, other)
    return {
        "bins": [[edge, count] for edge, count in funnels.bins(took, query.get("bin_count"))],
        "average_seconds": sum(took) / len(took) if took else None,
        "conversion_seconds": took,
    }


def _windows(case: Case) -> list[dict[str, Any]]:
    asked = case["expected"].get("window_used", ())
    return [{"given": one["given"], "days": funnels.window_of(one["given"]).days} for one in asked]
