"""Whether a find is a word of the sentence, or only the seam of two others (角色|情感)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

AROUND = 8  # signs of context on each side
CERTAIN = 4  # words of so many signs hardly ever arise at a seam


def is_seam(before: str, found: str, after: str) -> bool:
    """Whether a dictionary cuts the sentence through the find: a word reaches over one edge of it
    and not over the other. Whole words around the find (反赌博) are no seam."""
    if len(found) >= CERTAIN or not (before or after):
        return False
    sentence = before[-AROUND:] + found + after[:AROUND]
    begin = len(before[-AROUND:])
    end = begin + len(found)
    at = 0
    for word in _cut()(sentence, False):
        beyond = at + len(word)
        if at < begin < beyond < end or begin < at < end < beyond:
            return True
        at = beyond
    return False


@lru_cache(maxsize=1)
def _cut() -> Callable[[str, bool], list[str]]:
    # 30 MB of dictionary, loaded with the first find.
    from rjieba import cut  # noqa: PLC0415

    return cut
