"""Figures told by their parts, and the steps from one period to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.outline import PARTS_OF
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable

ON_RECORD = N_("On record in %(period)s: %(parts)s.")
RISING = N_(
    "Words in a clearly larger share of texts than in the four periods before, with the number of "
    "texts: %(words)s."
)
HELPED = N_(
    "Helped others most often in %(period)s, of those who agreed to be named: %(people)s. Whoever "
    "did not agree is counted and not named."
)
TEMPLATES = {
    "channels": N_("Who joined in %(period)s, by channel: %(parts)s."),
    "days": N_("Who contributed in %(period)s, by the number of days they did: %(parts)s."),
    "answered": N_("Of the questions of %(period)s, answered by the hour: %(parts)s."),
    "ages": N_("Open at the end of %(period)s, by age: %(parts)s."),
    "lorenz": N_(
        "By share of contributors, beginning with those who made little, theirs was of all "
        "contributions of %(period)s: %(parts)s."
    ),
    "bridges": N_(
        "Of the ways between others in the network, so many led through a single person, person by "
        "person: %(parts)s."
    ),
    "survival": N_(
        "Of all who ever contributed, so many were still contributing after: %(parts)s."
    ),
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
        template = TEMPLATES.get(one.key, ON_RECORD)
        slots = {"parts": Slot("parts", keys)}
        if "%(period)s" in template:
            slots["period"] = Slot("short_period", (keys[0], keys[0]))
        yield Sentence(one.section, f"parts.{one.key}", template, slots)


def told_apart(facts: FactTable) -> Iterator[Sentence]:
    """Words that came up, and those who helped and agreed to be named; nothing where there are none."""
    words = tuple(fact.key for fact in facts if fact.key.startswith("words.now_"))
    if words:
        yield Sentence("trends", "words.rising", RISING, {"words": Slot("words", words)})
    people = tuple(fact.key for fact in facts if fact.key.startswith("supporters.person_"))
    if people:
        slots = {
            "people": Slot("people", people),
            "period": Slot("short_period", (people[0], people[0])),
        }
        yield Sentence("members", "people.helped", HELPED, slots)
