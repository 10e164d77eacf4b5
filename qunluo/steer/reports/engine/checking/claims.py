"""Hold one finished sentence of the engine against its template, its slots and its facts."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.change import compare
from qunluo.steer.reports.engine.checking.findings import Finding
from qunluo.steer.reports.engine.checking.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qunluo.steer.reports.engine.checking.findings import Kind
    from qunluo.steer.reports.engine.checking.words import Word
    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.sentences import Sentence

SLOT = re.compile(r"%\((\w+)\)s|(%%)")
WAYS = {"up": 1, "down": -1, "unclear": 0}
# What the fixed words of a rule may state: the rule itself is what binds them.
MOVED = frozenset({"direction"})
STATED: dict[str, frozenset[str]] = {
    "standing.quiet": frozenset(),
    "level": frozenset({"numeral", "unit", "direction", "ranking"}),
    "lifecycle": frozenset({"numeral", "ranking", "direction", "cause"}),
    "worst": frozenset({"direction", "ranking", "numeral"}),
    "nearest": frozenset({"direction", "ranking"}),
    "state": frozenset({"direction", "ranking"}),
    "follow_up": frozenset({"direction", "numeral"}),
    "goal": frozenset({"ranking", "direction"}),
    "words": frozenset({"direction", "numeral", "ranking"}),
    "people": frozenset({"ranking"}),
}


def check_claim(text: str, template: str, said: Mapping[str, str], claim: Claim) -> list[Finding]:
    """What in `text` is not what its template and slots say.

    `template` is in the text's language; `said` is each slot as its facts say it there.
    """
    due = "".join(part for part, _slot in pieces(template, said))
    if text != due:
        return list(_differences(text, due))
    return [*_loose(template, said, claim), *_empty(text, claim)]


class Claim:
    """A sentence with the facts it may speak of."""

    def __init__(self, sentence: Sentence, facts: FactTable) -> None:
        self.sentence = sentence
        self.facts = facts

    @property
    def way(self) -> int | None:
        """Where its own two figures went by the rule of `change`; None where it compares nothing."""
        slot = self.sentence.slots.get("difference")
        if slot is None:
            return None
        now, before = (self.facts.get(key) for key in slot.facts[:2])
        return WAYS.get(compare(now, before).direction)

    def may_state(self, word: Word) -> bool:
        """Whether its rule binds this fixed word."""
        rule = self.sentence.rule
        head = rule.partition(".")[0]
        if head in {"standing", "year", "worst", "together"} and word.kind == "direction":
            if rule.endswith(".unclear"):
                return word.way == 0
            return self.way is not None and word.way == self.way
        if self.sentence.strength == "stated":
            return True
        if head == "year":
            return word.kind == "date"
        return word.kind in STATED.get(rule, STATED.get(head, frozenset()))


def pieces(template: str, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The sentence in parts: (text, name of its slot or "")."""
    at = 0
    for match in SLOT.finditer(template):
        yield template[at : match.start()], ""
        yield ("%", "") if match[2] else (said.get(match[1], ""), match[1])
        at = match.end()
    yield template[at:], ""


def _differences(text: str, due: str) -> Iterator[Finding]:
    """Each place where the text is not what the facts say, named by what stands there."""
    matcher = SequenceMatcher(None, text, due, autojunk=False)
    for tag, *places in matcher.get_opcodes():
        if tag != "equal":
            start, end = _whole(text, *places[:2])
            words, expected = text[start:end], due[slice(*_whole(due, *places[2:]))]
            yield Finding(_kind(text, start, end), start, end, words, expected)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to whole numbers and Latin words."""
    word = re.compile(r"[0-9A-Za-z.,]")
    while start > 0 and word.match(text[start - 1]):
        start -= 1
    while end < len(text) and word.match(text[end]):
        end += 1
    return start, end


def _kind(text: str, start: int, end: int) -> Kind:
    for word in words_in(text):
        if word.start < max(end, start + 1) and start < word.end:
            return word.kind
    return "wording"


def _loose(template: str, said: Mapping[str, str], claim: Claim) -> Iterator[Finding]:
    """Fixed words that state what the rule does not bind, at their places in the whole text."""
    loose = [word for word in fixed_words(template) if not claim.may_state(word)]
    if not loose:
        return
    whole = "".join(part for part, _slot in pieces(template, said))
    for word in loose:
        start = max(0, whole.find(word.text))
        yield Finding(word.kind, start, start + len(word.text), word.text)


@lru_cache(maxsize=1000)
def fixed_words(template: str) -> tuple[Word, ...]:
    """What the words of a template state besides its slots."""
    return tuple(words_in(SLOT.sub("\ufffc", template)))


def _empty(text: str, claim: Claim) -> Iterator[Finding]:
    """Slots whose facts are not there, or hold no value although a figure is printed."""
    for slot in claim.sentence.slots.values():
        for key in slot.facts:
            fact = claim.facts.get(key)
            if fact is None or (slot.function in {"value", "difference"} and fact.value is None):
                yield Finding("fact", 0, len(text), key)
