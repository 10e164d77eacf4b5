"""Hold a person's own words against the facts they point to: `{F12}` is the figure of fact 12."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.change import compare
from qunluo.steer.reports.engine.checking.findings import Finding
from qunluo.steer.reports.engine.checking.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qunluo.steer.reports.engine.facts import Fact

POINTS = re.compile(r"\{F([0-9]{1,5})\}|@\[[0-9]+\]")
ENDS = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
WAYS = {1: "up", -1: "down", 0: "unclear"}


def parts_of(body: str) -> Iterator[tuple[str, int | None]]:
    """The words in parts: (text, number of the fact to print there or None)."""
    at = 0
    for match in POINTS.finditer(body):
        if match[1]:
            yield body[at : match.start()], None
            yield match[0], int(match[1])
            at = match.end()
    yield body[at:], None


def check_prose(body: str, facts: Sequence[Fact], names: Iterable[str] = ()) -> list[Finding]:
    """What in the words no fact carries; `facts` in the order of their numbers, from F1.

    A direction is bound when its own sentence points to two facts of one metric that went that
    way; a cause never is, for no figure shows one.
    """
    known = dict(enumerate(facts, start=1))
    held = [match.span() for match in POINTS.finditer(body)]
    found = [
        Finding("fact", *match.span(), match[0])
        for match in POINTS.finditer(body)
        if match[1] and (int(match[1]) not in known or known[int(match[1])].value is None)
    ]
    masked = POINTS.sub(lambda match: "\ufffc" * len(match[0]), body)
    for word in words_in(masked, names):
        if any(start < word.end and word.start < end for start, end in held):
            continue
        if word.kind == "direction" and _went(word.way, _around(body, word.start), known):
            continue
        found.append(Finding(word.kind, word.start, word.end, word.text))
    return sorted(found, key=lambda finding: finding.start)


def _around(body: str, at: int) -> str:
    """The sentence that holds the place."""
    start = max((match.end() for match in ENDS.finditer(body, 0, at)), default=0)
    end = ENDS.search(body, at)
    return body[start : end.start() if end else len(body)]


def _went(way: int, sentence: str, known: dict[int, Fact]) -> bool:
    told = [known[int(m[1])] for m in POINTS.finditer(sentence) if m[1] and int(m[1]) in known]
    for later in told:
        for earlier in told:
            is_pair = later.metric == earlier.metric and _start(later) > _start(earlier)
            if is_pair and compare(later, earlier).direction == WAYS[way]:
                return True
    return False


def _start(fact: Fact) -> str:
    return str(fact.params.get("period_start", ""))
