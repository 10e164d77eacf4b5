"""All watched words in a text in one pass (Aho and Corasick 1975), with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from qunluo.people.moderation.engine import characters, gaps, syllables
from qunluo.people.moderation.engine.gaps import NO_SEAMS
from qunluo.people.moderation.engine.parts import taken_apart
from qunluo.people.moderation.engine.sense import is_seam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ahocorasick_rs import AhoCorasick

LEVELS = ("allow", "log", "mask", "hold", "block")
"""Mild to strict. `allow` marks expressions inside which nothing is found (角色情感)."""

LEET_SEEN = re.compile(r"[a-zA-Z][0134578@$!|]|[0134578@$!|][a-zA-Z]")
SURE_LETTERS = 6  # a word of two syllables typed in so many letters is rarely chance


@dataclass(frozen=True)
class Entry:
    """One watched word as a list holds it."""

    word: str
    level: str


@dataclass(frozen=True)
class Find:
    """Where a word stands in the text (`text[start:end]`), and how: plain, apart, sound, leet."""

    start: int
    end: int
    word: str
    level: str
    how: str


@dataclass(frozen=True)
class Pattern:
    """`key` is the tight spelling; `is_apart`: by the parts of its signs."""

    key: str
    entry: Entry
    is_apart: bool = False


class Lexicon:
    """Watched words ready to be looked for; immutable and safe between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._patterns = _patterns(entries)
        self.has_latin = any(pattern.key.isascii() for pattern in self._patterns)
        sounds = _sounds(self._patterns)
        self._sounds = list(sounds.values())
        self._plain = _automaton([pattern.key for pattern in self._patterns])
        self._heard = _automaton(list(sounds))

    def __len__(self) -> int:
        return sum(not pattern.is_apart for pattern in self._patterns)

    def finds(self, text: str) -> list[Find]:
        """Words in the order of their places; where they overlap, the strictest, then longest."""
        return finds_of([self], text)

    def every(self, spelled: Spelled, leet: Spelled | None) -> Iterator[Find]:
        """All finds, overlapping ones too; `leet` is the text with figures read as letters."""
        yield from self._as_spelled(spelled)
        yield from self._as_heard(spelled)
        if leet is not None:
            yield from (one for one in self._as_spelled(leet, "leet") if _is_latin(one.word))

    def _as_spelled(self, spelled: Spelled, how: str = "plain") -> Iterator[Find]:
        if self._plain is None:
            return
        hits = self._plain.find_matches_as_indexes(spelled.tight, overlapping=True)
        for number, begin, end in hits:
            pattern = self._patterns[number]
            seams = NO_SEAMS if pattern.is_apart else _seams(pattern.entry.word)
            if spelled.holds(begin, end, seams):
                way = "apart" if pattern.is_apart else how
                yield _find(spelled, begin, end, pattern.entry, way)

    def _as_heard(self, spelled: Spelled) -> Iterator[Find]:
        if self._heard is None:
            return
        heard, begins = syllables.sounding(spelled.tight)
        for number, first, last in self._heard.find_matches_as_indexes(heard, overlapping=True):
            begin, end = begins[first], begins[last]
            if last - first == 2 and end - begin == 2:
                continue  # two signs without a letter among them are as spelled or innocent
            pattern = self._sounds[number]
            level = _level_of_sound(spelled, pattern, begin, end)
            if level:
                entry = Entry(pattern.entry.word, level)
                yield _find(spelled, begin, end, entry, "sound")


def finds_of(lexicons: Sequence[Lexicon], text: str) -> list[Find]:
    """The same over several lists; what one of them allows, none finds."""
    spelled = Spelled(text)
    may_be_leet = any(one.has_latin for one in lexicons) and LEET_SEEN.search(text)
    leet = Spelled(characters.unleet(text)) if may_be_leet else None
    found = [one for lexicon in lexicons for one in lexicon.every(spelled, leet)]
    return _strictest(found) if found else []


@dataclass
class Spelled:
    """A text as written and as matched; places are worked out when something is found."""

    text: str
    tight: str = field(init=False)
    _places: list[int] | None = None

    def __post_init__(self) -> None:
        self.tight = characters.tight(self.text)

    @property
    def places(self) -> list[int]:
        """For each sign of `tight`, where it stands in `text`."""
        if self._places is None:
            matched = map(characters.signs.__getitem__, map(ord, self.text))
            self._places = [at for at, part in enumerate(matched) if part]
            if len(self._places) != len(self.tight):  # some sign stands for several: ㈱
                self._places = [
                    at for at, sign in enumerate(self.text) for _part in characters.signs[ord(sign)]
                ]
        return self._places

    def span(self, begin: int, end: int) -> tuple[int, int]:
        return self.places[begin], self.places[end - 1] + 1

    def holds(self, begin: int, end: int, seams: frozenset[int] = NO_SEAMS) -> bool:
        """Whether a find is a word there: rightly spaced, whole, and no seam of others."""
        key = self.tight[begin:end]
        places = self.places[begin:end]
        is_one = gaps.are_one_word(self.text, places, key, seams=seams)
        if not is_one or not self.has_edges(begin, end):
            return False
        if gaps.is_disguised(self.text, places) or not any(map(characters.is_chinese, key)):
            return True
        before, after = self.beside(begin, end)
        return not is_seam(before, key, after)

    def has_edges(self, begin: int, end: int) -> bool:
        """Latin words and numbers are whole: `ass` is not found in `class`."""
        first, last = self.tight[begin], self.tight[end - 1]
        before = self._next_to(begin, -1)
        after = self._next_to(end - 1, 1)
        left = not (characters.is_wordy(first) and before and characters.is_wordy(before))
        return left and not (characters.is_wordy(last) and after and characters.is_wordy(after))

    def _next_to(self, at: int, step: int) -> str:
        """The neighbouring sign when nothing stands between, else ''."""
        other = at + step
        if not 0 <= other < len(self.tight):
            return ""
        isbeside = abs(self.places[other] - self.places[at]) <= 1
        return self.tight[other] if isbeside else ""

    def beside(self, begin: int, end: int) -> tuple[str, str]:
        """What is written directly before and after, without a gap."""
        first, last = begin, end - 1
        while first > max(0, begin - 8) and self._next_to(first, -1):
            first -= 1
        while last < min(len(self.tight) - 1, end + 7) and self._next_to(last, 1):
            last += 1
        return self.tight[first:begin], self.tight[end : last + 1]


def masked(text: str, finds: Sequence[Find]) -> str:
    """The text with every sign of the finds replaced."""
    signs = list(text)
    for one in finds:
        for at in range(one.start, one.end):
            signs[at] = signs[at] if signs[at].isspace() else "＊"
    return "".join(signs)


def _patterns(entries: Iterable[Entry]) -> list[Pattern]:
    """One pattern per spelling; a word in several lists counts at its strictest level."""
    strict: dict[str, Entry] = {}
    for entry in entries:
        key = characters.tight(entry.word)
        known = strict.get(key)
        if key and (known is None or _rank(entry) > _rank(known)):
            strict[key] = entry
    patterns = [Pattern(key, entry) for key, entry in strict.items()]
    for key, entry in strict.items():
        if entry.level != "allow" and len(key) > 1:
            patterns.extend(
                Pattern(way, entry, is_apart=True) for way in taken_apart(key) if way not in strict
            )
    return patterns


def _sounds(patterns: Sequence[Pattern]) -> dict[str, Pattern]:
    """Words of two Chinese signs or more, as they sound."""
    found: dict[str, Pattern] = {}
    for pattern in patterns:
        key = pattern.key
        if pattern.is_apart or pattern.entry.level == "allow" or len(key) < 2:
            continue
        if not all(map(characters.is_chinese, key)):
            continue
        told = "".join(map(syllables.sound_of, key))
        if all(map(syllables.is_sound, told)):
            known = found.get(told)
            if known is None or _rank(pattern.entry) > _rank(known.entry):
                found[told] = pattern
    return found


def _level_of_sound(spelled: Spelled, pattern: Pattern, begin: int, end: int) -> str:
    """How sure a find by sound is: its word's level, a milder one, or '' for none.

    Two syllables need Latin letters among them (读博 sounds like 赌博 and is innocent), three need
    a sign in common or letters. What is found by sound is held at most, never blocked.
    """
    told = spelled.tight[begin:end]
    if told == pattern.key:
        return ""
    letters = sum(sign.isascii() for sign in told)
    common = len(set(told) & set(pattern.key))
    if not (letters or (len(pattern.key) > 2 and common)):
        return ""
    is_chance = letters == len(told) and len(pattern.key) == 2
    if is_chance and letters < SURE_LETTERS:
        return ""
    if not letters and _is_usual(spelled, pattern, begin, end):
        return ""
    if not spelled.has_edges(begin, end) or not gaps.are_one_word(
        spelled.text, spelled.places[begin:end], told, by_sound=True
    ):
        return ""
    return "hold" if pattern.entry.level == "block" else pattern.entry.level


def _is_usual(spelled: Spelled, pattern: Pattern, begin: int, end: int) -> bool:
    """Whether the homophone is at a seam of ordinary words."""
    before, after = spelled.beside(begin, end)
    return is_seam(before, spelled.tight[begin:end], after)


def _find(spelled: Spelled, begin: int, end: int, entry: Entry, how: str) -> Find:
    return Find(*spelled.span(begin, end), entry.word, entry.level, how)


def _strictest(found: list[Find]) -> list[Find]:
    allowed = [one for one in found if one.level == "allow"]
    wanted = [
        one
        for one in found
        if one.level != "allow"
        and not any(free.start <= one.start and one.end <= free.end for free in allowed)
    ]
    wanted.sort(key=lambda one: (-LEVELS.index(one.level), one.start - one.end, one.start))
    kept: list[Find] = []
    for one in wanted:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


@lru_cache(maxsize=4_096)
def _seams(word: str) -> frozenset[int]:
    """After which signs of its tight spelling a listed word is spaced itself."""
    parts = [len(characters.tight(part)) for part in word.split()]
    return frozenset(at - 1 for at in accumulate(parts[:-1]) if at)


def _rank(entry: Entry) -> int:
    return LEVELS.index(entry.level) if entry.level != "allow" else len(LEVELS)


def _is_latin(word: str) -> bool:
    return characters.tight(word).isascii()


def _automaton(keys: list[str]) -> AhoCorasick | None:
    if not keys:
        return None
    # Loaded with the first list, not at server start.
    from ahocorasick_rs import AhoCorasick, Implementation  # noqa: PLC0415

    kind = Implementation.ContiguousNFA
    return AhoCorasick(keys, implementation=kind, store_patterns=False)
