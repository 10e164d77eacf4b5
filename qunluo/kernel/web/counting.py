"""Numbers about the running process, in Prometheus' text form; counted without a library."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Sample:
    """One number. `kind`: counter or gauge; `labels` are already safe text."""

    name: str
    help: str
    kind: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


_sources: list[Callable[[], Iterable[Sample]]] = []
_lock = threading.Lock()
_answers: Counter[tuple[str, int]] = Counter()
_slots: Counter[float] = Counter()
_seconds = 0.0


def samples_from(source: Callable[[], Iterable[Sample]]) -> Callable[[], Iterable[Sample]]:
    """Register a function that gives samples whenever /metrics is read."""
    if source not in _sources:
        _sources.append(source)
    return source


def count_request(method: str, status: int, seconds: float) -> None:
    global _seconds  # noqa: PLW0603 - one process, one sum
    slot = next((edge for edge in BUCKETS if seconds <= edge), float("inf"))
    with _lock:
        _answers[method, status] += 1
        _slots[slot] += 1
        _seconds += seconds


def exposition() -> str:
    """All numbers as text."""
    lines: list[str] = []
    described: set[str] = set()
    for sample in [sample for source in _sources for sample in source()]:
        if sample.name not in described:
            described.add(sample.name)
            lines += [f"# HELP {sample.name} {sample.help}", f"# TYPE {sample.name} {sample.kind}"]
        shown = ",".join(f'{name}="{value}"' for name, value in sample.labels)
        lines.append(
            f"{sample.name}{{{shown}}} {sample.value:g}"
            if shown
            else f"{sample.name} {sample.value:g}"
        )
    return "\n".join([*lines, *_histogram(), ""])


@samples_from
def _requests() -> Iterator[Sample]:
    with _lock:
        found = sorted(_answers.items())
    for (method, status), count in found:
        labels = (("method", method), ("status", str(status)))
        yield Sample("qunluo_requests_total", "Requests answered.", "counter", count, labels)


def _histogram() -> list[str]:
    name = "qunluo_request_seconds"
    lines = [f"# HELP {name} Time to answer.", f"# TYPE {name} histogram"]
    with _lock:
        slots, seconds = dict(_slots), _seconds
    total = 0
    for edge in BUCKETS:
        total += slots.get(edge, 0)
        lines.append(f'{name}_bucket{{le="{edge:g}"}} {total}')
    total += slots.get(float("inf"), 0)
    return [
        *lines,
        f'{name}_bucket{{le="+Inf"}} {total}',
        f"{name}_sum {seconds:g}",
        f"{name}_count {total}",
    ]
