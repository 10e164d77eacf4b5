"""Claims that an editor puts into the text: sentences of the engine, chosen by a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.outline import BY_NAME
from qunluo.steer.reports.engine.rules import standing
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from qunluo.steer.reports.engine.facts import Fact, FactTable

SAID = N_("%(name)s: %(now)s in %(period)s.")
SAID_IN = N_("%(name)s in %(space)s: %(now)s in %(period)s.")
# What rests on another claim, or on several periods, is no sentence of its own.
NEVER_ALONE = ("usual", "promised", "average", "forecast", "person", "word", "return", "assumed")


def may_stand_alone(fact: Fact) -> bool:
    """Whether a sentence can be made of this fact: it has a figure, and one period it is told of."""
    function = str(fact.params.get("function", ""))
    return fact.value is not None and not function.startswith(NEVER_ALONE)


def claim_of(fact: Fact, facts: FactTable, section: str) -> Sentence:
    """The sentence that says this fact; a figure of the period is set beside the one before.

    Whether it says higher or lower is for the rule of `change`, never for the editor.
    """
    name, _dot, when = fact.key.rpartition(".")
    if when == "now" and name in BY_NAME:
        return standing(BY_NAME[name], facts, section=section)
    slots = {
        "name": Slot("name", (fact.key,)),
        "now": Slot("value", (fact.key,)),
        "period": Slot("period", (fact.key,)),
    }
    if fact.params.get("space"):
        slots["space"] = Slot("space", (fact.key,))
    return Sentence(section, "said", SAID_IN if "space" in slots else SAID, slots)
