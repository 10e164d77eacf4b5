"""Who went through several steps: attempts of one member, and what they come to for many.

    funnel = Funnel((Match(("communities.member_joined",)), Match(CONTRIBUTED)), window=days(30))
    walks = walks_of(history, funnel)          # member -> attempts, in the order of entering
    counts(walks, funnel)                      # members who got at least so far, per step

An attempt begins at every event of the first step (unordered: of any step); a member counts with
the best attempt that no exclusion spoiled, and its times are those of the earliest such attempt.
"""

from qunluo.insight.metrics.engine.funnels.asking import (
    DEFAULT_WINDOW,
    Event,
    Exclusion,
    Funnel,
    walks_of,
    window_of,
)
from qunluo.insight.metrics.engine.funnels.attempts import Attempt, attempts, best
from qunluo.insight.metrics.engine.funnels.outcomes import (
    Trend,
    bins,
    counts,
    reached,
    seconds_between,
    times,
    trend,
)

__all__ = [
    "DEFAULT_WINDOW",
    "Attempt",
    "Event",
    "Exclusion",
    "Funnel",
    "Trend",
    "attempts",
    "best",
    "bins",
    "counts",
    "reached",
    "seconds_between",
    "times",
    "trend",
    "walks_of",
    "window_of",
]
