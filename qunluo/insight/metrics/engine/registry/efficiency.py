"""What it takes to keep the place, and what that buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.measures import efficiency, response
from qunluo.insight.metrics.engine.measures.membership import JOINED
from qunluo.insight.metrics.engine.registry.metric import Metric, gettext_noop
from qunluo.insight.metrics.engine.registry.presence import DID

if TYPE_CHECKING:
    from collections.abc import Callable

    from qunluo.insight.metrics.engine.measures.reading import Inquiry, Reading
    from qunluo.insight.metrics.engine.registry.metric import Family, Unit

KEEPING = frozenset({"care.per_person", "care.automated"})
FOLLOWED = (response.ASKED, response.ANSWERED)


def _whole(  # one line of a table
    key: str, unit: Unit, words: tuple[str, str, str], *names: str, **more: int
) -> Callable[[Callable[[Inquiry], list[Reading]]], Metric]:
    name, definition, formula = words
    family: Family = "questions" if key.startswith(("response", "questions")) else "efficiency"

    def made(measure: Callable[[Inquiry], list[Reading]]) -> Metric:
        return Metric(
            id=key,
            family="content" if key.startswith("content") else family,
            name=name,
            definition=definition,
            formula=formula,
            unit=unit,
            measure=measure,
            kinds=("care",) if key in KEEPING else (),
            activities=names,
            population="all",
            better=more.get("better", -1),
            by_space=bool(more.get("by_space", 0)),
        )

    return made


METRICS = (
    _whole(
        "cost.total",
        "money",
        (
            gettext_noop("Spent"),
            gettext_noop(
                "Costs on record for the period, in the currency of the list of costs; its parts"
                " are the categories."
            ),
            "Σ cost",
        ),
        efficiency.SPENT,
        better=0,
    )(efficiency.spent),
    _whole(
        "cost.hours",
        "hours",
        (
            gettext_noop("Hours worked"),
            gettext_noop("Hours of work on record for the period, by category."),
            "Σ hours",
        ),
        efficiency.SPENT,
        better=0,
    )(efficiency.worked),
    _whole(
        "cost.per_activated",
        "money",
        (
            gettext_noop("Spent per activated member"),
            gettext_noop(
                "Costs of the period for each member who joined in it and contributed within 14"
                " days."
            ),
            "Σ cost / |{m : joined(m) ∈ P, first(m) ≤ joined(m) + 14 d}|",
        ),
        efficiency.SPENT,
        JOINED,
    )(efficiency.per(efficiency.activated_people(DID))),
    _whole(
        "cost.per_contributor",
        "money",
        (
            gettext_noop("Spent per contributing member"),
            gettext_noop("Costs of the period for each member who contributed in it."),
            "Σ cost / |A(contribution)|",
        ),
        efficiency.SPENT,
    )(efficiency.per(efficiency.contributing_people(DID))),
    _whole(
        "cost.per_answered",
        "money",
        (
            gettext_noop("Spent per answered question"),
            gettext_noop(
                "Costs of the period for each question asked in it that has an answer by somebody"
                " else."
            ),
            "Σ cost / |{q ∈ P : answered}|",
        ),
        efficiency.SPENT,
        *FOLLOWED,
    )(efficiency.per(efficiency.answered_questions)),
    _whole(
        "care.per_person",
        "index",
        (
            gettext_noop("Acts of care per person"),
            gettext_noop(
                "What operators did to keep order (pinning, closing, deciding, inviting …), for"
                " each person who did any of it."
            ),
            "|{line of care ∈ P}| / |{their actors}|",
        ),
        better=0,
        by_space=1,
    )(efficiency.care),
    _whole(
        "care.automated",
        "share",
        (
            gettext_noop("Done by rule"),
            gettext_noop(
                "Of the acts that keep order, the share that no person did: what a rule held back,"
                " and what the machine closed or gave out."
            ),
            "|{line of care or holding ∈ P : no actor}| / |{line of care or holding ∈ P}|",
        ),
        *efficiency.HELD,
        better=0,
        by_space=1,
    )(efficiency.automated),
    _whole(
        "care.overturned",
        "share",
        (
            gettext_noop("Decisions undone"),
            gettext_noop("Decisions on cases that were undone, of all made in the period."),
            "undone / decided",
        ),
        "moderation.case_decided",
        "moderation.decision_undone",
    )(efficiency.overturned),
    _whole(
        "questions.closure_ratio",
        "index",
        (
            gettext_noop("Closed for each one asked"),
            gettext_noop(
                "Questions closed in the period for each one asked in it; no number when none was"
                " asked."
            ),
            "closed / asked",
        ),
        response.CLOSED[0],
        response.ASKED,
        better=0,
        by_space=1,
    )(efficiency.closure),
    _whole(
        "response.mean_hours",
        "hours",
        (
            gettext_noop("Mean hours to the first answer"),
            gettext_noop(
                "The mean over answered questions only, as many systems count. It falls when the"
                " hard questions are left alone; trust the median."
            ),
            "Σ wait / |{q : answered}|",
        ),
        *FOLLOWED,
        by_space=1,
    )(efficiency.mean_hours),
    _whole(
        "content.unreplied_share",
        "share",
        (
            gettext_noop("Topics without a reply"),
            gettext_noop(
                "Of the topics other than questions opened in the period, the share that nobody"
                " else has replied to so far."
            ),
            "|{t ∈ P : no reply by another}| / |{t ∈ P}|",
        ),
        "forum.topic_opened",
        "forum.reply_posted",
        "forum.comment_posted",
        by_space=1,
    )(efficiency.unreplied),
)
