"""How people come in, and what they say when asked."""

from __future__ import annotations

from datetime import timedelta

from qunluo.insight.metrics.engine.measures import answers, growth
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
