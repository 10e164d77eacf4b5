"""How questions fare: time to the first answer, answered in time, accepted, still open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import ModuleType

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

ASKED = "questions.question_asked"
ANSWERED = "questions.answer_given"
ACCEPTED = "questions.answer_accepted"
CLOSED = ("forum.topic_closed", "forum.topic_reopened")
ENDLESS = 2**31
MARKS = (1, 6, 24, 72, 168)  # hours, at which the curve of first answers is told


def _columns() -> ModuleType:
    """What works with numpy: 20 MB that a server without dashboards never needs."""
    from qunluo.insight.metrics.engine import questions  # noqa: PLC0415

    return questions


def hours_until_answered(part: float) -> Callable[[Inquiry], list[Reading]]:
    """Hours within which this share of questions had a first answer (Kaplan-Meier)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _columns().by_period(inquiry):
            hours, answered = _columns().waits(inquiry, asked)
            count = len(hours)
            value, waiting = _columns().curve(hours, answered, part, MARKS)
            reason = "" if value is not None else ("not_reached" if count else "no_questions")
            cells = tuple(
                Cell(f"{mark}", 1 - still, None, count)
                for mark, still in zip(MARKS, waiting, strict=False)
            )
            readings.append(
                Reading(value, int(answered.sum()), count, count, cells=cells, reason=reason)
            )
        return readings

    return measure


def answered_within(limit: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Share of questions answered in time, among those whose time is up or that have an answer."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _columns().by_period(inquiry):
            hours, answered = _columns().waits(inquiry, asked)
            longest = limit / timedelta(hours=1)
            decided = answered | (hours >= longest)
            in_time = answered & (hours <= longest)
            found = share(int(in_time.sum()), int(decided.sum()), reason="no_questions")
            readings.append(found)
        return readings

    return measure


def accepted_within(limit: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Share of questions with an accepted answer in time."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _columns().by_period(inquiry):
            kept = asked.hours_until_accepted <= limit / timedelta(hours=1)
            found = share(int(kept.sum()), len(asked.line_id), reason="no_questions")
            readings.append(found)
        return readings

    return measure


BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("under_1_day", 0, 1),
    ("1_to_7_days", 1, 7),
    ("7_to_30_days", 7, 30),
    ("30_to_90_days", 30, 90),
    ("over_90_days", 90, None),
)


def still_open(inquiry: Inquiry) -> list[Reading]:
    """Questions without any answer when the period ends, not closed, by age in days."""
    return [_open_at(inquiry.history, _end_of(inquiry, period)) for period in inquiry.periods]


def _end_of(inquiry: Inquiry, period: Period) -> datetime:
    return min(period.ends_at, max(inquiry.coverage.end_after(period.starts_at), period.starts_at))


def _open_at(history: History, moment: datetime) -> Reading:
    ages = _columns().ages_at(history, moment)
    cells = tuple(
        Cell(key, int(((ages >= low) & (ages < (high or ENDLESS))).sum()))
        for key, low, high in BANDS
    )
    return Reading(len(ages), n=len(ages), cells=cells)


def asked_behind(history: History, period: Period) -> Behind:
    """The questions asked in the period, newest first."""
    return Behind("lines", line_ids=_columns().asked_in(history, period)[::-1])


def open_behind(history: History, period: Period) -> Behind:
    """The questions open when the period ends, oldest first."""
    return Behind("lines", line_ids=_columns().open_at(history, period.ends_at))
