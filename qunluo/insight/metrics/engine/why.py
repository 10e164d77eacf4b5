"""Why a number changed: identities that close, and where in one or two dimensions a change lies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Counts = "Mapping[str, float]"
LEAST_PART, ENOUGH_PART = 0.10, 0.67
MOST_ELEMENTS = 50
MOST_IN_SPOT = 3
CLEAR_SPOT = 0.8


@dataclass(frozen=True)
class Split:
    """One segment's share in the change of a rate: by its own rate, and by its weight."""

    name: str
    rate: float
    mix: float


def kitagawa(
    before: Mapping[str, tuple[float, float]], now: Mapping[str, tuple[float, float]]
) -> list[Split]:
    """(numerator, denominator) per segment twice: effects that add up to the change (Kitagawa 1955)."""
    old, new = (sum(d for _n, d in told.values()) for told in (before, now))
    if not old or not new:
        return []
    found = []
    for name in sorted(before.keys() | now.keys()):
        (a, m), (b, n) = before.get(name, (0.0, 0.0)), now.get(name, (0.0, 0.0))
        # A segment that is not there has no rate; its other rate makes all of it a matter of mix.
        r = a / m if m else (b / n if n else 0.0)
        s = b / n if n else r
        w, v = m / old, n / new
        found.append(Split(name, (w + v) / 2 * (s - r), (v - w) * (r + s) / 2))
    return found


def log_shares(before: Sequence[float], now: Sequence[float]) -> list[float] | None:
    """Each factor's share in the change of their product: ln(factor) / ln(product); None: no change."""
    if min((*before, *now), default=0) <= 0:
        return None
    steps = [log(b / a) for a, b in zip(before, now, strict=True)]
    total = sum(steps)
    return [step / total for step in steps] if abs(total) > 1e-12 else None


@dataclass(frozen=True)
class Element:
    """`part`: its share in the whole change; `surprise`: how much its share of the whole moved."""

    name: str
    expected: float
    actual: float
    part: float
    surprise: float


@dataclass(frozen=True)
class Blame:
    """The elements of one dimension that stand for most of a change, and their surprise together."""

    dimension: str
    elements: tuple[Element, ...]
    surprise: float
    part: float


def elements_of(expected: Mapping[str, float], actual: Mapping[str, float]) -> list[Element]:
    """Every element with its explanatory power and surprise (Bhagwan and others 2014)."""
    f, a = sum(expected.values()), sum(actual.values())
    change = a - f
    found = []
    for name in sorted(expected.keys() | actual.keys()):
        old, new = expected.get(name, 0.0), actual.get(name, 0.0)
        part = (new - old) / change if change else 0.0
        p, q = (old / f if f else 0.0), (new / a if a else 0.0)
        found.append(Element(name, old, new, part, surprise(p, q)))
    return found


def surprise(p: float, q: float) -> float:
    """Half of the Jensen-Shannon divergence's term of one element."""
    first = p * log(2 * p / (p + q)) if p else 0.0
    second = q * log(2 * q / (p + q)) if q else 0.0
    return 0.5 * (first + second)


def adtributor(
    dimensions: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]],
) -> list[Blame]:
    """Per dimension (expected, actual): the fewest surprising elements that explain; best first."""
    found = []
    for dimension, (expected, actual) in dimensions.items():
        chosen: list[Element] = []
        part = 0.0
        for one in sorted(
            elements_of(expected, actual), key=lambda e: (-e.surprise, -abs(e.part), e.name)
        ):
            if one.part > LEAST_PART:
                chosen.append(one)
                part += one.part
            if part >= ENOUGH_PART:
                break
        if part >= ENOUGH_PART:
            found.append(Blame(dimension, tuple(chosen), sum(e.surprise for e in chosen), part))
    return sorted(found, key=lambda blame: (-blame.surprise, len(blame.elements)))


Leaf = tuple[str, str]


@dataclass(frozen=True)
class Spot:
    """Pairs (or single elements, the other side "") whose common change explains all the leaves."""

    elements: tuple[Leaf, ...]
    score: float


def hotspot(expected: Mapping[Leaf, float], actual: Mapping[Leaf, float]) -> Spot | None:
    """The best set of elements of one or both dimensions by potential score (Sun and others 2018)."""
    leaves = expected.keys() | actual.keys()
    if not leaves or len(leaves) > MOST_ELEMENTS * MOST_ELEMENTS:
        return None
    best: Spot | None = None
    for side in ("first", "second", "both"):
        groups: dict[Leaf, list[Leaf]] = defaultdict(list)
        for leaf in sorted(leaves):
            groups[_under(leaf, side)].append(leaf)
        moved = sorted(
            groups,
            key=lambda one: (
                -abs(sum(actual.get(x, 0.0) - expected.get(x, 0.0) for x in groups[one]))
            ),
        )[:MOST_IN_SPOT]
        for size in range(1, len(moved) + 1):
            for chosen in combinations(moved, size):
                score = _potential(expected, actual, leaves, [groups[one] for one in chosen])
                if best is None or score > best.score + 1e-9:
                    best = Spot(chosen, score)
    return best


def _under(leaf: Leaf, side: str) -> Leaf:
    if side == "both":
        return leaf
    return (leaf[0], "") if side == "first" else ("", leaf[1])


def _potential(
    expected: Mapping[Leaf, float],
    actual: Mapping[Leaf, float],
    leaves: set[Leaf],
    groups: Sequence[Sequence[Leaf]],
) -> float:
    """max(1 - d(v, a) / d(v, f), 0): how well "these moved in proportion, all else stood" fits."""
    rippled = {leaf: expected.get(leaf, 0.0) for leaf in leaves}
    for own in groups:
        f, v = (sum(told.get(leaf, 0.0) for leaf in own) for told in (expected, actual))
        for leaf in own:
            rippled[leaf] = rippled[leaf] * v / f if f else actual.get(leaf, 0.0)
    off = sum((actual.get(leaf, 0.0) - rippled[leaf]) ** 2 for leaf in leaves)
    whole = sum((actual.get(leaf, 0.0) - expected.get(leaf, 0.0)) ** 2 for leaf in leaves)
    return max(0.0, 1 - (off / whole) ** 0.5) if whole else 0.0
