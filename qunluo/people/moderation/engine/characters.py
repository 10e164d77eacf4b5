"""One written sign to the sign it stands for: width, case, script, accents, look-alikes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Letters of other scripts that are drawn like Latin ones (after Unicode TR39, the common part).
LATIN_SHAPES = dict(
    zip(
        "абвгдеёзикмнопрстухьяѕіјԁԛԝαβγεικμνορτυχωıɡɩʟᴀʙᴄᴅᴇɢʜɪᴊᴋᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ",
        "a6brdee3nkmhonpctyxbrsijdqwabyeikmvoptuxwigllabcdeghijkmnoprtuvwyz",
        strict=False,
    )
)

# Chinese signs that pass for another at a glance and stand for hardly anything of their own.
CHINESE_SHAPES = {
    "祼": "裸", "曰": "日", "巳": "己", "已": "己", "溥": "薄", "睹": "赌", "傅": "博", "搏": "博",
    "膊": "博", "侓": "律", "帀": "币", "毐": "毒", "枱": "台", "氷": "冰", "伩": "信", "徽": "微",
    "溦": "微", "沭": "沐", "銭": "钱", "仟": "千", "戝": "贼", "扖": "加", "咖": "加", "伽": "加",
    "亊": "事", "囧": "冏", "岀": "出", "髙": "高", "囯": "国", "吿": "告", "苐": "第",
}  # fmt: skip

NEGATIVE_LETTERS = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))
LEET = str.maketrans("013457@$", "oieastas")
LEET_BETWEEN = re.compile(r"(?<=[a-zA-Z0-9])[!|](?=[a-zA-Z0-9])")

BREAKS = frozenset("。！？；，、：!?;,:\n\r…")


class Signs(dict[int, str]):
    """For `str.translate`: each sign as it is matched, '' for what is only put between."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _matched(chr(code))
        return found


signs = Signs()


def unleet(text: str) -> str:
    """The text with figures and signs read as the letters they stand for, place by place."""
    return LEET_BETWEEN.sub("i", text).translate(LEET)


def tight(text: str) -> str:
    """The text as it is matched: normalised, without anything between letters and digits."""
    return text.translate(signs)


def _matched(sign: str) -> str:
    code = ord(sign)
    for first, count in NEGATIVE_LETTERS:
        if first <= code < first + count:
            return chr(ord("a") + code - first)
    told = unicodedata.normalize("NFKD", sign).casefold()
    if len(told) > 1 and "\uac00" <= sign <= "\ud7a3":
        told = sign  # Hangul stays whole
    return "".join(_plain(part) for part in told if _counts(part))


def _counts(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN"


def _plain(sign: str) -> str:
    if sign < "\u0250":
        return LATIN_SHAPES.get(sign, sign)
    if is_chinese(sign):
        simple = _simplified(sign)
        return CHINESE_SHAPES.get(simple, simple)
    return LATIN_SHAPES.get(sign, sign)


def is_chinese(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U000323af"


def is_wordy(sign: str) -> bool:
    """Whether a sign of the tight text belongs to a word written in letters or digits."""
    return sign.isascii() and sign.isalnum()


def _simplified(sign: str) -> str:
    told = _converter().convert(sign)
    return told if len(told) == 1 else sign


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    # Loaded when the first Chinese sign is met, not at server start.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("t2s")
