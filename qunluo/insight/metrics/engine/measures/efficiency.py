"""What it takes: costs on record, hours, and what they bought; work that keeps order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import counting
from qunluo.insight.metrics.engine.measures.growth import activated
from qunluo.insight.metrics.engine.measures.reading import Cell, Reading, share
from qunluo.insight.metrics.engine.measures.response import ANSWERED, ASKED, CLOSED
from qunluo.kernel.stream.kinds import names_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.insight.metrics.engine.counting import Match
    from qunluo.insight.metrics.engine.measures.reading import Inquiry

SPENT = "metrics.cost_recorded"
MINOR = 100


def _sums(inquiry: Inquiry, fact: str) -> list[dict[str, float]]:
    """Per period: category -> sum of the fact."""
    joined, lists = counting.spans(inquiry.periods)
    found: list[dict[str, float]] = [{} for _ in inquiry.periods]
    for n, category, total in inquiry.history.rows(
        "SELECT s.n, facts ->> '$.category', sum(try_cast(facts ->> ? AS DOUBLE))"  # noqa: S608
        f" FROM {{acts}} a JOIN {joined} WHERE name = ? GROUP BY 1, 2",
        [f"$.{fact}", *lists, SPENT],
    ):
        if total:
            found[n][category or ""] = total
    return found


def spent(inquiry: Inquiry) -> list[Reading]:
    """Money, in main units; by category."""
    return [_spent(own, MINOR) for own in _sums(inquiry, "minor")]


def worked(inquiry: Inquiry) -> list[Reading]:
    """Hours of work; by category."""
    return [_spent(own, 1) for own in _sums(inquiry, "hours")]


def _spent(own: dict[str, float], divisor: int) -> Reading:
    if not own:
        return Reading(None, reason="no_costs")
    cells = tuple(Cell(category, total / divisor) for category, total in sorted(own.items()))
    return Reading(sum(own.values()) / divisor, cells=cells)


def per(what: Callable[[Inquiry], list[float]]) -> Callable[[Inquiry], list[Reading]]:
    """Money spent for each of what it bought."""

    def measure(inquiry: Inquiry) -> list[Reading]:
        readings = []
        for money, count in zip(spent(inquiry), what(inquiry), strict=True):
            if money.value is None or not count:
                readings.append(
                    Reading(None, reason="no_costs" if money.value is None else "nothing_bought")
                )
            else:
                readings.append(Reading(money.value / count, money.value, count, round(count)))
        return readings

    return measure


def activated_people(did: Match) -> Callable[[Inquiry], list[float]]:
    """How many joiners of the period contributed within 14 days."""

    def count(inquiry: Inquiry) -> list[float]:
        return [one.numerator or 0 for one in activated(did, timedelta(days=14))(inquiry)]

    return count


def contributing_people(did: Match) -> Callable[[Inquiry], list[float]]:
    """How many members contributed in the period."""

    def count(inquiry: Inquiry) -> list[float]:
        found = counting.tallies(inquiry.history, did, inquiry.periods)
        return [float(one.people) for one in found]

    return count


def answered_questions(inquiry: Inquiry) -> list[float]:
    """How many of the period's questions have an answer by somebody else."""
    joined, lists = counting.spans(inquiry.periods)
    found = dict(
        inquiry.history.rows(
            "SELECT s.n, count(DISTINCT a.object_id) FROM {acts} a"  # noqa: S608 - constants
            f" JOIN {joined} WHERE a.name = '{ASKED}' AND EXISTS (SELECT 1 FROM {{acts}} b WHERE"
            f" b.name = '{ANSWERED}' AND b.root_id = a.object_id"
            " AND b.person IS DISTINCT FROM a.person) GROUP BY s.n",
            lists,
        )
    )
    return [found.get(n, 0) for n in range(len(inquiry.periods))]


def closure(inquiry: Inquiry) -> list[Reading]:
    """Questions closed in the period for each one asked in it; none when none was asked."""
    closed = counting.tallies(
        inquiry.history, counting.Match((CLOSED[0],), people="all"), inquiry.periods
    )
    asked = counting.tallies(
        inquiry.history, counting.Match((ASKED,), people="all"), inquiry.periods
    )
    readings = []
    for one, other in zip(closed, asked, strict=True):
        value = one.lines / other.lines if other.lines else None
        reason = "" if other.lines else "no_questions"
        readings.append(Reading(value, one.lines, other.lines, other.lines, reason=reason))
    return readings


def care(inquiry: Inquiry) -> list[Reading]:
    """Acts of care for each person who did any."""
    match = counting.Match(names_of("care"), people="anyone")
    readings = []
    for tally in counting.tallies(inquiry.history, match, inquiry.periods):
        value = tally.lines / tally.people if tally.people else None
        reason = "" if tally.people else "nobody_active"
        readings.append(Reading(value, tally.lines, tally.people, tally.people, reason=reason))
    return readings


HELD = ("forum.post_held", "chat.message_held")
"""What a rule holds back by itself."""


def automated(inquiry: Inquiry) -> list[Reading]:
    """Of the acts that keep order, the share that no person did."""
    match = counting.Match((*names_of("care"), *HELD), people="all")
    by_hand = counting.Match(names_of("care"), people="anyone")
    every = counting.tallies(inquiry.history, match, inquiry.periods)
    own = counting.tallies(inquiry.history, by_hand, inquiry.periods)
    return [
        share(one.lines - other.lines, one.lines, reason="no_care")
        for one, other in zip(every, own, strict=True)
    ]


def overturned(inquiry: Inquiry) -> list[Reading]:
    """Decisions on cases that were undone, of all made in the period."""
    undone = counting.Match(("moderation.decision_undone",), people="all")
    made = counting.Match(("moderation.case_decided",), people="all")
    one = counting.tallies(inquiry.history, undone, inquiry.periods)
    other = counting.tallies(inquiry.history, made, inquiry.periods)
    return [
        share(min(a.lines, b.lines), b.lines, reason="no_decisions")
        for a, b in zip(one, other, strict=True)
    ]


def unreplied(inquiry: Inquiry) -> list[Reading]:
    """Of the period's topics (no questions), the share nobody else has replied to."""
    joined, lists = counting.spans(inquiry.periods)
    found = {
        n: (left, all_of)
        for n, left, all_of in inquiry.history.rows(
            "WITH heard AS (SELECT DISTINCT t.line_id FROM {acts} t JOIN {acts} b"  # noqa: S608
            " ON b.root_id = t.object_id AND b.person IS DISTINCT FROM t.person"
            " WHERE t.name = 'forum.topic_opened'"
            " AND b.name IN ('forum.reply_posted', 'forum.comment_posted'))"
            " SELECT s.n, count(*) FILTER (WHERE h.line_id IS NULL), count(*)"
            f" FROM {{acts}} a JOIN {joined} LEFT JOIN heard h ON h.line_id = a.line_id"
            " WHERE a.name = 'forum.topic_opened' GROUP BY s.n",
            lists,
        )
    }
    told = [found.get(n, (0, 0)) for n in range(len(inquiry.periods))]
    return [share(left, all_of, reason="no_topics") for left, all_of in told]


def mean_hours(inquiry: Inquiry) -> list[Reading]:
    """The mean over answered questions only: it falls when the hard ones are left alone."""
    from qunluo.insight.metrics.engine import questions  # noqa: PLC0415 - numpy, see response

    readings = []
    for asked in questions.by_period(inquiry):
        hours, answered = questions.waits(inquiry, asked)
        known = hours[answered]
        value = float(known.mean()) if len(known) else None
        reason = "" if len(known) else "no_questions"
        readings.append(Reading(value, len(known), len(hours), len(hours), reason=reason))
    return readings
