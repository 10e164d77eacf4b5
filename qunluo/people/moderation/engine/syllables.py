"""How Chinese signs sound: one private sign per syllable, so that sounds are matched like text."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qunluo.people.moderation.engine.characters import is_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = 0xE000  # Unicode's private area: no typed text keeps these signs, they are not letters
LATIN = re.compile("[a-z]+")


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """The usual reading of each sign, toneless: `赌` -> `du`."""
    # Single signs only; the dictionary of phrases would cost 30 MB and half a second.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import pinyin_dict  # noqa: PLC0415
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415

    plain: dict[str, str] = {}
    readings: dict[int, str] = {}
    for code, told in pinyin_dict.pinyin_dict.items():
        if not is_chinese(chr(code)):
            continue
        first = told.partition(",")[0]
        if first not in plain:
            plain[first] = to_normal(first).replace("ü", "v").replace("ê", "e")
        if plain[first].isascii():
            readings[code] = plain[first]
    return readings


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    names = sorted(set(_readings().values()) - {"", "n", "m", "hm", "hng", "ng"})
    return {name: chr(FIRST + number) for number, name in enumerate(names)}


class Sounds(dict[int, str]):
    """For `str.translate`: each Chinese sign as the mark of its syllable, others as they are."""

    def __missing__(self, code: int) -> str:
        found = chr(code)
        if is_chinese(found):
            found = _marks().get(_readings().get(code, ""), found)
        self[code] = found
        return found


_sounds = Sounds()


@lru_cache(maxsize=1)
def _typed() -> re.Pattern[str]:
    longest_first = sorted(_marks(), key=lambda name: (-len(name), name))
    return re.compile("|".join(longest_first))


def sounding(tight: str) -> tuple[str, Sequence[int]]:
    """The tight text in sounds, and where in it each sound begins and the last one ends.

    Typed syllables count as sounds: `du博` and `赌bo` sound alike.
    """
    heard = tight.translate(_sounds)
    if LATIN.search(heard) is None:
        return heard, range(len(heard) + 1)
    return _with_typed(heard)


def _with_typed(heard: str) -> tuple[str, list[int]]:
    parts: list[str] = []
    begins: list[int] = []
    at = 0
    for run in LATIN.finditer(heard):
        parts.append(heard[at : run.start()])
        begins.extend(range(at, run.start()))
        for told, begin in _syllables(run[0]):
            parts.append(told)
            begins.append(run.start() + begin)
        at = run.end()
    parts.append(heard[at:])
    begins.extend(range(at, len(heard) + 1))
    return "".join(parts), begins


@lru_cache(maxsize=4096)
def _syllables(run: str) -> tuple[tuple[str, int], ...]:
    found, at = [], 0
    while at < len(run):
        typed = _typed().match(run, at)
        if typed:
            found.append((_marks()[typed[0]], at))
            at = typed.end()
        else:
            found.append((run[at], at))
            at += 1
    return tuple(found)


def is_sound(sign: str) -> bool:
    return FIRST <= ord(sign) < FIRST + 1000


def sound_of(sign: str) -> str:
    """The mark of one sign's syllable, or the sign itself."""
    return _sounds[ord(sign)]
