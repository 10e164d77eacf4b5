"""What was made, and by how few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures import presence, volume
from qunluo.insight.metrics.engine.registry.metric import (
    CONTRIBUTED,
    Metric,
    gettext_noop,
    names,
)
from qunluo.insight.metrics.engine.registry.presence import DID, VISITED

if TYPE_CHECKING:
    from qunluo.kernel.stream.kinds import Kind

KINDS = (
    (
        "content.questions",
        ("questions.question_asked",),
        gettext_noop("Questions asked"),
        gettext_noop("Questions asked in the period and not removed since."),
    ),
    (
        "content.answers",
        ("questions.answer_given",),
        gettext_noop("Answers given"),
        gettext_noop("Answers given in the period and not removed since."),
    ),
    (
        "content.topics",
        ("forum.topic_opened",),
        gettext_noop("Topics opened"),
        gettext_noop("Topics other than questions, opened in the period and not removed since."),
    ),
    (
        "content.replies",
        ("forum.reply_posted",),
        gettext_noop("Replies posted"),
        gettext_noop("Replies to topics, posted in the period and not removed since."),
    ),
    (
        "content.comments",
        ("forum.comment_posted",),
        gettext_noop("Comments posted"),
        gettext_noop("Comments posted in the period and not removed since."),
    ),
    (
        "content.edits",
        ("forum.post_edited",),
        gettext_noop("Edits made"),
        gettext_noop("Edits made in the period to posts that still stand."),
    ),
)
REACTIONS = (
    (
        "reactions.votes",
        ("questions.vote_cast",),
        gettext_noop("Votes cast"),
        gettext_noop("Votes cast in the period and not withdrawn since."),
    ),
    (
        "reactions.signs",
        ("forum.reaction_given",),
        gettext_noop("Reactions given"),
        gettext_noop("Reactions given in the period and not withdrawn since."),
    ),
)


def _counted(entry: tuple[str, tuple[str, ...], str, str], kinds: tuple[Kind, ...] = ()) -> Metric:
    key, activities, name, definition = entry
    match = Match(activities or names(*kinds), people="all")
    return Metric(
        id=key,
        family="content",
        name=name,
        definition=definition,
        formula="|{line ∈ P}|",
        unit="items",
        measure=volume.lines(match),
        behind=volume.lines_behind(match),
        kinds=kinds,
        activities=activities,
        population="all",
        is_own=True,
    )


ALL = (
    "content.all",
    (),
    gettext_noop("Contributions"),
    gettext_noop(
        "Questions, answers, topics, replies, comments and edits of the period together, by"
        " everybody, without what was removed since."
    ),
)

SPREAD = (
    Metric(
        id="people.top_1_share",
        family="spread",
        name=gettext_noop("Made by the top 1 %"),
        definition=gettext_noop(
            "The share of contributions made by the most active 1 % of contributors, at least one"
            " person."
        ),
        formula="Σ top ⌈1 % · n⌉ / Σ all",
        unit="share",
        measure=volume.top_share(DID, 0.01),
        is_own=True,
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
        better=0,
    ),
    Metric(
        id="people.top_10_share",
        family="spread",
        name=gettext_noop("Made by the top 10 %"),
        definition=gettext_noop(
            "The share of contributions made by the most active 10 % of contributors, at least one"
            " person."
        ),
        formula="Σ top ⌈10 % · n⌉ / Σ all",
        unit="share",
        measure=volume.top_share(DID, 0.1),
        is_own=True,
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
        better=0,
    ),
    Metric(
        id="people.absence_factor",
        family="spread",
        name=gettext_noop("Absence factor"),
        definition=gettext_noop(
            "The smallest number of people who made half of all contributions. If so few stayed"
            " away, half would be missing."
        ),
        formula="min k : Σ top k ≥ ½ Σ all",
        unit="index",
        measure=volume.absence_factor(DID),
        is_own=True,
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
    ),
    Metric(
        id="people.gini_contributors",
        family="spread",
        name=gettext_noop("Inequality among contributors"),
        definition=gettext_noop(
            "Gini coefficient of contributions per contributor: 0 all the same, near 1 one person"
            " made nearly all."
        ),
        formula="Σi Σj |xi − xj| / (2 n² mean)",
        unit="index",
        measure=volume.gini(DID),
        is_own=True,
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
        better=0,
    ),
    Metric(
        id="people.gini_active",
        family="spread",
        name=gettext_noop("Inequality among all active"),
        definition=gettext_noop(
            "The same coefficient over all members who visited; those who made nothing count with"
            " zero."
        ),
        formula="Σi Σj |xi − xj| / (2 n² mean)",
        unit="index",
        measure=volume.gini(DID, among=VISITED),
        is_own=True,
        behind=presence.people_behind(VISITED),
        kinds=CONTRIBUTED,
        better=0,
        needs_visits=True,
    ),
)

METRICS = (
    _counted(ALL, CONTRIBUTED),
    *(_counted(entry) for entry in KINDS),
    *(_counted(entry) for entry in REACTIONS),
    *SPREAD,
)
