"""How questions fare."""

from __future__ import annotations

from datetime import timedelta

from qunluo.insight.metrics.engine.measures import response
from qunluo.insight.metrics.engine.registry.metric import Metric, gettext_noop

FOLLOWED = (response.ASKED, response.ANSWERED)

METRICS = (
    Metric(
        id="response.median_hours",
        family="questions",
        name=gettext_noop("Median hours to the first answer"),
        definition=gettext_noop(
            "Hours after which half of the period's questions had a first answer by somebody else."
            " Questions without an answer count as waiting until they were closed or the records"
            " end."
        ),
        formula="min t : S(t) ≤ ½, S = Π (1 − d/n) (Kaplan–Meier)",
        unit="hours",
        measure=response.hours_until_answered(0.5),
        behind=response.asked_behind,
        activities=FOLLOWED,
        population="all",
        better=-1,
    ),
    Metric(
        id="response.p90_hours",
        family="questions",
        name=gettext_noop("Hours until nine in ten are answered"),
        definition=gettext_noop(
            "Hours after which 90 % of the period's questions had a first answer by somebody else;"
            " questions without an answer count as waiting."
        ),
        formula="min t : S(t) ≤ 0.1, S = Π (1 − d/n) (Kaplan–Meier)",
        unit="hours",
        measure=response.hours_until_answered(0.9),
        behind=response.asked_behind,
        activities=FOLLOWED,
        population="all",
        better=-1,
    ),
    Metric(
        id="response.within_24h",
        family="questions",
        name=gettext_noop("Answered within 24 hours"),
        definition=gettext_noop(
            "Of the period's questions, the share with a first answer by somebody else within 24"
            " hours. A question still younger than that and without an answer is left out."
        ),
        formula="|{q : wait(q) ≤ 24 h}| / |{q : answered or waiting ≥ 24 h}|",
        unit="share",
        measure=response.answered_within(timedelta(hours=24)),
        behind=response.asked_behind,
        activities=FOLLOWED,
        population="all",
        maturity=timedelta(hours=24),
    ),
    Metric(
        id="response.accepted_30d",
        family="questions",
        name=gettext_noop("Accepted within 30 days"),
        definition=gettext_noop(
            "Of the period's questions, the share whose asker accepted an answer within 30 days."
        ),
        formula="|{q : accepted within 30 d}| / |{q}|",
        unit="share",
        measure=response.accepted_within(timedelta(days=30)),
        behind=response.asked_behind,
        activities=(response.ASKED, response.ACCEPTED),
        population="all",
        maturity=timedelta(days=30),
    ),
    Metric(
        id="questions.open",
        family="questions",
        name=gettext_noop("Open questions"),
        definition=gettext_noop(
            "Questions that have no answer by somebody else and are not closed when the period"
            " ends, by age."
        ),
        formula="|{q : asked before, no answer before, not closed before the end of P}|",
        unit="items",
        measure=response.still_open,
        behind=response.open_behind,
        activities=(*FOLLOWED, *response.CLOSED),
        population="all",
        better=-1,
    ),
)
