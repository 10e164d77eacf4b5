"""Who connects and who carries: the network of a year, its circles, who brings others."""

from __future__ import annotations

from qunluo.insight.metrics.engine import circles
from qunluo.insight.metrics.engine.measures import influence
from qunluo.insight.metrics.engine.registry.metric import CONTRIBUTED, Metric, gettext_noop
from qunluo.insight.metrics.engine.registry.presence import COHORTS, DID

TIES = (*circles.HELPED, *circles.THANKED)

METRICS = (
    Metric(
        id="influence.connected",
        family="influence",
        name=gettext_noop("People with ties"),
        definition=gettext_noop(
            "Distinct members who answered, replied to, commented on, accepted or liked somebody,"
            " or to whom it was done, in the 365 days up to and with the period's last day."
        ),
        formula="|V|, V = {m : some tie of m in 365 days}",
        unit="people",
        measure=influence.connected,
        behind=influence.behind(influence.degrees_until),
        activities=TIES,
        population="anyone",
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.density",
        family="influence",
        name=gettext_noop("Density of ties"),
        definition=gettext_noop(
            "Pairs of people with a tie, of all pairs there could be among those with ties. It falls"
            " as a community grows; compare it with places of the same size only."
        ),
        formula="|E| / (|V| (|V| − 1) / 2)",
        unit="share",
        measure=influence.density,
        behind=influence.behind(influence.degrees_until),
        activities=TIES,
        population="anyone",
        better=0,
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.degree",
        family="influence",
        name=gettext_noop("Mean strength of ties"),
        definition=gettext_noop(
            "The weight of all ties of a person, on the average of those with ties: answers and"
            " acceptances 3, replies 2, comments 1, likes ½ and at most 3 per pair; each month takes"
            " a tenth."
        ),
        formula="Σ over m of Σ w · 0.9^months / |V|",
        unit="index",
        measure=influence.mean_degree,
        behind=influence.behind(influence.degrees_until),
        activities=TIES,
        population="anyone",
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.top_ranks",
        family="influence",
        name=gettext_noop("Rank held by the top ten"),
        definition=gettext_noop(
            "The share of all rank (PageRank, 0.85, credit flows to whoever helped) that the ten"
            " people of the highest rank hold."
        ),
        formula="Σ top 10 PR(m) / Σ PR(m)",
        unit="share",
        measure=influence.top_ranks,
        behind=influence.behind(influence.ranks_until),
        activities=TIES,
        population="anyone",
        better=0,
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.bridges",
        family="influence",
        name=gettext_noop("People who bridge"),
        definition=gettext_noop(
            "The fewest people through whom half of all shortest ways between others lead. If so few"
            " stayed away, groups would lose sight of each other."
        ),
        formula="min k : Σ top k betweenness ≥ ½ Σ betweenness",
        unit="people",
        measure=influence.bridges,
        behind=influence.behind(influence.bridges_until),
        activities=TIES,
        population="anyone",
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.brought",
        family="influence",
        name=gettext_noop("First contributions credited"),
        definition=gettext_noop(
            "First contributions of the 365 days up to the period's last day that are credited to"
            " the person they are about, less where a newcomer deals with nobody else. Likes count"
            " for nothing. It coincides; it proves no cause."
        ),
        formula="Σ over newcomers of min(1, other partners / 2)",
        unit="index",
        measure=influence.effect(DID, "brought"),
        behind=influence.effect_behind(DID, "brought"),
        kinds=CONTRIBUTED,
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.kept",
        family="influence",
        name=gettext_noop("Returns credited"),
        definition=gettext_noop(
            "Returns of newcomers of the 365 days up to the period's last day, shared by those who"
            " responded to them before. It coincides; it proves no cause."
        ),
        formula="Σ over newcomers of min(1, other partners / 2), shared by responders",
        unit="index",
        measure=influence.effect(DID, "kept"),
        behind=influence.effect_behind(DID, "kept"),
        kinds=CONTRIBUTED,
        bys=COHORTS,
        counts="thousandths",
    ),
    Metric(
        id="influence.inner_circle",
        family="influence",
        name=gettext_noop("Inner circle"),
        definition=gettext_noop(
            "Members who contributed on 30 days or more of the 90 up to the period's last day"
            " (Orbit, second edition); its parts are all circles: 7 of 30, 2 of 7, seen in 90, not"
            " seen."
        ),
        formula="|{m : active days(m, 90) ≥ 30}|",
        unit="people",
        measure=influence.circle(DID, 1),
        behind=influence.circle_behind(DID, 1),
        kinds=CONTRIBUTED,
        counts="days",
    ),
    Metric(
        id="influence.gravity",
        family="influence",
        name=gettext_noop("Gravity"),
        definition=gettext_noop(
            "What each did in 365 days by its worth, less by a tenth each month, times the strength"
            " of the person's ties, summed up. It cannot be raised by buying members."
        ),
        formula="Σ love(m) · reach(m)",
        unit="index",
        measure=influence.gravity(DID),
        behind=influence.behind(influence.degrees_until),
        kinds=CONTRIBUTED,
        activities=(),
        bys=COHORTS,
        counts="thousandths",
    ),
)
