"""What every community watches until it decides otherwise."""

from __future__ import annotations

from dataclasses import dataclass

SCORES = {"low": 5.0, "normal": 3.5, "high": 3.0}
"""Sensitivity by how many spreads away; 3.5 is the robust z of Iglewicz and Hoaglin (1993)."""


@dataclass(frozen=True)
class Default:
    """`change` in per cent; the rest as in `metrics.queries.judging.Watch`."""

    key: str
    metric_id: str
    by: str
    method: str
    direction: str
    least: int = 10
    change: int = 20
    score: float = SCORES["normal"]
    limit: float | None = None


DEFAULTS = (
    Default("visits", "active.visited", "day", "unusual", "both"),
    Default("contributions", "content.all", "day", "unusual", "both"),
    Default("signs", "reactions.signs", "day", "unusual", "both"),
    Default("joins", "members.joined", "week", "unusual", "both", least=5, score=SCORES["high"]),
    Default(
        "arrivals",
        "members.joined",
        "week",
        "shift",
        "up",
        least=5,
        change=50,
        score=SCORES["high"],
    ),
    Default("topics", "content.topics", "week", "unusual", "both"),
    Default("leaving", "members.left", "week", "unusual", "up", least=5, score=SCORES["high"]),
    Default("waiting", "response.median_hours", "week", "unusual", "up", change=50),
    Default("fading", "active.contributed", "week", "shift", "down"),
)
