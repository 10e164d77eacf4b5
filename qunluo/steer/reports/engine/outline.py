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
    """`part` groups sections under the six headings of an output report; "" stands before them."""

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
    Section("glance", "", N_("At a glance")),
    Section("follow_up", "", N_("What came of the last suggestions")),
    Section("purpose", "introduction", N_("Purpose and background")),
    Section("method", "introduction", N_("Method")),
    Section("building", "work", N_("Community building")),
    Section("content", "work", N_("Content work")),
    Section("members", "work", N_("Member care")),
    Section("interaction", "work", N_("Interaction and campaigns")),
    Section("service", "work", N_("Member service")),
    Section("goals", "figures", N_("Goals")),
    Section("trends", "figures", N_("Trends")),
    Section("loyalty", "figures", N_("Staying and loyalty")),
    Section("satisfaction", "figures", N_("Satisfaction")),
    Section("costs", "figures", N_("Costs and return")),
    Section("reasons", "figures", N_("Reasons")),
    Section("highlights", "evaluation", N_("Highlights")),
    Section("shortcomings", "evaluation", N_("Shortcomings")),
    Section("improvements", "evaluation", N_("Improvements")),
    Section("direction", "outlook", N_("Direction and focus")),
    Section("challenges", "outlook", N_("Challenges and opportunities")),
    Section("summary", "conclusion", N_("Summary")),
    Section("quality", "conclusion", N_("Quality of the records")),
)


@dataclass(frozen=True)
class Use:
    """One metric in a report.

    `good`: which way is better; `times`: which periods are measured; `is_level`: a state at the
    period's end, not something that happened in it, so chance has no say in its change.
    `is_brief`: also in a week's report. `of_days`: also for any run of days. `follows`: told of
    those who began one period earlier. `is_entered`: only where somebody brought it in; without a
    figure nothing is said of it by itself.
    """

    name: str
    metric: str
    section: str
    good: Good = "neither"
    times: tuple[When, ...] = ("now", "before", "year_ago")
    is_level: bool = False
    is_brief: bool = True
    of_days: bool = True
    follows: bool = False
    is_entered: bool = False


def _seldom(name: str, metric: str, section: str, good: Good = "neither", **more: bool) -> Use:
    """A use of the longer reports, told with the period before only."""
    return Use(name, metric, section, good, ("now", "before"), is_brief=False, **more)


def _work(kind: str) -> Use:
    """What was done of one kind of work, first in its section."""
    return Use(f"work_{kind}", f"work.{kind}", kind, times=("now", "before"))


USES = (
    _work("building"),
    _work("content"),
    _work("members"),
    _work("interaction"),
    _work("service"),
    Use("members", "members.current", "building", is_level=True),
    Use("joins", "members.joined", "building", "up"),
    Use("leaves", "members.left", "building", "down"),
    _seldom("activated", "conversion.contributed_14d", "building", "up"),
    _seldom("known_origin", "growth.known_origin", "building"),
    _seldom("k_factor", "growth.k", "building"),
    Use("questions", "content.questions", "content", "up"),
    Use("answers", "content.answers", "content", "up"),
    Use("topics", "content.topics", "content", "up"),
    Use("replies", "content.replies", "content", "up"),
    Use("comments", "content.comments", "content", "up"),
    Use("edits", "content.edits", "content"),
    Use("contributors", "active.contributed", "members", "up"),
    Use("visitors", "active.visited", "members", "up"),
    Use("lifecycle_new", "lifecycle.contributed.new", "members", times=("now",)),
    Use("lifecycle_returning", "lifecycle.contributed.returning", "members", times=("now",)),
    Use("lifecycle_resurrecting", "lifecycle.contributed.resurrecting", "members", times=("now",)),
    Use("lifecycle_dormant", "lifecycle.contributed.dormant", "members", times=("now",)),
    Use("absence_factor", "people.absence_factor", "members", times=("now", "before")),
    Use(
        "top_share",
        "people.top_10_share",
        "members",
        times=("now", "before"),
        is_level=True,
        is_brief=False,
    ),
    Use("participation", "participation.of_members", "members", is_level=True, is_brief=False),
    Use(
        "stickiness",
        "stickiness.contributed",
        "members",
        is_level=True,
        is_brief=False,
        of_days=False,
    ),
    Use("supporters", "people.supporters", "members", "up", ("now", "before")),
    _seldom("gini", "people.gini_contributors", "members", is_level=True),
    _seldom("lower_half", "people.lower_half_share", "members", is_level=True),
    _seldom("tied", "influence.connected", "members", is_level=True),
    _seldom("bridge", "people.bridge_share", "members", is_level=True),
    _seldom("several_days", "loyalty.repeat_share", "members", is_level=True),
    _seldom("core", "loyalty.core", "members", is_level=True),
    _seldom("going_quiet", "loyalty.going_quiet", "members", is_level=True),
    Use("votes", "reactions.votes", "interaction", "up"),
    Use("signs", "reactions.signs", "interaction", "up"),
    Use("within_day", "response.within_24h", "service", "up"),
    Use("first_response", "response.median_hours", "service", "down"),
    Use("late_response", "response.p90_hours", "service", "down", is_brief=False),
    Use("accepted_share", "response.accepted_30d", "service", "up"),
    Use("open_questions", "questions.open", "service", "down", is_level=True),
    Use(
        "returned",
        "retention.contributed",
        "loyalty",
        "up",
        times=("now", "before"),
        is_brief=False,
        of_days=False,
        follows=True,
    ),
    Use(
        "joiners_active",
        "retention.joined",
        "loyalty",
        "up",
        times=("now", "before"),
        is_brief=False,
        of_days=False,
        follows=True,
    ),
    _seldom("staying_90", "loyalty.staying_90", "loyalty", is_level=True, of_days=False),
    Use("satisfied", "satisfaction.csat", "satisfaction", "up", ("now", "before"), is_entered=True),
    Use("nps", "satisfaction.nps", "satisfaction", "up", ("now", "before"), is_entered=True),
    Use("asked", "satisfaction.response_rate", "satisfaction", times=("now",), is_entered=True),
    _seldom("spent", "cost.total", "costs", is_entered=True),
    _seldom("worked", "cost.hours", "costs", is_entered=True),
    _seldom("per_activated", "cost.per_activated", "costs", is_entered=True),
    _seldom("per_answered", "cost.per_answered", "costs", is_entered=True),
)
# What the first page shows large.
LEADING = ("contributors", "questions", "within_day")
BY_NAME = {use.name: use for use in USES}


def uses_of(span: str) -> tuple[Use, ...]:
    """What the report of such a period measures: a week's is shorter, any days have no cohorts."""
    return tuple(
        use for use in USES if (use.is_brief or span != "week") and (use.of_days or span != "span")
    )


def needs(span: str = "month") -> Iterator[tuple[str, str, When]]:
    """(fact key, metric id, which period) of everything to be measured before a word is written."""
    for use in uses_of(span):
        for when in use.times:
            yield f"{use.name}.{when}", use.metric, when


@dataclass(frozen=True)
class Curve:
    """A chart of the report: metrics over the periods up to this one. `is_share`: fractions."""

    key: str
    section: str
    title: str
    kind: Literal["line", "bar", "stacked"]
    metrics: tuple[str, ...]
    is_share: bool = False


CURVES = (
    Curve(
        "contributors",
        "glance",
        N_("Contributing members"),
        "stacked",
        (
            "lifecycle.contributed.returning",
            "lifecycle.contributed.new",
            "lifecycle.contributed.resurrecting",
            "lifecycle.contributed.dormant",
        ),
    ),
    Curve(
        "content",
        "trends",
        N_("Questions, answers and comments"),
        "line",
        ("content.questions", "content.answers", "content.comments"),
    ),
    Curve(
        "service",
        "service",
        N_("Answered within a day"),
        "line",
        ("response.within_24h",),
        is_share=True,
    ),
)


@dataclass(frozen=True)
class Parts:
    """A figure told by its parts: a channel, an age, a number of days.

    `of` is the use it belongs to, `unit` that of the parts. `is_following`: the parts are how many
    of each of the last cohorts came back, a triangle, with its weighted average in words.
    """

    key: str
    of: str
    section: str
    title: str
    kind: Literal["line", "bar", "across", "cohort"]
    unit: str
    is_following: bool = False
    is_drawn: bool = True


def _done(kind: str, title: str) -> Parts:
    """What was done of one kind of work, by what it was; told, not drawn."""
    return Parts(f"work_{kind}", f"work_{kind}", kind, title, "across", "items", is_drawn=False)


PARTS_OF = (
    _done("building", N_("Work on building the community")),
    _done("content", N_("Work on content")),
    _done("members", N_("Work for members")),
    _done("interaction", N_("Work on interaction")),
    _done("service", N_("Work of member service")),
    Parts("lorenz", "lower_half", "members", N_("What the less active part of contributors made"),
          "line", "share"),
    Parts("bridges", "bridge", "members", N_("Shortest ways that lead through one person, by rank"),
          "bar", "share"),
    Parts("survival", "staying_90", "loyalty", N_("Still contributing, by days since the first"),
          "line", "share"),
    Parts("channels", "known_origin", "building", N_("Joined, by channel"), "across", "people"),
    Parts("days", "several_days", "members", N_("On how many days they contributed"), "bar", "people"),
    Parts("answered", "first_response", "service", N_("Answered within so many hours"), "line", "share"),
    Parts("ages", "open_questions", "service", N_("Open questions by age"), "bar", "items"),
    Parts("triangle", "returned", "loyalty", N_("Who came back, by when they began"), "cohort",
          "share", is_following=True),
)  # fmt: skip
COHORTS = 6
DAYS_CHARTED = 62


def charted_by(span: str, days: int) -> str:
    """By which periods a report's charts go; `days` is how long a span is."""
    if span == "year":
        return "month"
    if span != "span":
        return span
    return "day" if days <= DAYS_CHARTED else "month"
