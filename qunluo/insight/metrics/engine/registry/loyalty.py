"""Who stays and who carries: time until leaving, repeat and core contributors, parts of the active."""

from __future__ import annotations

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures import presence, staying
from qunluo.insight.metrics.engine.registry.metric import (
    CONTRIBUTED,
    PRESENT,
    Metric,
    gettext_noop,
)
from qunluo.insight.metrics.engine.registry.presence import COHORTS, DID, VISITED

ENGAGED = (
    "forum.topic_opened",
    "forum.reply_posted",
    "forum.comment_posted",
    "questions.question_asked",
    "questions.answer_given",
    "forum.reaction_given",
    "questions.vote_cast",
)
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

METRICS = (
    Metric(
        id="retention.contributed_later",
        family="loyalty",
        name=gettext_noop("Contributors who ever contribute again"),
        definition=gettext_noop(
            "Of the members whose first contribution ever lies in the period, the share seen"
            " contributing in any later period up to now. It can still rise."
        ),
        formula="|{m : first(m) ∈ P, m ∈ A(P+k) for some k ≥ 1}| / |{m : first(m) ∈ P}|",
        unit="share",
        measure=staying.retained_later(DID, DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="loyalty.median_days",
        family="loyalty",
        name=gettext_noop("Median days until leaving"),
        definition=gettext_noop(
            "Days after which half of those whose first contribution lies in the period had left."
            " Left means silent for longer than 95 % of all pauses (14 to 90 days); whoever is"
            " still there counts as staying on."
        ),
        formula="min t : S(t) ≤ ½, S = Π (1 − d/n) (Kaplan–Meier)",
        unit="days",
        measure=staying.median_stay(DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="loyalty.repeat_share",
        family="loyalty",
        name=gettext_noop("Contributed on several days"),
        definition=gettext_noop(
            "Of the members who contributed in the period, the share that did so on two days or"
            " more."
        ),
        formula="|{m : days(m) ≥ 2}| / |A(P)|",
        unit="share",
        measure=staying.repeat_share(DID),
        is_own=True,
        behind=presence.days_behind(DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="loyalty.core",
        family="loyalty",
        name=gettext_noop("Core contributors"),
        definition=gettext_noop(
            "Members with five contributions or more in the 365 days up to and with the period's"
            " last day."
        ),
        formula="|{m : x(m, 365 days) ≥ 5}|",
        unit="people",
        measure=staying.core(DID),
        behind=staying.core_behind(DID),
        kinds=CONTRIBUTED,
    ),
    Metric(
        id="loyalty.going_quiet",
        family="loyalty",
        name=gettext_noop("Going quiet"),
        definition=gettext_noop(
            "Members with at least five active days who, when the period ends, have been silent"
            " for three times their own usual pause, at least 7 and at most 90 days."
        ),
        formula="|{m : max(7, 3 · mean gap(m)) ≤ silent(m) ≤ 90}|",
        unit="people",
        measure=staying.quiet(DID),
        behind=staying.quiet_behind(DID),
        kinds=CONTRIBUTED,
        better=-1,
    ),
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
        kinds=PRESENT,
        needs_visits=True,
        bys=COHORTS,
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
