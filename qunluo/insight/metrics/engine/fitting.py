"""BG/NBD fitted by maximum likelihood (Fader, Hardie and Lee 2005), by Nelder and Mead's simplex."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.loyal import BgNbd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FEWEST = 200
START = (0.0, 1.0, 0.0, 0.5)
STEP = 0.5
ROUNDS = 800
CLOSE = 1e-7
Seen = tuple[int, float, float]
"""(returns, when the last of them was, seen until), both counted from the first time."""
Point = tuple[float, ...]


@dataclass(frozen=True)
class Fit:
    """`likelihood`: the logarithm of it, over all of them."""

    model: BgNbd
    likelihood: float


def fit(told: Iterable[Seen]) -> Fit | None:
    """The likeliest model; None below two hundred people who were seen for some time."""
    counted = Counter(one for one in told if one[2] > 0)
    if sum(counted.values()) < FEWEST or not any(x for x, _last, _until in counted):
        return None
    score = _likelihood(counted)
    best, worth = _simplex(lambda at: -score(at), START)
    r, alpha, a, b = (exp(one) for one in best)
    return Fit(BgNbd(r, alpha, a, b), -worth)


def _likelihood(counted: Counter[Seen]) -> Callable[[Point], float]:
    import numpy as np  # noqa: PLC0415 - for those who fit only

    x, last, until = (np.array(column, dtype=float) for column in zip(*counted, strict=True))
    times = np.array(list(counted.values()), dtype=float)
    values, place = np.unique(x, return_inverse=True)
    again = x > 0

    def score(at: Point) -> float:
        r, alpha, a, b = (exp(min(max(one, -12.0), 12.0)) for one in at)
        own = np.array([_by_count(int(n), r, alpha, a, b) for n in values])[place]
        stayed = -(r + x) * np.log(alpha + until)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
        return float((times * (own + np.where(again, np.logaddexp(stayed, gone), stayed))).sum())

    return score


def _by_count(x: int, r: float, alpha: float, a: float, b: float) -> float:
    rate = lgamma(r + x) - lgamma(r) + r * log(alpha)
    return rate + lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)


def _simplex(worth: Callable[[Point], float], start: Point) -> tuple[Point, float]:
    """The lowest point near the start (Nelder and Mead 1965)."""
    corners = [start, *(_moved(start, n, STEP) for n in range(len(start)))]
    told = sorted((worth(one), one) for one in corners)
    for _round in range(ROUNDS):
        if told[-1][0] - told[0][0] < CLOSE:
            break
        middle = _mean([one for _worth, one in told[:-1]])
        last = told[-1][1]
        tried = _told(worth, _along(middle, last, -1.0))
        if tried < told[0]:
            tried = min(tried, _told(worth, _along(middle, last, -2.0)))
        elif tried >= told[-2]:
            tried = min(tried, _told(worth, _along(middle, last, 0.5)))
        if tried < told[-1]:
            told[-1] = tried
        else:
            told = [told[0], *(_told(worth, _along(told[0][1], p, 0.5)) for _w, p in told[1:])]
        told.sort()
    return told[0][1], told[0][0]


def _told(worth: Callable[[Point], float], at: Point) -> tuple[float, Point]:
    return worth(at), at


def _moved(at: Point, place: int, step: float) -> Point:
    return tuple(one + step * (n == place) for n, one in enumerate(at))


def _mean(points: Sequence[Point]) -> Point:
    return tuple(sum(column) / len(points) for column in zip(*points, strict=True))


def _along(origin: Point, to: Point, share: float) -> Point:
    return tuple(o + share * (t - o) for o, t in zip(origin, to, strict=True))
