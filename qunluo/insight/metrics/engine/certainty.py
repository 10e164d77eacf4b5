"""How sure a number is: Wilson's interval for shares, and whether two numbers really differ."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054  # 95 %
MIN_N = 20


def wilson(successes: float, n: float) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927); None for nothing out of nothing."""
    if n <= 0:
        return None
    share = successes / n
    centre = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low, high = (centre - spread) / (1 + Z * Z / n), (centre + spread) / (1 + Z * Z / n)
    return max(0.0, low), min(1.0, high)


def counts_differ(before: float, now: float) -> bool:
    """Whether two counts of like periods differ more than chance: |a - b| > z √(a + b) (Poisson)."""
    return abs(now - before) > Z * sqrt(before + now)


def shares_differ(before: tuple[float, float], now: tuple[float, float]) -> bool:
    """(successes, n) twice: whether Newcombe's interval of the difference leaves out 0."""
    one, two = wilson(*before), wilson(*now)
    if one is None or two is None:
        return False
    p, q = before[0] / before[1], now[0] / now[1]
    delta = q - p
    low = delta - sqrt((q - two[0]) ** 2 + (one[1] - p) ** 2)
    high = delta + sqrt((two[1] - q) ** 2 + (p - one[0]) ** 2)
    return low > 0 or high < 0
