"""Questions as columns: what became of each, how long it waited, which wait at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from qunluo.insight.metrics.engine.measures.response import ACCEPTED, ANSWERED, ASKED, CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qunluo.insight.metrics.engine.history import History
    from qunluo.insight.metrics.engine.history.standing import Array
    from qunluo.insight.metrics.engine.measures.reading import Inquiry
    from qunluo.insight.metrics.engine.periods import Period

HOUR, DAY = np.timedelta64(1, "h"), np.timedelta64(1, "D")
EPOCH = date(1970, 1, 1).toordinal()

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
SELECT q.line_id, q.day - DATE '1970-01-01' AS day, q.moment AS asked_at, answered_at, accepted_at,
  CASE WHEN d.name = '{CLOSED[0]}' THEN d.changed_at END AS closed_at
FROM {{acts}} q LEFT JOIN answers w ON w.line_id = q.line_id
LEFT JOIN accepted x ON x.root_id = q.object_id
LEFT JOIN doors d ON d.object_id = q.object_id
WHERE q.name = '{ASKED}' ORDER BY q.day, q.moment, q.line_id
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Questions:
    """Every standing question with what became of it, in the order of asking, as columns.

    `day`: days since 1970 in the community's zone. Moments are UTC; NaT: it has not happened.
    """

    line_id: Array
    day: Array
    asked_at: Array
    answered_at: Array
    accepted_at: Array
    closed_at: Array

    @property
    def hours_until_accepted(self) -> Array:
        """NaN where nothing was accepted."""
        return (self.accepted_at - self.asked_at) / HOUR

    def among(self, chosen: Array) -> Questions:
        return Questions(*(getattr(self, name)[chosen] for name in PARTS))


PARTS = ("line_id", "day", "asked_at", "answered_at", "accepted_at", "closed_at")


def questions(history: History) -> Questions:
    return history.kept(("questions",), lambda: Questions(**history.columns(QUESTIONS)))


def _moment(moment: datetime) -> Array:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")


def _asked_in(found: Questions, period: Period) -> Array:
    """Where in the columns the period's questions lie."""
    edges = [period.start.toordinal() - EPOCH, period.end.toordinal() - EPOCH]
    return slice(*np.searchsorted(found.day, edges))


def by_period(inquiry: Inquiry) -> list[Questions]:
    found = questions(inquiry.history)
    return [found.among(_asked_in(found, period)) for period in inquiry.periods]


def waits(inquiry: Inquiry, asked: Questions) -> tuple[Array, Array]:
    """(hours, whether answered): unanswered ones waited until closed or until records end."""
    end = asked.asked_at.copy()
    for start, stop in inquiry.coverage.stretches:
        inside = (asked.asked_at >= _moment(start)) & (asked.asked_at <= _moment(stop))
        end[inside] = _moment(stop)
    closed = asked.closed_at >= asked.asked_at
    end[closed] = np.minimum(end[closed], asked.closed_at[closed])
    is_answered = ~np.isnat(asked.answered_at)
    until = np.where(is_answered, asked.answered_at, end)
    return (until - asked.asked_at) / HOUR, is_answered


def curve(
    hours: Array, answered: Array, part: float, marks: Sequence[float]
) -> tuple[float | None, list[float]]:
    """(hours within which this part was answered, the share still waiting at each mark).

    Kaplan and Meier, as `survival` has it step by step. Of no question: None and nothing.
    """
    if not len(hours):
        return None, []
    times, places = np.unique(hours, return_inverse=True)
    ended = np.bincount(places, weights=answered, minlength=len(times))
    left = np.bincount(places, minlength=len(times))
    at_risk = len(hours) - np.concatenate(([0], np.cumsum(left)[:-1]))
    waiting = np.cumprod(1 - ended / at_risk)
    reached = np.nonzero(waiting <= 1 - part + 1e-12)[0]
    value = float(times[reached[0]]) if len(reached) else None
    until = np.searchsorted(times, marks, side="right")
    return value, [float(waiting[place - 1]) if place else 1.0 for place in until]


def ages_at(history: History, moment: datetime) -> Array:
    """How many whole days those questions are old that wait at a moment."""
    found = questions(history)
    return (_moment(moment) - found.asked_at[_waiting_at(found, moment)]) // DAY


def asked_in(history: History, period: Period) -> tuple[int, ...]:
    """The lines of the questions asked in a period, in the order of asking."""
    found = questions(history)
    return tuple(found.line_id[_asked_in(found, period)].tolist())


def open_at(history: History, moment: datetime) -> tuple[int, ...]:
    """The lines of the questions that wait at a moment, in the order of asking."""
    found = questions(history)
    return tuple(found.line_id[_waiting_at(found, moment)].tolist())


def _waiting_at(found: Questions, moment: datetime) -> Array:
    """Which questions wait at a moment."""
    when = _moment(moment)
    is_over = (found.answered_at < when) | (found.closed_at < when)
    return (found.asked_at < when) & ~is_over
