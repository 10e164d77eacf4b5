"""The registry holds every number that was promised, whole: both names, formula, unit, a count."""

from datetime import date

import pytest
from django.utils.translation import override

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine.measures import returning
from qunluo.insight.metrics.engine.registry import METRICS
from qunluo.insight.metrics.queries.catalogue import UNITS, definition
from qunluo.insight.metrics.tests.telling import Teller, at, key
from qunluo.kernel import clock
from qunluo.kernel.stream.kinds import KINDS

PROMISED = {
    "being there": """
        active.visited active.visited_7d active.visited_28d active.visited_30d
        active.contributed active.contributed_7d active.contributed_28d active.contributed_30d
        stickiness.visited stickiness.contributed stickiness.visited_discourse
        frequency.visited frequency.contributed""",
    "taking part": """
        participation.of_visitors participation.of_members participation.spoke
        active.engaged_daily participation.made_none participation.made_few
        participation.made_many people.top_1_share people.top_10_share people.gini_contributors
        people.gini_active people.absence_factor""",
    "lifecycle": """
        lifecycle.visited.new lifecycle.visited.returning lifecycle.visited.resurrecting
        lifecycle.visited.dormant lifecycle.contributed.new lifecycle.contributed.returning
        lifecycle.contributed.resurrecting lifecycle.contributed.dormant loyalty.going_quiet
        loyalty.resuming""",
    "retention": """
        retention.visited retention.contributed retention.joined retention.contributed_later
        retention.joined_later loyalty.median_days loyalty.still_90_days""",
    "conversion": """
        conversion.contributed_14d conversion.median_hours conversion.second_14d""",
    "influence": """
        influence.connected influence.density influence.degree influence.top_ranks
        influence.bridges influence.brought influence.kept influence.inner_circle
        influence.gravity""",
    "satisfaction and loyalty": """
        satisfaction.nps satisfaction.csat satisfaction.response_rate loyalty.best
        loyalty.repeat_share loyalty.core loyalty.once_only loyalty.expected_days""",
    "growth": """
        members.current members.joined members.left growth.known_origin growth.k
        growth.three_waves""",
    "response and operations": """
        response.median_hours response.p90_hours response.within_24h response.mean_hours
        response.accepted_30d questions.open questions.closure_ratio content.unreplied_share
        care.per_person care.automated care.overturned cost.total cost.hours
        cost.per_activated cost.per_contributor cost.per_answered""",
    "what reports say besides": """
        loyalty.staying_90 people.lower_half_share people.supporters
        people.bridge_share content.texts""",
    "what was made": """
        content.all content.questions content.answers content.topics content.replies
        content.comments content.edits reactions.votes reactions.signs""",
}


def test_nothing_that_was_promised_is_missing():
    promised = {one for told in PROMISED.values() for one in told.split()}
    assert promised - METRICS.keys() == set()


@pytest.mark.parametrize("metric_id", METRICS)
def test_a_definition_is_whole_in_both_languages(metric_id):
    metric = METRICS[metric_id]
    with override("en"):
        told = definition(metric_id)
    with override("zh-hans"):
        chinese = definition(metric_id)
    assert chinese.name != told.name
    assert chinese.definition != told.definition
    assert told.formula
    assert told.unit in UNITS
    assert told.version >= 1
    assert told.kinds_version >= 1
    assert metric.kinds or metric.activities
    assert set(metric.activities) <= KINDS.keys()


@pytest.fixture
def year(village):
    """Twelve people ask and answer each other every week; one falls silent and comes back."""
    told = Teller(village.community.pk)
    people = [village.members["mei"], village.members["jun"], *(f"k{n}" for n in range(10))]
    for one in people:
        told.join(one, "2026-01-01 00:00")
        told.visit(one, "2026-01-01 01:00")
    for week in range(20):
        for n, one in enumerate(people):
            if n == 3 and 8 <= week < 15:
                continue
            day = date(2026, 1, 5).toordinal() + 7 * week + n % 5
            moment = f"{date.fromordinal(day)} 02:00"
            told.visit(one, moment)
            question = told.ask(one, moment)
            helper = people[(n + 1 + week % 2) % 12]
            if helper is not people[3] or not 7 <= week < 15:
                told.answer(
                    helper, f"{date.fromordinal(day)} 05:00", question, about_actor=key(one)
                )
    told.tell()
    with clock.at(at("2026-07-01 04:00")):
        actions.drain()
        yield village


def test_every_metric_answers_with_a_number_or_a_reason(year):
    """One town for all of them, since growing it is what takes the time."""
    for by in ("month", "quarter"):
        ask = queries.Ask(by, date(2026, 1, 1), date(2026, 6, 30))
        told = queries.measure_many(year.viewer("lan"), METRICS, ask)
        for metric_id, series in told.items():
            for point in series.points:
                assert point.value is not None or point.reason, (metric_id, point)
    _the_network_is_told_by_number(year)
    _whoever_comes_back_is_resuming_once(year)
    _parts_of_active_days_count_every_member_once(year)


def value(village, metric_id, by="month", on=date(2026, 5, 1)):
    return queries.measure(village.viewer("lan"), metric_id, queries.Ask(by, on, on)).points[0]


def _the_network_is_told_by_number(year):
    assert value(year, "influence.connected").value == 12
    density = value(year, "influence.density")
    assert (density.denominator, density.value) == (66, density.numerator / 66)
    assert 0.8 < value(year, "influence.top_ranks").value <= 1
    assert 1 <= value(year, "influence.bridges").value <= 12
    assert value(year, "influence.gravity").value > 0
    circles = value(year, "influence.inner_circle").cells
    assert [one.key for one in circles] == [f"circle_{n}" for n in (1, 2, 3, 4, 0)]
    assert sum(one.value for one in circles) == 12


def _whoever_comes_back_is_resuming_once(year):
    assert value(year, "loyalty.resuming", on=date(2026, 4, 1)).value == 1
    assert value(year, "loyalty.resuming", on=date(2026, 3, 1)).value == 0


def test_resuming_takes_the_own_pace_and_five_days_before():
    weekly = (0, 7, 14, 21, 28, 49)  # three times a week's pause
    assert returning.resuming({1: weekly, 2: (0, 7, 14, 21, 60)}, 40, 60) == {1: 21}
    assert returning.resuming({1: (*weekly[:-1], 48)}, 40, 60) == {}


def _parts_of_active_days_count_every_member_once(year):
    told = value(year, "frequency.contributed")
    assert sum(one.value for one in told.cells) == told.denominator
    assert sum(int(one.key) * one.value for one in told.cells) == told.numerator


def test_below_ten_people_the_network_says_why(village):
    told = Teller(village.community.pk)
    question = told.ask(village.members["mei"], "2026-03-01 02:00")
    told.answer(village.members["jun"], "2026-03-01 05:00", question, about_actor="x")
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
        found = value(village, "influence.top_ranks")
    assert (found.value, found.reason) == (None, "few_tied")
