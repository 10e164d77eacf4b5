"""How active the active are: engaged each day, how often, who speaks, who makes how much."""

from __future__ import annotations

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures import membership, presence, returning, staying
from qunluo.insight.metrics.engine.registry.metric import PRESENT, Metric, gettext_noop
from qunluo.insight.metrics.engine.registry.presence import COHORTS, DID, VISITED, WAYS

ENGAGED = (
    "forum.topic_opened",
    "forum.reply_posted",
    "forum.comment_posted",
    "questions.question_asked",
    "questions.answer_given",
    "forum.reaction_given",
    "questions.vote_cast",
)
SPOKEN = (*ENGAGED[:5], "articles.response_written", "chat.message_posted")
"""Words to others; 发言."""
PARTS = {
    "none": (
        gettext_noop("Made nothing"),
        gettext_noop("Of the members who visited, the share that contributed nothing."),
        "|{m ∈ A_visited(P) : x(m) = 0}| / |A_visited(P)|",
    ),
    "few": (
        gettext_noop("Made one to five"),
        gettext_noop("Of the members who visited, the share that contributed one to five times."),
        "|{m ∈ A_visited(P) : 1 ≤ x(m) ≤ 5}| / |A_visited(P)|",
    ),
    "many": (
        gettext_noop("Made more than five"),
        gettext_noop(
            "Of the members who visited, the share that contributed more than five times."
        ),
        "|{m ∈ A_visited(P) : x(m) > 5}| / |A_visited(P)|",
    ),
}
FREQUENCY = {
    "visited": gettext_noop("Active days of a visitor"),
    "contributed": gettext_noop("Active days of a contributor"),
}

METRICS = (
    Metric(
        id="active.engaged_daily",
        family="activity",
        name=gettext_noop("Engaged on an average day"),
        definition=gettext_noop(
            "Distinct members per day who opened, replied, commented, asked, answered, voted or"
            " reacted, on the average of the period's days."
        ),
        formula="Σ over days of |A_engaged(day)| / days",
        unit="index",
        measure=staying.daily_mean(Match(ENGAGED)),
        is_own=True,
        behind=presence.people_behind(Match(ENGAGED)),
        activities=ENGAGED,
    ),
    Metric(
        id="stickiness.visited_discourse",
        family="activity",
        name=gettext_noop("Stickiness as Discourse counts it"),
        definition=gettext_noop(
            "Each day's visitors as a share of the visitors of the 30 days up to it, rounded up to"
            " a hundredth of a percent; the mean of these shares."
        ),
        formula="mean over days of ⌈10000 · |A(day)| / |A(day − 29 … day)|⌉ / 10000",
        unit="share",
        measure=staying.daily_over_monthly(VISITED),
        behind=presence.days_behind(VISITED),
        counts="days",
        kinds=PRESENT,
        needs_visits=True,
        bys=COHORTS,
    ),
    *(
        Metric(
            id=f"frequency.{way.key}",
            family="activity",
            name=FREQUENCY[way.key],
            definition=gettext_noop(
                "On how many days of the period an active member was active, on the average; the"
                " parts count the members by their number of days."
            ),
            formula="Σ over m of days(m) / |A(P)|",
            unit="index",
            measure=returning.active_days(way.match),
            behind=presence.days_behind(way.match),
            kinds=way.kinds,
            needs_visits=way.needs_visits,
            bys=COHORTS,
            counts="days",
        )
        for way in WAYS
    ),
    Metric(
        id="participation.spoke",
        family="activity",
        name=gettext_noop("Speaking share of members"),
        definition=gettext_noop(
            "Members who wrote something to others (a question, answer, topic, reply, comment or chat"
            " message), for each member the community has when the period ends."
        ),
        formula="|A_spoke(P)| / members(end of P)",
        unit="share",
        measure=membership.share_of_members(Match(SPOKEN)),
        behind=presence.people_behind(Match(SPOKEN)),
        activities=SPOKEN,
        by_space=False,
    ),
    *(
        Metric(
            id=f"participation.made_{part}",
            family="spread",
            name=name,
            definition=definition,
            formula=formula,
            unit="share",
            measure=staying.part_of_active(DID, VISITED, part),
            is_own=True,
            behind=presence.people_behind(DID if part != "none" else VISITED),
            kinds=PRESENT,
            better=0,
            needs_visits=True,
        )
        for part, (name, definition, formula) in PARTS.items()
    ),
)
