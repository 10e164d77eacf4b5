"""Members, joins and leaves."""

from __future__ import annotations

from qunluo.insight.metrics.engine.measures import membership
from qunluo.insight.metrics.engine.registry.metric import Metric, gettext_noop

CHANGING = (membership.JOINED, membership.LEFT, membership.REMOVED)

METRICS = (
    Metric(
        id="members.current",
        family="membership",
        name=gettext_noop("Number of members"),
        definition=gettext_noop(
            "People who belong to the community when the period ends, staff included."
        ),
        formula="members(end of P) = members(start of P) + joined(P) − left(P)",
        unit="people",
        measure=membership.members_at_end,
        behind=membership.members_behind,
        activities=CHANGING,
        population="anyone",
        by_space=False,
    ),
    Metric(
        id="members.joined",
        family="membership",
        name=gettext_noop("Joined"),
        definition=gettext_noop(
            "People who became members in the period. Coming back after leaving counts again."
        ),
        formula="|{m : outside → member in P}|",
        unit="people",
        measure=membership.changes(joins=True),
        behind=membership.changes_behind(joins=True),
        activities=(membership.JOINED,),
        population="anyone",
        by_space=False,
    ),
    Metric(
        id="members.left",
        family="membership",
        name=gettext_noop("Left"),
        definition=gettext_noop("Members who left or were removed in the period."),
        formula="|{m : member → outside in P}|",
        unit="people",
        measure=membership.changes(joins=False),
        behind=membership.changes_behind(joins=False),
        activities=(membership.LEFT, membership.REMOVED),
        population="anyone",
        better=-1,
        by_space=False,
    ),
)
