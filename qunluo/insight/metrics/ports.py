"""What figures need from their neighbours: marks on the charts of single metrics."""

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
