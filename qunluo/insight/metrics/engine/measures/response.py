"""How questions fare: time to the first answer, answered in time, accepted, still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import survival
from qunluo.insight.metrics.engine.measures.presence import number_of
from qunluo.insight.metrics.engine.measures.reading import Behind, Cell, Reading, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

ASKED = "questions.question_asked"
ANSWERED = "questions.answer_given"
ACCEPTED = "questions.answer_accepted"
CLOSED = ("forum.topic_closed", "forum.topic_reopened")
HOUR = timedelta(hours=1)

# An answer by an unknown person counts as somebody else's.
QUESTIONS = f"""
WITH answers AS (
  SELECT q.line_id, min(a.moment) AS answered_at FROM {{acts}} q JOIN {{acts}} a
  ON a.name = '{ANSWERED}' AND a.root_id = q.object_id AND a.moment >= q.moment
  AND (a.person IS NULL OR a.person IS DISTINCT FROM q.person)
  WHERE q.name = '{ASKED}' GROUP BY q.line_id),
accepted AS (
  SELECT root_id, min(moment) AS accepted_at FROM {{acts}} WHERE name = '{ACCEPTED}' GROUP BY 1),
doors AS (
  SELECT object_id, arg_max(name, (moment, line_id)) AS name, max(moment) AS changed_at
  FROM {{acts}} WHERE name IN {CLOSED} GROUP BY 1)
SELECT q.line_id, q.day, q.moment, answered_at, accepted_at,
  CASE WHEN d.name = '{CLOSED[0]}' THEN d.changed_at END AS closed_at
FROM {{acts}} q LEFT JOIN answers USING (line_id)
LEFT JOIN accepted x ON x.root_id = q.object_id
LEFT JOIN doors d ON d.object_id = q.object_id
WHERE q.name = '{ASKED}' ORDER BY q.moment, q.line_id
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Question:
    line_id: int
    day: date
    asked_at: datetime
    answered_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None


def questions(history: History) -> list[Question]:
    """Every standing question with what became of it, in the order of asking."""
    return history.kept(("questions",), lambda: _questions(history))


def _questions(history: History) -> list[Question]:
    return [
        Question(line_id, day, *(moment and moment.replace(tzinfo=UTC) for moment in moments))
        for line_id, day, *moments in history.rows(QUESTIONS)
    ]


def _by_period(inquiry: Inquiry) -> list[list[Question]]:
    found: list[list[Question]] = [[] for _ in inquiry.periods]
    for question in questions(inquiry.history):
        n = number_of(inquiry.periods, question.day)
        if n >= 0:
            found[n].append(question)
    return found


def waiting(inquiry: Inquiry, question: Question) -> tuple[float, bool]:
    """(hours, whether answered): unanswered ones waited until closed or until records end."""
    if question.answered_at is not None:
        return (question.answered_at - question.asked_at) / HOUR, True
    end = inquiry.coverage.end_after(question.asked_at)
    if question.closed_at is not None and question.closed_at >= question.asked_at:
        end = min(end, question.closed_at)
    return (end - question.asked_at) / HOUR, False


def hours_until_answered(part: float) -> Callable[[Inquiry], list[Reading]]:
    """Hours within which this share of questions had a first answer (Kaplan-Meier)."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _by_period(inquiry):
            waits = [waiting(inquiry, question) for question in asked]
            answered = sum(observed for _hours, observed in waits)
            value = survival.quantile(survival.kaplan_meier(waits), part)
            reason = "" if value is not None else ("not_reached" if waits else "no_questions")
            readings.append(Reading(value, answered, len(waits), len(waits), reason=reason))
        return readings

    return measure


def answered_within(limit: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Share of questions answered in time, among those whose time is up or that have an answer."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _by_period(inquiry):
            waits = [waiting(inquiry, question) for question in asked]
            hours = limit / HOUR
            decided = [one for one in waits if one[1] or one[0] >= hours]
            in_time = sum(observed and waited <= hours for waited, observed in decided)
            readings.append(share(in_time, len(decided), reason="no_questions"))
        return readings

    return measure


def accepted_within(limit: timedelta) -> Callable[[Inquiry], list[Reading]]:
    """Share of questions with an accepted answer in time."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for asked in _by_period(inquiry):
            kept = sum(
                question.accepted_at is not None
                and question.accepted_at - question.asked_at <= limit
                for question in asked
            )
            readings.append(share(kept, len(asked), reason="no_questions"))
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
    asked = questions(inquiry.history)
    return [_open_at(asked, _end_of(inquiry, period)) for period in inquiry.periods]


def _end_of(inquiry: Inquiry, period: Period) -> datetime:
    return min(period.ends_at, max(inquiry.coverage.end_after(period.starts_at), period.starts_at))


def is_open(question: Question, moment: datetime) -> bool:
    if question.asked_at >= moment:
        return False
    if question.answered_at is not None and question.answered_at < moment:
        return False
    return question.closed_at is None or question.closed_at >= moment


def _open_at(asked: list[Question], moment: datetime) -> Reading:
    ages = [(moment - one.asked_at).days for one in asked if is_open(one, moment)]
    cells = tuple(
        Cell(key, sum(age >= low and (high is None or age < high) for age in ages))
        for key, low, high in BANDS
    )
    return Reading(len(ages), n=len(ages), cells=cells)


def asked_behind(history: History, period: Period) -> Behind:
    """The questions asked in the period, newest first."""
    found = [one.line_id for one in questions(history) if period.start <= one.day < period.end]
    return Behind("lines", line_ids=tuple(reversed(found)))


def open_behind(history: History, period: Period) -> Behind:
    """The questions open when the period ends, oldest first."""
    found = [one.line_id for one in questions(history) if is_open(one, period.ends_at)]
    return Behind("lines", line_ids=tuple(found))
