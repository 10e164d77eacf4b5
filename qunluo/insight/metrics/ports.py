"""What figures need from their neighbours: marks on charts, and days that are known to differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from qunluo.kernel.viewer import Viewer

Marker = Callable[[Viewer, str, date, date], Sequence[tuple[date, str]]]
"""(viewer, metric id, first day, last day) -> days with a few words each."""

markers: list[Marker] = []


def marks(marker: Marker) -> Marker:
    """Register at start-up, in the domain's providers.py."""
    markers.append(marker)
    return marker


KnownDays = Callable[[Viewer, date, date], Sequence[tuple[date, date, str]]]
"""(viewer, first day, last day) -> stretches of known days: (first, last, name)."""

known_days: list[KnownDays] = []


def knows_days(tell: KnownDays) -> KnownDays:
    """Register at start-up, in the domain's providers.py."""
    known_days.append(tell)
    return tell
