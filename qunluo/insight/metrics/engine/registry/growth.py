"""How people come in, and what they say when asked."""

from __future__ import annotations

from datetime import timedelta

from qunluo.insight.metrics.engine.measures import answers, growth, returning
from qunluo.insight.metrics.engine.measures.membership import JOINED
from qunluo.insight.metrics.engine.registry.metric import CONTRIBUTED, Metric, gettext_noop
from qunluo.insight.metrics.engine.registry.presence import DID

SOON = timedelta(days=14)

METRICS = (
    Metric(
        id="conversion.contributed_14d",
        family="growth",
        name=gettext_noop("Joined and contributed"),
        definition=gettext_noop(
            "Of the members who first joined in the period, the share whose first contribution"
            " came within 14 days of joining; its parts are the channels of joining."
        ),
        formula="|{m : joined(m) ∈ P, first(m) ≤ joined(m) + 14 d}| / |{m : joined(m) ∈ P}|",
        unit="share",
        measure=growth.activated(DID, SOON),
        behind=growth.activated_behind(DID, SOON),
        kinds=CONTRIBUTED,
        activities=(JOINED,),
        maturity=SOON,
        counts="in_time",
        by_space=False,
    ),
    Metric(
        id="growth.known_origin",
        family="growth",
        name=gettext_noop("Joined from a known place"),
        definition=gettext_noop(
            "Of the members who first joined in the period, the share whose channel says where"
            " they came from; the parts count each channel."
        ),
        formula="|{m : joined(m) ∈ P, channel(m) known}| / |{m : joined(m) ∈ P}|",
        unit="share",
        measure=growth.known_origin(DID, SOON),
        behind=growth.activated_behind(DID, SOON),
        activities=(JOINED,),
        better=0,
        counts="in_time",
        by_space=False,
    ),
    Metric(
        id="growth.k",
        family="growth",
        name=gettext_noop("K: members from members"),
        definition=gettext_noop(
            "Invitations made for each member who contributed in the period, times the invited who"
            " joined in it and contributed within 14 days for each invitation. Above 1 it grows by"
            " itself."
        ),
        formula="(invitations / |A(P)|) · (invited and active / invitations)",
        unit="index",
        measure=growth.k_factor(DID, SOON),
        activities=(growth.INVITED, JOINED),
        kinds=CONTRIBUTED,
        maturity=SOON,
        by_space=False,
    ),
    Metric(
        id="growth.three_waves",
        family="growth",
        name=gettext_noop("After three waves of invitations"),
        definition=gettext_noop(
            "What one contributor of the period comes to after three waves of invitations if K stays"
            " as it is and everybody invites once. A sum, no forecast."
        ),
        formula="(K⁴ − 1) / (K − 1)",
        unit="index",
        measure=growth.waves(DID, SOON, 3),
        activities=(growth.INVITED, JOINED),
        kinds=CONTRIBUTED,
        maturity=SOON,
        by_space=False,
    ),
    Metric(
        id="conversion.median_hours",
        family="growth",
        name=gettext_noop("Median hours from joining to contributing"),
        definition=gettext_noop(
            "Hours after which half of those who first joined in the period had contributed. Those"
            " who have not count as waiting until the records end."
        ),
        formula="min t : S(t) ≤ ½, S = Π (1 − d/n) (Kaplan–Meier)",
        unit="hours",
        measure=returning.hours_to_contribute(DID),
        behind=growth.activated_behind(DID, SOON),
        kinds=CONTRIBUTED,
        activities=(JOINED,),
        better=-1,
        counts="in_time",
        by_space=False,
    ),
    Metric(
        id="conversion.second_14d",
        family="growth",
        name=gettext_noop("Came a second time"),
        definition=gettext_noop(
            "Of the members whose first contribution ever lies in the period, the share that"
            " contributed on a second day within 14 days."
        ),
        formula="|{m : first(m) ∈ P, second(m) ≤ first(m) + 14 d}| / |{m : first(m) ∈ P}|",
        unit="share",
        measure=returning.second_time(DID, SOON),
        behind=returning.second_behind(DID, SOON),
        kinds=CONTRIBUTED,
        maturity=SOON,
        counts="in_time",
    ),
    Metric(
        id="satisfaction.nps",
        family="satisfaction",
        name=gettext_noop("Net promoter score"),
        definition=gettext_noop(
            "The percentage that answered 9 or 10 minus the percentage that answered 0 to 6 to"
            " “would you recommend it”, with its 95 % interval. Two scores whose intervals overlap"
            " do not differ clearly."
        ),
        formula="100 · (p − d), SE = √((p + d − (p − d)²) / n)",
        unit="points",
        measure=answers.nps,
        is_own=True,
        activities=(answers.ANSWERED,),
        population="all",
        by_space=False,
    ),
    Metric(
        id="satisfaction.csat",
        family="satisfaction",
        name=gettext_noop("Satisfied"),
        definition=gettext_noop("Of the answers on a scale from 1 to 5, the share of 4 and 5."),
        formula="|{4, 5}| / n",
        unit="share",
        measure=answers.csat,
        is_own=True,
        activities=(answers.ANSWERED,),
        population="all",
        by_space=False,
    ),
    Metric(
        id="satisfaction.response_rate",
        family="satisfaction",
        name=gettext_noop("Answered the survey"),
        definition=gettext_noop(
            "Answers of the period for each person who was asked in it. A low rate says that the"
            " score speaks for few."
        ),
        formula="answers / asked",
        unit="share",
        measure=answers.responded,
        is_own=True,
        activities=(answers.ANSWERED, answers.ASKED),
        population="all",
        by_space=False,
    ),
)
