"""Text to terms, the same for what is stored and what is asked.

Latin words are folded (width, case, accents), CJK is split into single characters: as phrases of
characters 名单 is found inside 白名单, which word segmentation would miss. No stemming, no stop words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qunluo.kernel.text.cjk import LETTERS

LONGEST_TERM = 64
TERM = re.compile(f"[{LETTERS}]|[^\\W_{LETTERS}]+")
VOICED = "\u3099\u309a"
FAR = re.compile("[\U00010000-\U0010ffff]")


class Folding(dict[int, str]):
    """For `str.translate`: each character folded once. NFKC makes full width half, 'ﬁ' 'fi'."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", chr(code)).casefold())
        kept = "".join(
            sign for sign in folded if unicodedata.category(sign) != "Mn" or sign in VOICED
        )
        # Hangul and kana are taken apart by NFD; put together again they stay one character.
        self[code] = unicodedata.normalize("NFC", kept)
        return self[code]


FOLDING = Folding()


@dataclass(frozen=True)
class Spot:
    """A term and where it stands in the original text."""

    term: str
    start: int
    end: int


def terms(text: str) -> list[str]:
    """The terms of a text in order, made of letters and digits only."""
    return [_plain(found) for found in TERM.findall(text.translate(FOLDING))]


def spots(text: str) -> list[Spot]:
    """The terms with their places in the text as written, for marking what was found."""
    folded: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        part = FOLDING[ord(sign)]
        folded.append(part)
        origins.extend([place] * len(part))
    return [
        Spot(_plain(found[0]), origins[found.start()], origins[found.end() - 1] + 1)
        for found in TERM.finditer("".join(folded))
    ]


def _plain(term: str) -> str:
    """Characters beyond the basic plane by number: not every database knows them for letters."""
    spelled = FAR.sub(lambda found: f"u{ord(found[0]):x}", term)
    return spelled[:LONGEST_TERM]
