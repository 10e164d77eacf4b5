"""What somebody typed, as phrases: words, "exact words", and -words to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunluo.kernel.search.analyser import terms

PIECE = re.compile(r'(-?)(?:["“”„「『]([^"“”„「」『』]*)["“”」』]|(\S+))')
MOST_PHRASES = 12
LONGEST = 200
LEAST_PREFIX = 3


@dataclass(frozen=True)
class Phrase:
    """Terms that stand side by side; the last may be the beginning of a word."""

    terms: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Asked:
    """All of `phrases` and none of `without`; empty when nothing can be searched for."""

    text: str
    phrases: tuple[Phrase, ...]
    without: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases)


def asked(text: str) -> Asked:
    """Read a query of at most 200 characters and twelve phrases; the rest is left out."""
    text = " ".join(text.split())[:LONGEST]
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    for minus, quoted, word in PIECE.findall(text):
        found = tuple(terms(quoted or word))
        if found:
            phrase = Phrase(found, not quoted and _may_go_on(found[-1]))
            (without if minus else phrases).append(phrase)
    return Asked(text, tuple(phrases[:MOST_PHRASES]), tuple(without[:MOST_PHRASES]))


def _may_go_on(term: str) -> bool:
    """`brew` finds brewing; numbers and single letters mean themselves, CJK needs no prefix."""
    return len(term) >= LEAST_PREFIX and term.isascii() and not term.isdigit()
