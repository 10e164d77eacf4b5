"""What the records cover: which periods are whole, which are partly or not at all observed.

- **Live** recording runs from the moment this installation first wrote down anything of the
  community (its founding, its import, its demo) to the moment the watermark covers. It does not
  wait for somebody to do something: a quiet community is recorded too, its periods are whole, and
  its counts are 0.
- **An import** covers from its first to its last line and never recorded visits. Before its first
  line nothing is known; between its last line and the moment it was brought in here nothing is
  known either.
- **A demo** stands for a community that was recorded live all the while: it covers from its first
  line to the moment it had been grown, where live recording goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from qunluo.insight.metrics.engine.history import Span
    from qunluo.insight.metrics.engine.periods import Period

Status = Literal["complete", "partial", "no_data", "not_observable", "suppressed"]
Stretch = tuple["datetime", "datetime"]


@dataclass(frozen=True)
class Coverage:
    """Stretches of time that were recorded, in order and apart from each other; see the module.

    `with_visits`: the same without imports. `until`: the moment the watermark covers.
    """

    stretches: tuple[Stretch, ...]
    with_visits: tuple[Stretch, ...]
    until: datetime

    def end_after(self, moment: datetime) -> datetime:
        """The end of the stretch that holds the moment, or the moment itself."""
        return next((end for start, end in self.stretches if start <= moment <= end), moment)

    def stand(
        self, period: Period, *, visits: bool = False, maturity: timedelta | None = None
    ) -> tuple[Status, str]:
        """Status and reason of a period. `maturity`: how long after its end it may still change."""
        if period.starts_at >= self.until:
            return "not_observable", "future"
        if not any(_touches(stretch, period) for stretch in self.stretches):
            is_before = not self.stretches or period.ends_at <= self.stretches[0][0]
            return "no_data", "before_records" if is_before else "no_records"
        held = self.with_visits if visits else self.stretches
        touching = [stretch for stretch in held if _touches(stretch, period)]
        if not touching:
            return "not_observable", "visits_not_imported"
        reason = self._gap(touching, period, maturity)
        return ("partial", reason) if reason else ("complete", "")

    def _gap(self, touching: Sequence[Stretch], period: Period, maturity: timedelta | None) -> str:
        start, end = touching[-1]
        if end < period.ends_at:
            return "still_running" if end == self.until else "records_end"
        if maturity is not None and end < period.ends_at + maturity:
            return "window_open"
        return "" if start <= period.starts_at else "records_begin"


def _touches(stretch: Stretch, period: Period) -> bool:
    return stretch[0] < period.ends_at and stretch[1] >= period.starts_at


def coverage_of(spans: Iterable[Span], until: datetime) -> Coverage:
    """Coverage from the spans of a history's lines by origin."""
    told = list(spans)
    imported = [(span.first, span.last) for span in told if span.origin == "import"]
    others = [*_live(told, until), *(_demo(span, until) for span in told if span.origin == "demo")]
    until = max([until, *(end for _start, end in (*imported, *others))])
    return Coverage(_joined([*imported, *others]), _joined(others), until)


def _live(spans: Sequence[Span], until: datetime) -> list[Stretch]:
    """From the first moment anything was recorded here, or live lines tell of, whichever is sooner."""
    live = next((span for span in spans if span.origin == "live"), None)
    begins = min(
        [span.first_recorded for span in spans] + ([live.first] if live else []), default=until
    )
    end = max(live.last, until) if live else until
    return [(begins, end)] if begins < end or live else []


def _demo(span: Span, until: datetime) -> Stretch:
    """While it grew, the demo's own clock ran ahead of its lines up to the present."""
    return span.first, max(span.last, min(span.last_recorded, until))


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
