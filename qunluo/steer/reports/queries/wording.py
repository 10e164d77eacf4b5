"""How facts and periods are written in a sentence; the only place where a number becomes text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel import dates
from django.utils.translation import gettext, ngettext, pgettext

from qunluo.insight.metrics import queries as metrics
from qunluo.kernel.ui import display
from qunluo.steer.reports.engine.sentences import amount
from qunluo.steer.reports.queries.labels import fact_name, part_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qunluo.steer.reports.engine.facts import Fact, FactTable
    from qunluo.steer.reports.engine.sentences import Sentence, Slot

FEW = 20
"""Below so many cases a share is told as a count (rule 8 of the metrics)."""
PATTERNS = {
    "month": ("y年M月", "MMMM y"),
    "quarter": ("y年第Q季度", "'Q'Q y"),
    "year": ("y年", "y"),
    "day": ("y年M月d日", "d MMM y"),
    "week": ("y年M月d日'当周'", "'week of' d MMM y"),
}
SHORT = {
    "month": ("M月", "MMMM"),
    "quarter": ("第Q季度", "'Q'Q"),
    "day": ("M月d日", "d MMM"),
    "week": ("M月d日'当周'", "'week of' d MMM"),
}
# Counts of people that their metric calls a plain number.
HEADS = frozenset({"people.absence_factor"})


def period_label(by: str, start: date, *, year: int | None = None, end: date | None = None) -> str:
    """`2020年4月`, `April 2020`; a week by its first day. The `year` is taken for granted.

    A span is told by its first and its last day (`end`).
    """
    is_chinese = display.babel_locale().startswith("zh")
    if by == "span":
        first = period_label("day", start, year=year)
        last = period_label("day", end or start, year=start.year)
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    patterns = SHORT if year == start.year and by in SHORT else PATTERNS
    pattern = patterns[by][0 if is_chinese else 1]
    return dates.format_date(start, pattern, locale=display.babel_locale())


def figure(fact: Fact, value: float | None, *, is_difference: bool = False) -> str:
    """A value with its unit; None is an en dash. Differences of shares are in percentage points."""
    if value is None:
        return "–"
    if fact.unit == "share":
        return _points(value) if is_difference else _share(fact, value)
    if fact.unit == "days":
        return gettext("%(n)s days") % {"n": display.number(value, 1)}
    if fact.unit in {"money", "points"}:
        return metrics.figure_text(value, fact.unit)
    if fact.unit == "hours":
        return gettext("%(n)s hours") % {"n": display.number(value, 1)}
    if fact.unit == "people" or fact.metric in HEADS:
        return _counted("%(n)s person", "%(n)s people", abs(value))
    if fact.unit == "items":
        return _items(fact.metric, value)
    return display.number(value, 2)


def _points(value: float) -> str:
    return gettext("%(n)s percentage points") % {"n": f"{value * 100:.1f}"}


def _share(fact: Fact, value: float) -> str:
    if fact.denominator is None or fact.numerator is None or fact.denominator >= FEW:
        return display.share(value)
    told = {"part": display.number(fact.numerator), "whole": display.number(fact.denominator)}
    return gettext("%(part)s of %(whole)s") % told


def _items(metric: str, value: float) -> str:
    """A count with the measure word of its kind, where the language has one."""
    words = {
        "content.replies": pgettext("messages", "%(n)s"),
        "content.comments": pgettext("messages", "%(n)s"),
        "content.edits": pgettext("times", "%(n)s"),
        "reactions.votes": pgettext("times", "%(n)s"),
        "reactions.signs": pgettext("times", "%(n)s"),
        "lifecycle.contributed": pgettext("heads", "%(n)s"),
        "people.supporters": pgettext("times", "%(n)s"),
        "content.texts": pgettext("messages", "%(n)s"),
    }
    kind = "lifecycle.contributed" if metric.startswith("lifecycle.contributed.") else metric
    if metric.startswith("work."):
        kind = "reactions.votes"
    return words.get(kind, pgettext("pieces", "%(n)s")) % {"n": display.number(value)}


def _counted(one: str, many: str, value: float) -> str:
    return ngettext(one, many, round(value)) % {"n": display.number(value)}


def in_words(text: str) -> str:
    """A marked text in the active language."""
    return gettext(text) if text else ""


def sentence_label(sentence: Sentence) -> str:
    """The word before a sentence of the first page, where no heading says what it is."""
    if sentence.section != "glance":
        return ""
    kind = sentence.tone if sentence.tone != "plain" else sentence.rule.partition(".")[0]
    labels = {
        "highlight": gettext("Highlight"),
        "shortcoming": gettext("Shortcoming"),
        "lifecycle": gettext("Reason"),
        "advice": gettext("Suggestion"),
        "worst": gettext("Furthest"),
        "together": gettext("At the same time"),
    }
    rule = sentence.rule.partition(".")[0]
    return labels.get("worst" if rule == "worst" else kind, "")


def sentence_text(sentence: Sentence, facts: FactTable) -> str:
    """The sentence in the active language."""
    words = {name: slot_text(slot, facts) for name, slot in sentence.slots.items()}
    return gettext(sentence.template) % words


def slot_text(slot: Slot, facts: FactTable) -> str:
    """One slot: a name, a period, a text of the records, or a function of facts as a figure."""
    worded = _WORDED.get(slot.function)
    if worded is not None:
        return worded(slot, facts)
    value = amount(slot, facts)
    if slot.function in {"relative", "ratio"}:
        return display.share(value)
    return figure(facts[slot.facts[0]], value, is_difference=slot.function == "difference")


def _moment(slot: Slot, _facts: FactTable) -> str:
    told = datetime.fromisoformat(slot.text)
    return f"{display.day(told.date())} {told:%H:%M}"


def _listed(each: Callable[[Fact], str]) -> Callable[[Slot, FactTable], str]:
    def told(slot: Slot, facts: FactTable) -> str:
        return gettext(", ").join(each(facts[key]) for key in slot.facts)

    return told


def _period(slot: Slot, facts: FactTable) -> str:
    fact = facts[slot.facts[0]]
    is_short = slot.function == "short_period"
    year = start_of(facts[slot.facts[1]]).year if is_short else None
    return period_label(fact.params["by"], start_of(fact), year=year, end=end_of(fact))


def _own(fact: Fact) -> str:
    return figure(fact, fact.value)


def _of_word(fact: Fact) -> str:
    """The word, and how many of how many texts held it now and before."""
    told = {
        "word": str(fact.params["word"]),
        "now": f"{display.number(fact.value or 0)} / {fact.params['texts']}",
        "before": f"{fact.params['before']} / {fact.params['texts_before']}",
    }
    return gettext("“%(word)s” %(now)s (before: %(before)s)") % told


_WORDED: dict[str, Callable[[Slot, FactTable], str]] = {
    "text": lambda slot, _facts: gettext(slot.text) if slot.text else "",
    "moment": _moment,
    "parts": _listed(lambda fact: f"{part_label(fact)} {_own(fact)}"),
    "words": _listed(_of_word),
    "people": _listed(lambda fact: f"@[{fact.params['member']}] {_own(fact)}"),
    "space": lambda slot, facts: str(facts[slot.facts[0]].params.get("space", "")),
    "name": _listed(fact_name),
    "names": _listed(fact_name),
    "period": _period,
    "short_period": _period,
}


def end_of(fact: Fact) -> date:
    """The last day of a fact's period."""
    return date.fromisoformat(fact.params["period_end"]) - timedelta(days=1)


def start_of(fact: Fact) -> date:
    return date.fromisoformat(fact.params["period_start"])


def problem_of(kind: str) -> str:
    """What is wrong with a place that a check found."""
    told = {
        "numeral": gettext("a number that no fact carries"),
        "unit": gettext("a unit that no fact carries"),
        "date": gettext("a date that no fact carries"),
        "name": gettext("a name written out"),
        "ranking": gettext("a ranking that no fact carries"),
        "direction": gettext("a change that no two facts show"),
        "cause": gettext("a cause that nothing here shows"),
        "wording": gettext("other words than the rule says"),
        "fact": gettext("a fact that is not there or has no figure"),
    }
    return told.get(kind, kind)


def mend_of(finding: Mapping[str, Any]) -> str:
    """How to mend such a place."""
    told = {
        "numeral": gettext("Point to a fact instead, such as {F12}, or say it without a number."),
        "unit": gettext("Point to a fact instead, such as {F12}; its unit comes with it."),
        "date": gettext("Point to a fact of that period, or leave the date out."),
        "name": gettext("Name people as @handle, so that a name that goes, goes here too."),
        "ranking": gettext("Leave the ranking out; the report ranks by its own rules only."),
        "direction": gettext(
            "Point in the same sentence to both figures, such as {F12} and {F13}; they must show a "
            "clear change in that direction."
        ),
        "cause": gettext("Say what happened at the same time; a figure never shows a cause."),
        "wording": gettext("Make the report again, or leave the sentence out."),
        "fact": gettext("Point to a fact of the annex that has a figure."),
    }
    if finding.get("expected"):
        return gettext("The facts say: %(expected)s") % {"expected": finding["expected"]}
    return told.get(finding["kind"], "")


def _marked() -> None:
    # The catalogue finds these two here; `_counted` takes them by name.
    ngettext("%(n)s person", "%(n)s people", 2)
