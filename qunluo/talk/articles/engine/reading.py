"""How long a text takes to read, and its first words."""

from __future__ import annotations

import re

# Chinese characters and Latin words read in a minute.
CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 400, 220
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
CODE = re.compile(r"```.*?(?:```|\Z)", re.S)
MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|^[>#\s*+-]+|[*_`#|\[\]]+", re.M)
OPENING = 120


def minutes_to_read(source: str) -> int:
    """Whole minutes, at least one: Chinese characters and Latin words at their own pace."""
    text = CODE.sub(" ", source)
    needed = (
        len(HAN.findall(text)) / CHARACTERS_A_MINUTE + len(LATIN.findall(text)) / WORDS_A_MINUTE
    )
    return max(1, round(needed))


def opening_words(source: str, most: int = OPENING) -> str:
    """The first words without their Markdown, cut at `most` characters."""
    text = " ".join(MARKS.sub(" ", CODE.sub(" ", source)).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
