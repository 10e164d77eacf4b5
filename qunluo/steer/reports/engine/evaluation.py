"""Highlights, shortcomings, improvements and the outlook: chosen by rules that the report prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.change import LEAST_CASES
from qunluo.steer.reports.engine.following import Suggestion, expected, range_of
from qunluo.steer.reports.engine.goals import against
from qunluo.steer.reports.engine.outline import USES
from qunluo.steer.reports.engine.rules import standing, verdict
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.outline import Use

HALF = 0.5
MOST = 0.8
FEW = 3
MARKS = ("level.", "goal.")

NOT_JUDGED = N_("The period is not complete, so nothing is judged yet.")
NO_HIGHLIGHT = N_("By the stated rule no figure of %(period)s is a highlight.")
NO_SHORTCOMING = N_("By the stated rule no figure of %(period)s is a shortcoming.")
NEAREST = N_(
    "Nearest to a shortcoming, though not a clear change: %(name)s, %(now)s against %(before)s in "
    "%(before_period)s."
)
SLOW = N_("Less than half of the questions of %(period)s were answered within a day: %(now)s.")
QUICK = N_("Most questions of %(period)s were answered within a day: %(now)s.")
FEW_CARRY = N_("Half of all contributions of %(period)s came from %(now)s: much depends on few.")
WATCH = N_("To improve %(name)s: %(advice)s It will show in the same figure next time.")
FOCUS = N_("The next period should first look at %(name)s.")
NEWCOMERS = N_("An opportunity: %(new)s contributed for the first time and may be asked to stay.")
BUILD = N_("An opportunity: %(name)s, now %(now)s, is what can be built on.")
KEEP = N_("No figure fell short by the stated rule; the focus may stay as it is.")

ADVICE: dict[str, str] = {
    "joins": N_("open a further channel and greet each newcomer on the day of joining."),
    "leaves": N_("ask those who left for their reason and write it down."),
    "questions": N_("invite questions on the tags that members read most."),
    "answers": N_("bring unanswered questions to members who know their tags."),
    "topics": N_("put regular discussions into the content calendar."),
    "replies": N_("ask for something concrete at the end of each opening post."),
    "comments": N_("invite short remarks under answers."),
    "contributors": N_("write to members who went quiet in the period before."),
    "visitors": N_("send a digest of what was answered."),
    "signs": N_("use the reactions yourself where they are deserved."),
    "absence_factor": N_("ask further members to take over a part."),
    "votes": N_("thank good answers where everyone sees it."),
    "accepted_share": N_("remind askers to accept the answer that helped."),
    "late_response": N_("look at the questions that waited longest and find out who could answer."),
    "returned": N_("answer every newcomer's contribution and invite the next one."),
    "joiners_active": N_("give newcomers a small first thing to do."),
    "within_day": N_("put questions that are still unanswered into the daily list."),
    "first_response": N_("share the unanswered questions of the day among volunteers."),
    "open_questions": N_("close or answer the oldest open questions first."),
}
ANY_ADVICE = N_("agree on who looks at it each week and what is tried first.")


@dataclass(frozen=True)
class Judgement:
    """Which uses came out well and badly; `weak` names the uses of the shortcomings."""

    highlights: tuple[Sentence, ...]
    shortcomings: tuple[Sentence, ...]
    weak: tuple[str, ...]

    @property
    def shown(self) -> tuple[Sentence, ...]:
        """Highlights; where a mark was missed, no more of them than shortcomings."""
        is_missed = any(said.rule.startswith(MARKS) for said in self.shortcomings)
        return self.highlights[: len(self.shortcomings)] if is_missed else self.highlights


def judge(facts: FactTable) -> Judgement:
    """Apply the rules to every use that was measured; what moved furthest comes first."""
    found: list[tuple[Use, Sentence]] = []
    for use in USES:
        found += [(use, said) for said in _judged(use, facts)]
    found.sort(key=lambda entry: how_far(entry[1], facts), reverse=True)
    return Judgement(
        tuple(said for _use, said in found if said.tone == "highlight"),
        tuple(said for _use, said in found if said.tone == "shortcoming"),
        tuple(dict.fromkeys(use.name for use, said in found if said.tone == "shortcoming")),
    )


def _judged(use: Use, facts: FactTable) -> Iterator[Sentence]:
    """By its goal, and by its mark or its move where that says the other thing or there is none."""
    by_goal = against(use, facts)
    by_rule = _level(use, facts) or _moved(use, facts)
    if by_goal is not None:
        yield by_goal
    if by_rule is not None and (by_goal is None or by_goal.tone != by_rule.tone):
        yield by_rule


def how_far(said: Sentence, facts: FactTable) -> float:
    """Its change as a share of the period before; a mark reached or missed stands above all."""
    if "difference" not in said.slots:
        return float("inf")
    now, before = (facts[key].value or 0.0 for key in said.slots["difference"].facts)
    return abs(now - before) / before if before else float("inf")


def _moved(use: Use, facts: FactTable) -> Sentence | None:
    tone = verdict(use, facts)
    if tone == "plain":
        return None
    return standing(use, facts, section=f"{tone}s", tone=tone)


def _level(use: Use, facts: FactTable) -> Sentence | None:
    fact = facts.usable(f"{use.name}.now")
    if fact is None or fact.value is None:
        return None
    slots = {"period": Slot("period", (fact.key,)), "now": Slot("value", (fact.key,))}
    if use.name == "within_day" and (fact.denominator or 0) >= LEAST_CASES:
        if fact.value < HALF:
            return Sentence("shortcomings", "level.slow", SLOW, slots, "shortcoming")
        if fact.value >= MOST:
            return Sentence("highlights", "level.quick", QUICK, slots, "highlight")
    if use.name == "absence_factor" and fact.value <= FEW:
        return Sentence("shortcomings", "level.few_carry", FEW_CARRY, slots, "shortcoming")
    return None


def evaluation(facts: FactTable, *, is_complete: bool) -> Iterator[Sentence]:
    """The sentences of evaluation and outlook; an incomplete period is not judged at all."""
    if not is_complete:
        for section in ("highlights", "shortcomings", "improvements", "direction"):
            yield Sentence(section, "period.incomplete", NOT_JUDGED, strength="stated")
        return
    found = judge(facts)
    period = {"period": Slot("period", ("contributors.now",))}
    yield from found.shown or [
        Sentence("highlights", "none.highlight", NO_HIGHLIGHT, period, strength="stated")
    ]
    yield from found.shortcomings or _nearest(facts, period)
    yield from _improvements(found.weak, facts)
    yield from _chances(found, facts)


def _nearest(facts: FactTable, period: dict[str, Slot]) -> Iterator[Sentence]:
    yield Sentence("shortcomings", "none.shortcoming", NO_SHORTCOMING, period, strength="stated")
    lower: list[tuple[float, Use]] = []
    for use in USES:
        now, before = facts.usable(f"{use.name}.now"), facts.usable(f"{use.name}.before")
        if now is None or before is None or not before.value or use.good == "neither":
            continue
        step = ((now.value or 0.0) - before.value) / before.value
        worse = -step if use.good == "up" else step
        if worse > 0:
            lower.append((worse, use))
    if lower:
        use = max(lower, key=lambda entry: entry[0])[1]
        now_key, before_key = f"{use.name}.now", f"{use.name}.before"
        slots = {
            "name": Slot("name", (now_key,)),
            "now": Slot("value", (now_key,)),
            "before": Slot("value", (before_key,)),
            "before_period": Slot("period", (before_key,)),
        }
        yield Sentence("shortcomings", "nearest", NEAREST, slots)


def _chances(found: Judgement, facts: FactTable) -> Iterator[Sentence]:
    """What the period leaves to build on, each from a fact."""
    newcomers = facts.usable("lifecycle_new.now")
    if newcomers is not None and newcomers.value:
        slots = {"new": Slot("value", (newcomers.key,))}
        yield Sentence("challenges", "chance.newcomers", NEWCOMERS, slots, strength="stated")
    for said in found.highlights[:1]:
        key = said.facts[0]
        build = {"name": Slot("name", (key,)), "now": Slot("value", (key,))}
        yield Sentence("challenges", "chance.highlight", BUILD, build, strength="stated")


def _improvements(weak: tuple[str, ...], facts: FactTable) -> Iterator[Sentence]:
    if not weak:
        yield Sentence("improvements", "none.weak", KEEP, strength="stated")
        yield Sentence("direction", "none.weak", KEEP, strength="stated")
        return
    for name in weak:
        yield advice(name)
        yield expected(name, facts)
    slots = {"name": Slot("name", (f"{weak[0]}.now",))}
    yield Sentence("direction", "focus.first_weak", FOCUS, slots, strength="stated")


def suggestions(facts: FactTable) -> tuple[Suggestion, ...]:
    """One for each shortcoming, in their order; none of a period that is not judged."""
    if facts.usable("contributors.now") is None:
        return ()
    found = []
    for name in judge(facts).weak:
        ends = range_of(name, facts) or (None, None)
        found.append(Suggestion(name, facts[f"{name}.now"].metric, play_for(name), *ends))
    return tuple(found)


def play_for(name: str) -> str:
    """What the playbook says of a weak figure."""
    return ADVICE.get(name, ANY_ADVICE)


def advice(name: str) -> Sentence:
    """What to do about a weak figure, and that the same figure will show it."""
    slots = {"name": Slot("name", (f"{name}.now",)), "advice": Slot("text", text=play_for(name))}
    return Sentence("improvements", f"advice.{name}", WATCH, slots, strength="stated")
