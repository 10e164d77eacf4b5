"""What changed between two texts, by words; a Chinese character counts as a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Chinese is written without spaces: each sign is a word. Latin words, numbers and spaces stay whole.
WORD = re.compile(r"[^\W_\u2e80-\ua4cf\uf900-\ufaff]+|\s+|.", re.DOTALL)
MOST_WORDS = 4_000
"""A stretch of changed lines longer than this is shown as taken out and put in."""

ALIKE = 0.35
"""Stretches that have less in common than this are easier to read as wholes than as confetti."""


@dataclass(frozen=True)
class Change:
    """A stretch of text. `kind`: same, added, removed."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Change]:
    """From `before` to `after`: lines first, so that long texts stay quick, then words in them."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        found += [Change("same", left)] if kind == "equal" else _by_words(left, right)
    return list(_joined(found))


def _by_words(before: str, after: str) -> Iterator[Change]:
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or len(old) + len(new) > MOST_WORDS or matcher.ratio() < ALIKE:
        yield from _replaced(before, after)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[a:b]))
        else:
            yield from _replaced("".join(old[a:b]), "".join(new[c:d]))


def _replaced(before: str, after: str) -> Iterator[Change]:
    if before:
        yield Change("removed", before)
    if after:
        yield Change("added", after)


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    for kind, run in groupby(changes, key=lambda change: change.kind):
        yield Change(kind, "".join(change.text for change in run))
