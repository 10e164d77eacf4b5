"""Who stays: coming again, time until leaving, repeat and core contributors, groups, models."""

from __future__ import annotations

from qunluo.insight.metrics.engine.measures import loyalty, membership, presence, returning, staying
from qunluo.insight.metrics.engine.registry.metric import (
    CONTRIBUTED,
    PRESENT,
    Metric,
    gettext_noop,
)
from qunluo.insight.metrics.engine.registry.presence import COHORTS, DID, JOINED, VISITED

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
        id="retention.joined_later",
        family="loyalty",
        name=gettext_noop("Joiners who ever contribute"),
        definition=gettext_noop(
            "Of the members who first joined in the period, the share seen contributing in any later"
            " period up to now. It can still rise."
        ),
        formula="|{m : joined(m) ∈ P, m ∈ A(P+k) for some k ≥ 1}| / |{m : joined(m) ∈ P}|",
        unit="share",
        measure=staying.retained_later(JOINED, DID),
        behind=loyalty.cohort_behind(JOINED, DID),
        kinds=CONTRIBUTED,
        activities=(membership.JOINED,),
        bys=COHORTS,
        by_space=False,
    ),
    Metric(
        id="retention.visited",
        family="loyalty",
        name=gettext_noop("Visitors who visit again"),
        definition=gettext_noop(
            "Of the members whose first visit ever lies in the period, the share that visited in the"
            " next one (and, in the triangle, in each later one)."
        ),
        formula="|{m : first(m) ∈ P, m ∈ A(P+k)}| / |{m : first(m) ∈ P}|",
        unit="share",
        measure=loyalty.retained(VISITED, VISITED),
        behind=loyalty.cohort_behind(VISITED, VISITED),
        kinds=PRESENT,
        needs_visits=True,
        bys=COHORTS,
        is_cohort=True,
    ),
    Metric(
        id="loyalty.still_90_days",
        family="loyalty",
        name=gettext_noop("Still there after 90 days"),
        definition=gettext_noop(
            "Of those whose first contribution lies in the period, the share still there 90 days"
            " later. Whoever has not been seen for so long yet counts for as long as they were."
        ),
        formula="S(90), S = Π (1 − d/n) (Kaplan–Meier)",
        unit="share",
        measure=returning.still_there(DID, 90),
        behind=loyalty.cohort_behind(DID, DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="loyalty.best",
        family="loyalty",
        name=gettext_noop("Contributors of the best group"),
        definition=gettext_noop(
            "Contributors of the 180 days up to the period's last day who rank in the two best fifths"
            " by recency and by active days; fixed steps below fifty people. The parts are all six"
            " groups."
        ),
        formula="|{m : R(m) ≥ 4, F(m) ≥ 4}|",
        unit="people",
        measure=returning.in_group(DID, "best"),
        behind=returning.group_behind(DID, "best"),
        kinds=CONTRIBUTED,
        counts="days",
    ),
    Metric(
        id="loyalty.once_only",
        family="loyalty",
        name=gettext_noop("Came once only"),
        definition=gettext_noop(
            "Of all contributors known for a day or more when the period ends, the share that was"
            " active on one day only. They stand apart from every model of coming again."
        ),
        formula="|{m : days(m) = 1}| / |{m : known ≥ 1 day}|",
        unit="share",
        measure=returning.once_only(DID),
        behind=returning.once_behind(DID),
        kinds=CONTRIBUTED,
        better=-1,
        counts="silent_days",
    ),
    Metric(
        id="loyalty.expected_days",
        family="loyalty",
        name=gettext_noop("Active days to expect"),
        definition=gettext_noop(
            "Active days in the 28 days after the period of those who came again, by a model of"
            " coming and leaving fitted from 200 contributors on. The parts say how many of them are"
            " there by the model."
        ),
        formula="Σ over x ≥ 1 of E[Y(28) | x, t, T] (BG/NBD)",
        unit="days",
        measure=returning.expected_days(DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="loyalty.resuming",
        family="loyalty",
        name=gettext_noop("Back from a long silence"),
        definition=gettext_noop(
            "Members who contributed again after three times their own usual pause, at least 7 days,"
            " having been active on five days before."
        ),
        formula="|{m : pause(m) ≥ min(90, max(7, 3 · mean gap(m)))}|",
        unit="people",
        measure=returning.resumed(DID),
        behind=returning.resumed_behind(DID),
        kinds=CONTRIBUTED,
        counts="silent_days",
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
        counts="days",
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
        counts="silent_days",
        better=-1,
    ),
)
