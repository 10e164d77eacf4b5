"""How rough a Chinese text sounds: a small classifier by groups of characters, read from a file.

It is logistic regression over hashed groups of one to three characters, learnt from COLD (Deng et
al., EMNLP 2022; Apache-2.0) and, for calm words, from our own translations, by `benchmarks/tone.py`,
which also says how good it is. It knows how people on Weibo and Zhihu insulted each other over
origin, region and gender; beside it stands a short list of everyday insults, which COLD lacks. It
knows no irony, no context and no English. Good enough for the share of a month, never for deciding
about a person.
"""

from __future__ import annotations

import re
import zlib
from array import array
from functools import lru_cache
from math import exp, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

WEIGHTS = Path(__file__).with_name("tone.bin")
BUCKETS = 1 << 17
SCALE = 8.0
"""Weights are kept as whole numbers from -127 to 127, in eighths."""
ROUGH = 0.8
"""From this value on a text counts as rough: chosen on held-out training sentences so that about
nine of ten found are right; see the docs for what that gives on sentences never seen."""
LEAST_HAN = 4
"""Texts with fewer Chinese characters are not judged."""
LONGEST = 2_000

INSULTS = re.compile(
    "傻[逼屄叉缺]|煞笔|脑残|白痴|智障|弱智|蠢货|蠢猪|废物|人渣|败类|贱[人货]|混蛋|王八蛋|狗东西|不要脸"
    "|滚[蛋开]|滚出去|去死|死全家|闭嘴|懂个屁|放屁|他妈的|你妈的|操你|神经病|有病吧|笨死|吃屎"
)
HAN = re.compile(r"[\u3400-\u9fff]")
LEFT_OUT = re.compile(r"https?://\S+|www\.\S+|@\S+|\s+")
DIGITS = re.compile(r"\d+")


def roughness(text: str) -> float | None:
    """From 0 (calm) to 1 (rough); None when there is too little Chinese to judge."""
    if len(HAN.findall(text[:LONGEST])) < LEAST_HAN:
        return None
    if INSULTS.search(text[:LONGEST]):
        return 1.0
    return judged(features(text))


def judged(found: Collection[int]) -> float:
    """The classifier alone; the longer the text, the less a single group counts."""
    kept, bias = weights()
    score = bias + sum(kept[one] for one in found) / SCALE / sqrt(len(found))
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


def is_rough(text: str) -> bool | None:
    """Whether the text counts as rough; None when it cannot be judged."""
    value = roughness(text)
    return None if value is None else value >= ROUGH


def features(text: str) -> set[int]:
    """Buckets of all groups of one to three characters of the text, each once."""
    plain = DIGITS.sub("0", LEFT_OUT.sub("", text[:LONGEST].lower()))
    padded = f"\x02{plain}\x03"
    return {
        zlib.crc32(padded[at : at + size].encode()) % BUCKETS
        for size in (1, 2, 3)
        for at in range(len(padded) - size + 1)
    }


@lru_cache(maxsize=1)
def weights() -> tuple[array[int], float]:
    """The file: one signed byte for the bias in sixteenths, then one for each bucket."""
    kept = array("b", zlib.decompress(WEIGHTS.read_bytes()))
    return kept[1:], kept[0] / 16.0
