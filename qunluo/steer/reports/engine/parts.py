"""Figures told by their parts, and the steps from one period to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.outline import PARTS_OF
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable

TEMPLATES = {
    "channels": N_("Who joined in %(period)s, by channel: %(parts)s."),
    "days": N_("Who contributed in %(period)s, by the number of days they did: %(parts)s."),
    "answered": N_("Of the questions of %(period)s, answered by the hour: %(parts)s."),
    "ages": N_("Open at the end of %(period)s, by age: %(parts)s."),
    "triangle": N_(
        "Of all who began in the periods shown, so many came back in each later period: %(parts)s."
    ),
}


def parts(facts: FactTable) -> Iterator[Sentence]:
    """One sentence for each figure whose parts were measured."""
    for one in PARTS_OF:
        head = f"{one.key}.average_" if one.is_following else f"{one.key}.part_"
        keys = tuple(fact.key for fact in facts if fact.key.startswith(head))
        keys = tuple(key for key in keys if facts[key].value is not None)
        if not keys:
            continue
        slots = {"parts": Slot("parts", keys)}
        if not one.is_following:
            slots["period"] = Slot("short_period", (keys[0], keys[0]))
        yield Sentence(one.section, f"parts.{one.key}", TEMPLATES[one.key], slots)
