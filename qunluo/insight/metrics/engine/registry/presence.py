"""Active people: visited and contributed, rolling windows, lifecycle, retention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures import loyalty, membership, presence
from qunluo.insight.metrics.engine.registry.metric import (
    CONTRIBUTED,
    PRESENT,
    Metric,
    gettext_noop,
    names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.insight.metrics.engine.periods import By
    from qunluo.kernel.stream.kinds import Kind

VISITED = Match(names(*PRESENT))
DID = Match(names(*CONTRIBUTED))
JOINED = Match((membership.JOINED,))
COHORTS: tuple[By, ...] = ("week", "month", "quarter", "year")


@dataclass(frozen=True)
class Way:
    """One of the two ways to be active; every figure of activity exists for both."""

    key: str
    match: Match
    kinds: tuple[Kind, ...]
    needs_visits: bool


WAYS = (
    Way("visited", VISITED, PRESENT, needs_visits=True),
    Way("contributed", DID, CONTRIBUTED, needs_visits=False),
)

ACTIVE = {
    "visited": (
        gettext_noop("Members who visited"),
        gettext_noop(
            "Distinct members with at least one visit, reaction or contribution in the period."
        ),
    ),
    "contributed": (
        gettext_noop("Members who contributed"),
        gettext_noop(
            "Distinct members who asked, answered, opened a topic, replied, commented or edited"
            " in the period. What was removed since does not count."
        ),
    ),
}
ROLLING = {
    ("visited", 7): gettext_noop("Visited in 7 days"),
    ("visited", 28): gettext_noop("Visited in 28 days"),
    ("visited", 30): gettext_noop("Visited in 30 days"),
    ("contributed", 7): gettext_noop("Contributed in 7 days"),
    ("contributed", 28): gettext_noop("Contributed in 28 days"),
    ("contributed", 30): gettext_noop("Contributed in 30 days"),
}
ROLLING_DEFINITION = {
    7: gettext_noop("Distinct active members in the 7 days up to and with the period's last day."),
    28: gettext_noop(
        "Distinct active members in the 28 days up to and with the period's last day: four whole"
        " weeks, so that weekdays weigh the same."
    ),
    30: gettext_noop(
        "Distinct active members in the 30 days up to and with the period's last day."
    ),
}
STICKINESS = {
    "visited": gettext_noop("Stickiness of visiting"),
    "contributed": gettext_noop("Stickiness of contributing"),
}
STICKINESS_DEFINITION = gettext_noop(
    "On an average day of the period, which share of the period's active members was active."
)
PARTS = {
    ("visited", "new"): gettext_noop("New visitors among members"),
    ("visited", "returning"): gettext_noop("Returning visitors"),
    ("visited", "resurrecting"): gettext_noop("Visitors who came back"),
    ("visited", "dormant"): gettext_noop("Visitors who fell silent"),
    ("contributed", "new"): gettext_noop("New contributors"),
    ("contributed", "returning"): gettext_noop("Returning contributors"),
    ("contributed", "resurrecting"): gettext_noop("Contributors who came back"),
    ("contributed", "dormant"): gettext_noop("Contributors who fell silent"),
}
PART_DEFINITION = {
    "new": gettext_noop("Active members whose first such activity ever lies in the period."),
    "returning": gettext_noop("Members active in this period and in the one before."),
    "resurrecting": gettext_noop(
        "Members active in this period, not in the one before, but earlier."
    ),
    "dormant": gettext_noop(
        "Members active in the period before and not in this one; written as a negative number."
    ),
}
PART_FORMULA = {
    "new": "|{m ∈ A(P) : first(m) ∈ P}|",
    "returning": "|A(P) ∩ A(P−1)|",
    "resurrecting": "|A(P) \\ A(P−1) \\ new(P)|",
    "dormant": "−|A(P−1) \\ A(P)|",
}


def _activity(way: Way) -> Iterator[Metric]:
    name, definition = ACTIVE[way.key]
    yield Metric(
        id=f"active.{way.key}",
        family="activity",
        name=name,
        definition=definition,
        formula="|A(P)|",
        unit="people",
        measure=presence.people(way.match),
        is_own=True,
        behind=presence.people_behind(way.match),
        kinds=way.kinds,
        needs_visits=way.needs_visits,
    )
    for days in (7, 28, 30):
        yield Metric(
            id=f"active.{way.key}_{days}d",
            family="activity",
            name=ROLLING[way.key, days],
            definition=ROLLING_DEFINITION[days],
            formula=f"|A(last day of P − {days - 1} … last day of P)|",
            unit="people",
            measure=presence.rolling(way.match, days),
            behind=presence.window_behind(way.match, days),
            kinds=way.kinds,
            needs_visits=way.needs_visits,
        )
    yield Metric(
        id=f"stickiness.{way.key}",
        family="activity",
        name=STICKINESS[way.key],
        definition=STICKINESS_DEFINITION,
        formula="(Σ over days of |A(day)| / days) / |A(P)|",
        unit="share",
        measure=presence.stickiness(way.match),
        is_own=True,
        behind=presence.days_behind(way.match),
        counts="days",
        kinds=way.kinds,
        needs_visits=way.needs_visits,
        bys=COHORTS,
    )


def _lifecycle(way: Way) -> Iterator[Metric]:
    for part, formula in PART_FORMULA.items():
        yield Metric(
            id=f"lifecycle.{way.key}.{part}",
            family="loyalty",
            name=PARTS[way.key, part],
            definition=PART_DEFINITION[part],
            formula=formula,
            unit="people",
            measure=presence.lifecycle_part(way.match, part),
            behind=presence.lifecycle_behind(way.match, part),
            kinds=way.kinds,
            needs_visits=way.needs_visits,
        )


PARTICIPATION = (
    Metric(
        id="participation.of_visitors",
        family="activity",
        name=gettext_noop("Contributing share of visitors"),
        definition=gettext_noop("Members who contributed, of the members who visited."),
        formula="|A_contributed(P)| / |A_visited(P)|",
        unit="share",
        measure=presence.participation(DID, VISITED),
        is_own=True,
        behind=presence.people_behind(DID),
        kinds=PRESENT,
        needs_visits=True,
    ),
    Metric(
        id="participation.of_members",
        family="activity",
        name=gettext_noop("Contributing share of members"),
        definition=gettext_noop(
            "Members who contributed, for each member the community has when the period ends."
        ),
        formula="|A_contributed(P)| / members(end of P)",
        unit="share",
        measure=membership.share_of_members(DID),
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
        by_space=False,
    ),
)

RETENTION = (
    Metric(
        id="retention.contributed",
        family="loyalty",
        name=gettext_noop("Contributors who contribute again"),
        definition=gettext_noop(
            "Of the members whose first contribution ever lies in the period, the share that"
            " contributed in the next one (and, in the triangle, in each later one)."
        ),
        formula="|{m : first(m) ∈ P, m ∈ A(P+k)}| / |{m : first(m) ∈ P}|",
        unit="share",
        measure=loyalty.retained(DID, DID),
        behind=loyalty.cohort_behind(DID, DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
        is_cohort=True,
    ),
    Metric(
        id="retention.joined",
        family="loyalty",
        name=gettext_noop("Joiners who contribute later"),
        definition=gettext_noop(
            "Of the members who first joined in the period, the share that contributed in the next"
            " one (and, in the triangle, in each later one)."
        ),
        formula="|{m : joined(m) ∈ P, m ∈ A(P+k)}| / |{m : joined(m) ∈ P}|",
        unit="share",
        measure=loyalty.retained(JOINED, DID),
        behind=loyalty.cohort_behind(JOINED, DID),
        kinds=CONTRIBUTED,
        activities=(membership.JOINED,),
        bys=COHORTS,
        is_cohort=True,
        by_space=False,
    ),
)

METRICS = (
    *(metric for way in WAYS for metric in _activity(way)),
    *PARTICIPATION,
    *(metric for way in WAYS for metric in _lifecycle(way)),
    *RETENTION,
)
