"""The demo's reports: one corrected, one published, and a draft that a check refuses."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics import queries as figures
from qunluo.kernel import clock
from qunluo.kernel.demo import SHANGHAI
from qunluo.steer.reports import actions, queries

if TYPE_CHECKING:
    from datetime import date

    from qunluo.kernel.demo import Town
    from qunluo.kernel.viewer import Viewer

LONG_ENOUGH = 120  # days: a shorter town has no three whole months
ASKED, ANSWERED = 12, 9
LATE = (
    "满意度问卷的答卷在发布之后才收齐，这一版把它们算了进来。",
    "The answers of the satisfaction survey came in after publishing; this edition counts them.",
)
KIND_WORDS = (
    "志愿者换了班，大家还在适应。",
    "The volunteers have changed their shifts and are still finding their feet.",
)
LOOSE_WORDS = (
    "多半是因为抽奖，大约三成新人不会留下来。",
    "This is because of the lottery; about 30 % of the newcomers will not stay.",
)


def look_back(town: Town) -> None:
    """Write the reports of the last three whole periods; the figures must be in the lake.

    An makes them; Lan, the owner, signs and publishes. Of a town too young for months, of weeks.
    """
    owner, maker = town.folks[0].viewer, town.folks[1].viewer
    span: figures.By = "month" if town.size.days >= LONG_ENOUGH else "week"
    opening = figures.opening(owner, span)
    if opening is None or opening.period is None:
        return
    last = opening.period.start
    middle = queries.first_day(maker, span, last - timedelta(days=1))
    first = queries.first_day(maker, span, middle - timedelta(days=1))
    with clock.at(_morning(first)):
        for day in (first, middle, last):
            _aims(owner, span, day)
    _corrected(town, span, first, middle)
    with clock.at(_morning(last)):
        _assumed(town, owner)
        _survey(town, owner, middle, last)
        _spent(town, owner, middle)
        metrics.drain()
        _published(owner, maker, span, middle, words=town.speaks(*KIND_WORDS))
    with clock.at(_morning(opening.period.end)):
        ids = [one.require_member_id() for one in (owner, maker)]
        actions.set_schedule(owner, span, (2, 9), language=town.language, readers=ids)
        draft = actions.make_report(maker, span, last)
        actions.add_judgement(maker, draft, "reasons", body=town.speaks(*LOOSE_WORDS))
        actions.check_report(maker, draft)
    metrics.drain()


def _corrected(town: Town, span: str, first: date, after: date) -> None:
    """Published too early: a survey's answers come in two days later."""
    owner, maker = town.folks[0].viewer, town.folks[1].viewer
    with clock.at(_morning(after)):
        early = _published(owner, maker, span, first)
    with clock.at(_morning(after, days=2)):
        _survey(town, owner, first, after)
        metrics.drain()
        _publish(owner, maker, actions.make_correction(maker, early, town.speaks(*LATE)))


def _aims(owner: Viewer, span: str, day: date) -> None:
    """One goal that such a town reaches, and one that it misses."""
    asked = 30.0 if span == "month" else 3.0
    actions.set_goal(owner, "content.questions", span, day=day, side="least", value=asked)
    actions.set_goal(owner, "response.within_24h", span, day=day, side="least", value=0.9)


def _published(owner: Viewer, maker: Viewer, span: str, day: date, *, words: str = "") -> int:
    made = actions.make_report(maker, span, day)
    if words:
        actions.add_judgement(maker, made, "reasons", body=words)
    _publish(owner, maker, made)
    return made


def _publish(owner: Viewer, maker: Viewer, report_id: int) -> None:
    actions.check_report(maker, report_id)
    actions.sign_report(owner, report_id)
    actions.publish_report(owner, report_id)


def _morning(day: date, *, days: int = 0) -> datetime:
    """Nine in the morning of a day, or of some days later."""
    local = datetime.combine(day + timedelta(days=days), time(9), SHANGHAI)
    return min(local.astimezone(UTC), clock.now())


def _survey(town: Town, owner: Viewer, first: date, after: date) -> None:
    """A survey in the period's last days; its scores draw no lots, so the year stays as it is."""
    asked = _morning(after, days=-3)
    scores = [(5, 4, 4, 5, 3, 4, 2, 5, 4)[place % 9] for place in range(ANSWERED)]
    rows = [
        metrics.AnswerRow(f"{first}-{place}", score, asked + timedelta(hours=place + 1))
        for place, score in enumerate(scores)
    ]
    name = town.speaks(f"满意度 {first}", f"Satisfaction {first}")
    metrics.enter_answers(owner, name, "csat", asked_at=asked, people=ASKED, rows=rows)


def _assumed(town: Town, owner: Viewer) -> None:
    """Who agreed to be named, and what an answered question is taken to be worth."""
    for folk in town.folks[1:12]:
        if folk.viewer.is_member:
            actions.settle_naming(folk.viewer, agrees=True)
    source = town.speaks("店里客服一次咨询的成本", "what a request to the shop's service costs")
    actions.set_assumption(owner, 3_000, (0.05, 0.1, 0.2), source=source)


def _spent(town: Town, owner: Viewer, first: date) -> None:
    rows = [
        metrics.CostRow(f"{first}-1", first + timedelta(days=1), town.speaks("茶样", "tea samples"),
                        48_000, "CNY", Decimal(0)),
        metrics.CostRow(f"{first}-2", first + timedelta(days=4), town.speaks("值班", "shifts"),
                        60_000, "CNY", Decimal("12.5")),
    ]  # fmt: skip
    metrics.enter_costs(owner, rows)
