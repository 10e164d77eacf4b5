"""Find the words of a text that state something: numerals, dates, rankings, directions, causes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.checking import lexicon as lex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qunluo.steer.reports.engine.checking.findings import Kind

ANY_CASE = re.IGNORECASE
PLAIN = re.compile(f"{lex.HAN_PLAIN}|{lex.EN_PLAIN}", ANY_CASE)
# A kind earlier in the list takes a place before a later one does.
SEARCHED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("cause", re.compile(f"{lex.HAN_CAUSE}|{lex.EN_CAUSE}", ANY_CASE)),
    ("date", re.compile(f"{lex.HAN_DATE}|{lex.EN_DATE}")),
    ("ranking", re.compile(f"{lex.HAN_RANK}|{lex.EN_RANK}", ANY_CASE)),
    (
        "numeral",
        re.compile(f"{lex.DIGITS}|{lex.HAN_NUMBER}|{lex.EN_NUMBER}", ANY_CASE),
    ),
    ("unit", re.compile(lex.PERCENT)),
)
MOVES = tuple((re.compile(words, ANY_CASE), way) for words, way in (*lex.HAN_MOVES, *lex.EN_MOVES))


@dataclass(frozen=True)
class Word:
    """`way`: of a direction, 1 up, -1 down, 0 the same; else 0."""

    kind: Kind
    start: int
    end: int
    text: str
    way: int = 0


def words_in(text: str, names: Iterable[str] = ()) -> list[Word]:
    """All such words in order; `names` are people's and places' names that state who or where."""
    taken: list[tuple[int, int]] = [match.span() for match in PLAIN.finditer(text)]
    found = list(_named(text, names, taken))
    for kind, pattern in SEARCHED:
        for match in pattern.finditer(text):
            if _is_free(match.span(), taken):
                taken.append(match.span())
                found.append(Word(kind, *match.span(), match[0]))
    found += [word for word in _moves(text) if _is_free((word.start, word.end), taken)]
    return sorted(found, key=lambda word: word.start)


def _named(text: str, names: Iterable[str], taken: list[tuple[int, int]]) -> Iterator[Word]:
    told = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if not told:
        return
    edge = {True: r"(?<![A-Za-z])", False: r"(?![A-Za-z])"}
    pattern = re.compile(edge[True] + "(?:" + "|".join(map(re.escape, told)) + ")" + edge[False])
    for match in pattern.finditer(text):
        taken.append(match.span())
        yield Word("name", *match.span(), match[0])


def _moves(text: str) -> Iterator[Word]:
    spans: list[tuple[int, int]] = []
    for pattern, way in MOVES:
        for match in pattern.finditer(text):
            if _is_free(match.span(), spans) and not _is_meant(text, match):
                spans.append(match.span())
                yield Word("direction", *match.span(), match[0], way)


def _is_meant(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    if lex.EN_BASE.match(match[0].lower()):
        return bool(lex.EN_MEANT.search(before))
    return not match[0].isascii() and bool(lex.HAN_MEANT.search(before))


def _is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)
