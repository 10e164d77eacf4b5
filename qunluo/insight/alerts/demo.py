"""The demo's alerts: its year looked back on, as if each had been noticed the morning after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qunluo.insight.alerts import actions, queries
from qunluo.kernel import clock
from qunluo.kernel.demo import TRUTH

if TYPE_CHECKING:
    from datetime import date

    from qunluo.insight.alerts.queries import Judgement
    from qunluo.kernel.demo import Episode, Town

MORNING_AFTER = timedelta(hours=6)
LEFT_OPEN = 45
AFTERMATH = timedelta(days=14)
HELPER = 2  # the volunteer of the cast
WORDS = (
    ("查过了：那几天确有其事。", "只是那天刚好热闹，没有别的原因。"),
    ("Looked into: it did happen on those days.", "A lively day by chance, nothing more."),
)


def look_back(town: Town) -> list[int]:
    """Judge the whole year rule by rule; returns the ids of the alerts.

    The volunteer closes all but those of the last six weeks, with what is known to be true.
    """
    actions.add_defaults(town.community_id)
    made: list[int] = []
    for rule in queries.rules_in_use(town.community_id):
        told = queries.judgement(rule, town.starts_on)
        if told is not None:
            made += _as_it_happened(told)
    for alert_id in made:
        _settle(town, alert_id)
    return made


def _as_it_happened(told: Judgement) -> list[int]:
    made: list[int] = []
    for finding in told.findings:
        with clock.at(told.ends[finding.start] + MORNING_AFTER):
            made += actions.keep(replace(told, findings=(finding,))).opened
    actions.keep(replace(told, findings=()))
    return made


def _settle(town: Town, alert_id: int) -> None:
    handler = town.folks[HELPER].viewer
    alert = queries.alert_of(handler, alert_id)
    until = town.starts_on + timedelta(days=town.size.days - LEFT_OPEN)
    if alert.state == "closed" or alert.leader_id is not None or alert.first >= until:
        return
    is_real = bool(episodes_of(town, alert.first, alert.last))
    words = town.speaks(*WORDS)[0 if is_real else 1]
    with clock.at(alert.opened_at + timedelta(hours=3)):
        actions.take_alert(handler, alert_id)
    with clock.at(alert.opened_at + timedelta(hours=5)):
        actions.close_alert(handler, alert_id, "true" if is_real else "false", reason=words)


def episodes_of(town: Town, first: date, last: date) -> list[Episode]:
    """Episodes of the year that touch these days or ended at most two weeks before."""
    found = []
    for episode in TRUTH:
        begins, ends = (town.starts_on + timedelta(days=day) for day in town.span(episode))
        if first <= ends + AFTERMATH and last + timedelta(days=6) >= begins:
            found.append(episode)
    return found
