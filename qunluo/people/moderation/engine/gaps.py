"""What stands between the signs of a find: a disguise, or the end of one word and another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qunluo.people.moderation.engine.characters import BREAKS, is_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 6


NO_SEAMS: frozenset[int] = frozenset()


def are_one_word(
    text: str,
    places: Sequence[int],
    key: str,
    *,
    by_sound: bool = False,
    seams: frozenset[int] = NO_SEAMS,
) -> bool:
    """Whether signs at these places are read as one word.

    Symbols and spaces between Chinese signs are a disguise. The end of a sentence or line is one
    only where every sign of three or more stands alone. Latin letters are spaced all or none, or
    just where the listed word is spaced itself (`seams`: quick cash).
    """
    between = [text[places[n] + 1 : places[n + 1]] for n in range(len(places) - 1)]
    if not any(between):
        return True
    if any(len(gap) > WIDEST for gap in between):
        return False
    spaced = {n for n, gap in enumerate(between) if gap}
    if spaced != seams and not _letters_agree(key, between, by_sound=by_sound):
        return False
    broken = sum(any(sign in BREAKS for sign in gap) for gap in between)
    return not broken or (len(key) > 2 and broken == len(between))


def is_disguised(text: str, places: Sequence[int]) -> bool:
    """Whether symbols stand inside, that are neither spaces nor the end of a sentence."""
    inside = set(text[places[0] : places[-1] + 1]) - {text[at] for at in places}
    return any(not sign.isspace() and sign not in BREAKS for sign in inside)


def _letters_agree(key: str, between: list[str], *, by_sound: bool) -> bool:
    """Between two letters or digits: a gap everywhere or nowhere.

    Typed syllables (`du bo`) may be spaced as syllables.
    """
    inside = [
        bool(gap)
        for gap, (one, two) in zip(between, pairwise(key), strict=True)
        if not is_chinese(one) and not is_chinese(two)
    ]
    if by_sound:
        return True
    return all(inside) or not any(inside)
