"""Who will come again: the BG/NBD model (Fader, Hardie and Lee 2005) with known parameters.

Whoever never came back is "alive" with certainty here, by the model: never show that as loyalty.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log

TERMS = 20_000
TINY = 1e-15


@dataclass(frozen=True)
class BgNbd:
    """Purchase rate Gamma(r, alpha), chance to stop after each Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, x: int, t_x: float, t: float) -> float:
        """The chance to be still there after x returns, the last at t_x, seen until t."""
        if not x:
            return 1.0
        gone = self.a / (self.b + x - 1)
        ratio: float = ((self.alpha + t) / (self.alpha + t_x)) ** (self.r + x)
        return 1 / (1 + gone * ratio)

    def expected(self, x: int, t_x: float, seen: float, ahead: float) -> float:
        """Returns to expect in the time ahead, after x until `seen`."""
        total = self.alpha + seen + ahead
        series = hypergeometric(self.r + x, self.b + x, self.a + self.b + x - 1, ahead / total)
        shrunk: float = ((self.alpha + seen) / total) ** (self.r + x)
        lead = (self.a + self.b + x - 1) / (self.a - 1)
        return lead * (1 - shrunk * series) * self.alive(x, t_x, seen)

    def chance(self, n: int, t: float) -> float:
        """The chance of exactly n returns within t."""
        stay = self.alpha / (self.alpha + t)
        move = t / (self.alpha + t)

        def negative(j: int) -> float:
            top = lgamma(self.r + j) - lgamma(self.r) - lgamma(j + 1)
            return exp(top + self.r * log(stay) + j * log(move)) if t else float(j == 0)

        found = exp(_beta(self.a, self.b + n) - _beta(self.a, self.b)) * negative(n)
        if n:
            stopped = exp(_beta(self.a + 1, self.b + n - 1) - _beta(self.a, self.b))
            found += stopped * (1 - sum(negative(j) for j in range(n)))
        return found


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """Gauss's 2F1 for |z| < 1, by its series."""
    total = term = 1.0
    for n in range(TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) < TINY * abs(total):
            break
    return total
