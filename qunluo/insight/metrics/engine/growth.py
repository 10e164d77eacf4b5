"""Invitations that bring invitations, what people would recommend, and two foreign conventions."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

PROMOTER, DETRACTOR = 9, 6


def k_factor(invites_per_member: float, conversion: float) -> float:
    """How many join because of one who joined."""
    return invites_per_member * conversion


def waves(seed: float, k: float, count: int) -> list[float]:
    """New members by wave when each invites once, in the wave after joining."""
    return [seed * k**wave for wave in range(count + 1)]


def nps(scores: Sequence[int]) -> float | None:
    """Percent of 9 and 10 minus percent of 0 to 6; None without answers."""
    if not scores:
        return None
    promoters = sum(score >= PROMOTER for score in scores)
    detractors = sum(score <= DETRACTOR for score in scores)
    return 100 * (promoters - detractors) / len(scores)


def dau_mau(dau: int, mau: int, *, rounds_up: bool = False) -> float | None:
    """Percent, to two decimals; `rounds_up` as Discourse does. None when nobody was there."""
    if not mau:
        return None
    if rounds_up:
        return ceil(10_000 * dau / mau) / 100
    return round(100 * dau / mau, 2)


def day_index(start: datetime, back: datetime, zone: ZoneInfo, *, how: str = "calendar") -> int:
    """After how many days somebody came back: `calendar`, `hours` cut to whole ones, `exact`."""
    if how == "calendar":
        return (back.astimezone(zone).date() - start.astimezone(zone).date()).days
    if how == "hours":
        start, back = (one.replace(minute=0, second=0, microsecond=0) for one in (start, back))
    return (back - start).days
