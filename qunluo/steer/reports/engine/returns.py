"""What was spent and what came of it, as far as declared assumptions carry: never one figure alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable

CASES = ("low", "mid", "high")
MINOR = 100
RETURN = N_(
    "If an answered question spares a request worth %(worth)s in %(share_low)s, %(share_mid)s or "
    "%(share_high)s of cases, the return on what was spent in %(period)s is %(low)s, %(mid)s or "
    "%(high)s. This rests on assumptions and is no measurement."
)


def return_on(spent: float, answered: float, share: float, worth: int) -> float | None:
    """(benefit − cost) / cost, benefit = answered questions × share × worth (in minor units)."""
    if spent <= 0:
        return None
    return (answered * share * worth / MINOR - spent) / spent


def returns(facts: FactTable) -> Iterator[Sentence]:
    """All three cases in one sentence, or nothing."""
    keys = {case: f"return.{case}" for case in CASES}
    assumed = {f"share_{case}": f"assumed.{case}" for case in CASES} | {"worth": "assumed.worth"}
    if not all(facts.usable(key) for key in (*keys.values(), *assumed.values())):
        return
    slots = {name: Slot("value", (key,)) for name, key in {**keys, **assumed}.items()}
    slots["period"] = Slot("short_period", (keys["mid"], keys["mid"]))
    yield Sentence("costs", "return.assumed", RETURN, slots)
