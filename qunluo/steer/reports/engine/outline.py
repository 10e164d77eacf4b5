"""What a report measures and in which section it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qunluo.steer.reports.engine.sentences import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

Good = Literal["up", "down", "neither"]
When = Literal["now", "before", "year_ago"]


@dataclass(frozen=True)
class Section:
    """`part` groups sections under the six headings of an output report."""

    key: str
    part: str
    title: str


PARTS: dict[str, str] = {
    "introduction": N_("Introduction"),
    "work": N_("Overview of the work"),
    "figures": N_("Figures, trends and reasons"),
    "evaluation": N_("Evaluation"),
    "outlook": N_("Outlook"),
    "conclusion": N_("Conclusion"),
}

SECTIONS = (
    Section("purpose", "introduction", N_("Purpose and background")),
    Section("method", "introduction", N_("Method")),
    Section("building", "work", N_("Community building")),
    Section("content", "work", N_("Content work")),
    Section("members", "work", N_("Member care")),
    Section("interaction", "work", N_("Interaction and campaigns")),
    Section("service", "work", N_("Member service")),
    Section("trends", "figures", N_("Trends")),
    Section("reasons", "figures", N_("Reasons")),
    Section("highlights", "evaluation", N_("Highlights")),
    Section("shortcomings", "evaluation", N_("Shortcomings")),
    Section("improvements", "evaluation", N_("Improvements")),
    Section("direction", "outlook", N_("Direction and focus")),
    Section("challenges", "outlook", N_("Challenges and opportunities")),
    Section("summary", "conclusion", N_("Summary")),
)


@dataclass(frozen=True)
class Use:
    """One metric in a report. `good`: which way is better; `times`: which periods are measured."""

    name: str
    metric: str
    section: str
    good: Good = "neither"
    times: tuple[When, ...] = ("now", "before", "year_ago")


USES = (
    Use("members", "members.current", "building"),
    Use("joins", "members.joins", "building", "up"),
    Use("leaves", "members.leaves", "building", "down"),
    Use("questions", "contributions.questions", "content", "up"),
    Use("answers", "contributions.answers", "content", "up"),
    Use("topics", "contributions.topics", "content", "up"),
    Use("replies", "contributions.replies", "content", "up"),
    Use("comments", "contributions.comments", "content", "up"),
    Use("edits", "contributions.edits", "content"),
    Use("contributors", "active.contributed", "members", "up"),
    Use("visitors", "active.visited", "members", "up"),
    Use("new_contributors", "contributors.new", "members", "up"),
    Use("lifecycle_new", "lifecycle.new", "members", times=("now",)),
    Use("lifecycle_returning", "lifecycle.returning", "members", times=("now",)),
    Use("lifecycle_resurrecting", "lifecycle.resurrecting", "members", times=("now",)),
    Use("lifecycle_dormant", "lifecycle.dormant", "members", times=("now",)),
    Use("absence_factor", "contributions.absence_factor", "members", times=("now", "before")),
    Use("reactions", "reactions.given", "interaction", "up"),
    Use("accepted_share", "questions.accepted_share", "service", "up"),
    Use("within_day", "questions.within_24h_share", "service", "up"),
    Use("first_response", "questions.first_response_median", "service", "down"),
    Use("open_questions", "questions.open", "service", "down"),
)
BY_NAME = {use.name: use for use in USES}


def needs() -> Iterator[tuple[str, str, When]]:
    """(fact key, metric id, which period) of everything to be measured before a word is written."""
    for use in USES:
        for when in use.times:
            yield f"{use.name}.{when}", use.metric, when
