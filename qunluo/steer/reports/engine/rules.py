"""Which sentences a report says, given its facts: each rule is named in the sentences it makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.change import COUNTED, compare
from qunluo.steer.reports.engine.outline import BY_NAME, USES
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.change import Change
    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.outline import Use
    from qunluo.steer.reports.engine.sentences import Tone

UP = N_("%(name)s: %(now)s in %(period)s, up by %(difference)s on %(before_period)s (%(before)s).")
DOWN = N_(
    "%(name)s: %(now)s in %(period)s, down by %(difference)s on %(before_period)s (%(before)s)."
)
SHARE_UP = N_(
    "%(name)s: %(now)s in %(period)s, higher by %(difference)s than in %(before_period)s "
    "(%(before)s)."
)
SHARE_DOWN = N_(
    "%(name)s: %(now)s in %(period)s, lower by %(difference)s than in %(before_period)s "
    "(%(before)s)."
)
UNCLEAR = N_("%(name)s: %(now)s in %(period)s, %(before)s in %(before_period)s; no clear change.")
UNTESTED = N_("%(name)s: %(now)s in %(period)s, %(before)s in %(before_period)s.")
QUIET = N_("%(names)s: none in %(period)s, as in %(before_period)s.")
ALONE = N_("%(name)s: %(now)s in %(period)s; there is nothing to compare it with.")
SO_FAR = N_("%(name)s: %(now)s in %(period)s so far.")
SILENT = N_("%(name)s: no record in %(period)s.")
NOT_ENOUGH = N_("%(name)s: too few cases in %(period)s to state a figure.")
YEAR_UP = N_(
    "%(name)s: %(now)s, up by %(difference)s on a year ago (%(year_period)s: %(year_ago)s)."
)
YEAR_DOWN = N_(
    "%(name)s: %(now)s, down by %(difference)s on a year ago (%(year_period)s: %(year_ago)s)."
)
NO_YEAR = N_("No figure of %(period)s differs clearly from a year ago (%(year_period)s).")
LIFECYCLE = N_(
    "Contributing members went from %(before)s to %(now)s: %(new)s came for the first time, "
    "%(resurrecting)s came back, %(dormant)s of the period before did not contribute again, "
    "and %(returning)s stayed."
)

STILL_JOINING = N_(
    "In %(period)s still %(joins)s joined, yet %(name)s went down by %(difference)s: from %(before)s "
    "in %(before_period)s to %(now)s."
)


def body(facts: FactTable) -> Iterator[Sentence]:
    """The sentences of the work sections and of the trends, in the order of the outline."""
    quiet: dict[str, list[Use]] = {}
    for use in USES:
        if use.name.startswith("lifecycle_") or f"{use.name}.now" not in facts:
            continue
        if use.is_entered and facts[f"{use.name}.now"].value is None:
            continue
        if is_quiet(use, facts):
            quiet.setdefault(use.section, []).append(use)
        else:
            yield standing(use, facts)
    for section, uses in quiet.items():
        yield _quiet(section, uses)
    yield from lifecycle(facts)
    yield from still_joining(facts)
    yield from _year(facts)


def is_quiet(use: Use, facts: FactTable) -> bool:
    """Counted and nothing found, in this period and in the one before: said once for all such."""
    now, before = facts.usable(f"{use.name}.now"), facts.usable(f"{use.name}.before")
    if now is None or before is None or now.unit not in COUNTED:
        return False
    return now.value == before.value == 0


def _quiet(section: str, uses: list[Use]) -> Sentence:
    now = tuple(f"{use.name}.now" for use in uses)
    before = tuple(f"{use.name}.before" for use in uses)
    slots = {
        "names": Slot("names", now),
        "period": Slot("short_period", (now[0], now[0])),
        "before_period": Slot("short_period", (before[0], now[0], *before[1:])),
    }
    return Sentence(section, "standing.quiet", QUIET, slots)


def standing(use: Use, facts: FactTable, *, section: str = "", tone: Tone = "plain") -> Sentence:
    """How one metric stands in the period, and whether it moved by the rule of `change`."""
    template, change = _chosen(use, facts)
    slots = _slots(use, template)
    rule = f"standing.{change.direction}"
    return Sentence(section or use.section, rule, template, slots, tone)


def changed(use: Use, facts: FactTable, *, against: str = "before") -> Change:
    """The use's change against another period; levels are set side by side, never judged."""
    change = compare(facts.get(f"{use.name}.now"), facts.get(f"{use.name}.{against}"))
    if use.is_level and change.direction != "not_compared":
        return replace(change, direction="untested")
    return change


def _chosen(use: Use, facts: FactTable) -> tuple[str, Change]:
    now = facts.get(f"{use.name}.now")
    change = changed(use, facts)
    if now is None or now.status == "no_data" or now.value is None:
        hidden = now is not None and now.status == "suppressed"
        return (NOT_ENOUGH if hidden else SILENT), change
    if now.status != "complete":
        return SO_FAR, change
    is_share = now.unit == "share"
    by_direction = {
        "up": SHARE_UP if is_share else UP,
        "down": SHARE_DOWN if is_share else DOWN,
        "unclear": UNCLEAR,
        "untested": UNTESTED,
        "not_compared": ALONE,
    }
    return by_direction[change.direction], change


def _slots(use: Use, template: str) -> dict[str, Slot]:
    now, before = f"{use.name}.now", f"{use.name}.before"
    every = {
        "name": Slot("name", (now,)),
        "period": Slot("short_period", (now, now)),
        "now": Slot("value", (now,)),
        "before": Slot("value", (before,)),
        "before_period": Slot("short_period", (before, now)),
        "difference": Slot("difference", (now, before)),
    }
    return {name: slot for name, slot in every.items() if f"%({name})s" in template}


def lifecycle(facts: FactTable) -> Iterator[Sentence]:
    """The reason as far as an identity gives it; nothing where it does not close exactly."""
    parts = ("new", "resurrecting", "dormant", "returning")
    keys = {part: f"lifecycle_{part}.now" for part in parts}
    whole = ("contributors.now", "contributors.before")
    if not all(facts.usable(key) for key in (*keys.values(), *whole)):
        return
    value = {part: facts[key].value or 0.0 for part, key in keys.items()}
    now, before = (facts[key].value or 0.0 for key in whole)
    gone = abs(value["dormant"])
    if now - before != value["new"] + value["resurrecting"] - gone:
        return
    slots = {part: Slot("value", (key,)) for part, key in keys.items()}
    slots |= {"now": Slot("value", whole[:1]), "before": Slot("value", whole[1:])}
    yield Sentence("reasons", "lifecycle.closes", LIFECYCLE, slots, strength="accounted")


def still_joining(facts: FactTable) -> Iterator[Sentence]:
    """That people go on joining while those who contribute clearly become fewer."""
    use = BY_NAME["contributors"]
    joins, now = facts.usable("joins.now"), facts.usable("contributors.now")
    if joins is None or now is None or changed(use, facts).direction != "down":
        return
    if (joins.value or 0.0) > (now.value or 0.0):
        slots = {**_slots(use, STILL_JOINING), "joins": Slot("value", ("joins.now",))}
        yield Sentence("reasons", "together.still_joining", STILL_JOINING, slots)


def _year(facts: FactTable) -> Iterator[Sentence]:
    said = [sentence for use in USES for sentence in _against_last_year(use, facts)]
    now, then = facts.usable("contributors.now"), facts.usable("contributors.year_ago")
    if not said and now is not None and then is not None:
        slots = {
            "period": Slot("period", (now.key,)),
            "year_period": Slot("period", (then.key,)),
        }
        said = [Sentence("trends", "year.unclear", NO_YEAR, slots)]
    yield from said


def _against_last_year(use: Use, facts: FactTable) -> Iterator[Sentence]:
    now, then = f"{use.name}.now", f"{use.name}.year_ago"
    change = changed(use, facts, against="year_ago")
    if change.direction not in {"up", "down"}:
        return
    slots = {
        "name": Slot("name", (now,)),
        "now": Slot("value", (now,)),
        "year_period": Slot("period", (then,)),
        "year_ago": Slot("value", (then,)),
        "difference": Slot("difference", (now, then)),
    }
    template = YEAR_UP if change.direction == "up" else YEAR_DOWN
    yield Sentence("trends", f"year.{change.direction}", template, slots)


def verdict(use: Use, facts: FactTable) -> Tone:
    """Highlight when a real change goes the better way, shortcoming when the worse."""
    if use.good == "neither":
        return "plain"
    change = changed(use, facts)
    if change.direction not in {"up", "down"}:
        return "plain"
    return "highlight" if change.direction == use.good else "shortcoming"


def use_of(name: str) -> Use:
    return BY_NAME[name]
