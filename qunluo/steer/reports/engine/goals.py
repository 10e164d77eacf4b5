"""Goals: what a figure was to come to, and how it stands against that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.outline import USES
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.outline import Use

LEAST_REACHED = N_(
    "%(name)s reached its goal: %(now)s in %(period)s, at least %(goal)s was the goal."
)
LEAST_MISSED = N_(
    "%(name)s missed its goal: %(now)s in %(period)s, at least %(goal)s was the goal."
)
MOST_REACHED = N_(
    "%(name)s kept within its goal: %(now)s in %(period)s, at most %(goal)s was the goal."
)
MOST_MISSED = N_("%(name)s missed its goal: %(now)s in %(period)s, at most %(goal)s was the goal.")
LEAST_DONE = N_("Of the goal for %(name)s, %(done)s is done.")
LEAST_OPEN = N_("%(name)s: %(now)s in %(period)s so far; the goal is at least %(goal)s.")
MOST_OPEN = N_("%(name)s: %(now)s in %(period)s so far; the goal is at most %(goal)s.")
FORECAST = N_(
    "At the pace so far, %(name)s would come to %(forecast)s by the end of the period, likely "
    "between %(low)s and %(high)s."
)
NOT_KNOWN = N_("%(name)s has a goal, but no figure in %(period)s.")
NONE = N_(
    "No goals are on record for %(period)s, so nothing is measured against one. Operators set them "
    "under Output reports, Goals."
)
TEMPLATES = {
    ("least", True): LEAST_REACHED,
    ("least", False): LEAST_MISSED,
    ("most", True): MOST_REACHED,
    ("most", False): MOST_MISSED,
}


def goals(facts: FactTable) -> Iterator[Sentence]:
    """One sentence or two for each figure with a goal, in the order of the outline."""
    held = [use for use in USES if f"{use.name}.goal" in facts]
    if not held:
        period = {"period": Slot("period", ("contributors.now",))}
        yield Sentence("goals", "goal.none", NONE, period, strength="stated")
    for use in held:
        yield from _standing(use, facts)


def _standing(use: Use, facts: FactTable) -> Iterator[Sentence]:
    now, goal = facts[f"{use.name}.now"], facts[f"{use.name}.goal"]
    slots = _slots(use)
    if now.value is None:
        told = {name: slots[name] for name in ("name", "period")}
        yield Sentence("goals", "goal.silent", NOT_KNOWN, told, strength="stated")
    elif not now.is_usable:
        is_least = goal.params["side"] == "least"
        template = LEAST_OPEN if is_least else MOST_OPEN
        yield Sentence("goals", "goal.open", template, slots)
        if f"{use.name}.forecast" in facts:
            yield _forecast(use)
    else:
        said = against(use, facts)
        if said is not None:
            yield Sentence("goals", said.rule, said.template, said.slots, said.tone)
        if goal.params["side"] == "least" and (goal.value or 0.0) > 0:
            yield _done(use)


def _slots(use: Use) -> dict[str, Slot]:
    now = f"{use.name}.now"
    return {
        "name": Slot("name", (now,)),
        "now": Slot("value", (now,)),
        "period": Slot("short_period", (now, now)),
        "goal": Slot("value", (f"{use.name}.goal",)),
    }


def _done(use: Use) -> Sentence:
    now, goal = f"{use.name}.now", f"{use.name}.goal"
    slots = {"name": Slot("name", (now,)), "done": Slot("ratio", (now, goal))}
    return Sentence("goals", "goal.done", LEAST_DONE, slots)


def _forecast(use: Use) -> Sentence:
    key = f"{use.name}.forecast"
    slots = {
        "name": Slot("name", (key,)),
        "forecast": Slot("value", (key,)),
        "low": Slot("low", (key,)),
        "high": Slot("high", (key,)),
    }
    return Sentence("goals", "goal.forecast", FORECAST, slots)


def is_reached(use: str, facts: FactTable) -> bool | None:
    """Whether the figure came to its goal; None where it has none, or is not whole."""
    now, goal = facts.usable(f"{use}.now"), facts.usable(f"{use}.goal")
    if now is None or goal is None or now.value is None or goal.value is None:
        return None
    if goal.params["side"] == "least":
        return now.value >= goal.value
    return now.value <= goal.value


def against(use: Use, facts: FactTable) -> Sentence | None:
    """A highlight where the goal was reached, a shortcoming where it was missed."""
    reached = is_reached(use.name, facts)
    if reached is None:
        return None
    template = TEMPLATES[str(facts[f"{use.name}.goal"].params["side"]), reached]
    rule = "goal.reached" if reached else "goal.missed"
    section, tone = ("highlights", "highlight") if reached else ("shortcomings", "shortcoming")
    return Sentence(section, rule, template, _slots(use), tone)  # type: ignore[arg-type]
