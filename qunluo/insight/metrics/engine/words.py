"""Words of texts: cut, without stop words; which are frequent, and which rise."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LATIN = re.compile(r"[a-z][a-z0-9+#.'-]*[a-z0-9+#]|[a-z]")
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
MARKS = re.compile(r"https?://\S+|[`*_>#|~\[\](){}<]")
SHORTEST_LATIN = 3
FEWEST = 4
SURE = 6.63
"""Of the log-likelihood ratio: beyond chance at 1 %."""

# ruff: noqa: SIM905 - lists of words read better as words
STOP_ZH = frozenset(
    "的 了 是 在 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 这个 那个 这样 那样"
    " 什么 怎么 怎样 如何 为什么 可以 可能 应该 需要 已经 还是 还有 或者 以及 因为 所以 但是 不过 如果 虽然 而且 然后"
    " 我们 你们 他们 她们 它们 大家 请问 谢谢 感谢 问题 时候 现在 觉得 知道 比较 非常 一下 一些 一样 一直 有点 有没有"
    " 是不是 能不能 哪些 哪个 多少 几个 第一 今天 昨天 明天 之后 之前 以后 以前 里面 出来 起来 这里 那里 这么 那么 只是"
    " 真的 其实 直接 通过 进行 使用 关于 对于 由于 于是 不是 不会 不能 不要 就是 也是 都是 还没 一点 有人 各位 出现".split()
)
STOP_EN = frozenset(
    "the and for with that this from have has had are was were been being not but you your yours our ours they them"
    " their there here what which who whom whose when where why how can could should would will shall may might must"
    " does did doing done don't doesn't isn't i'm it's its all any some more most much many few very just only also"
    " than then too into onto out over under about after before between because while during through same other"
    " another such each every both either neither nor so if as at by of on or to up we he she his her him me my mine"
    " get got use used using make made like know think see say said one two way want need really anyone someone"
    " something anything thing things lot bit even still yet ever never first new good better best well p li br".split()
)


def cut(text: str) -> Iterator[str]:
    """The words of a text that can mean something: two characters of Chinese, three letters of Latin."""
    from rjieba import cut as cut_chinese  # noqa: PLC0415 - 8 MB that only this needs

    plain = MARKS.sub(" ", text.casefold())
    for run in HAN.findall(plain):
        for word in cut_chinese(run):
            if len(word) > 1 and word not in STOP_ZH:
                yield word
    for word in LATIN.findall(plain):
        if len(word) >= SHORTEST_LATIN and word not in STOP_EN:
            yield word


def documents(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many texts each word occurs, and how many texts there are."""
    found: Counter[str] = Counter()
    count = 0
    for text in texts:
        found.update(set(cut(text)))
        count += 1
    return found, count


@dataclass(frozen=True)
class Rising:
    """A word in `now` of this period's texts and `before` of the earlier ones."""

    word: str
    now: int
    before: int
    likelihood: float


def rising(
    now: Mapping[str, int], texts_now: int, before: Mapping[str, int], texts_before: int
) -> list[Rising]:
    """Words used in a larger share of texts than before, beyond chance (Dunning 1993); surest first."""
    if not texts_now or not texts_before:
        return []
    found = []
    for word, times in now.items():
        earlier = before.get(word, 0)
        if times < FEWEST or times / texts_now <= earlier / texts_before:
            continue
        sure = likelihood(times, texts_now, earlier, texts_before)
        if sure >= SURE:
            found.append(Rising(word, times, earlier, sure))
    return sorted(found, key=lambda one: (-one.likelihood, one.word))


def likelihood(k: int, n: int, j: int, m: int) -> float:
    """Twice the log of how much better two shares explain k of n and j of m than one share does."""
    together = (k + j) / (n + m)

    def told(times: int, whole: int) -> float:
        if not times:
            return 0.0
        return times * log(times / (whole * together))

    return 2 * (told(k, n) + told(j, m))
