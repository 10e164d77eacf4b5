"""Alerts of one space: found there, seen by those who may read it, drawn with what is usual."""

from datetime import date, datetime, timedelta

import pytest

from qunluo.insight.alerts import actions, queries
from qunluo.insight.alerts.actions import RuleWish
from qunluo.insight.alerts.models import Alert, Rule
from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.queries.judging import Mark, Watch, band, judge
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Invalid, Missing

FIRST = date(2026, 3, 2)
DAYS = 45
SILENT = DAYS - 2
HERE = "/c/tea/insight/alerts/"


@pytest.fixture
def town(village):
    """A dozen questions a day in two spaces; on the last day but one, none in one of them."""
    teller = Teller(village.community.pk)
    who = [village.members[name] for name in ("mei", "jun", "wei", "bo")]
    for n in range(DAYS):
        for k in range(12 + (n * 5) % 4):
            moment = datetime.combine(FIRST + timedelta(days=n), datetime.min.time())
            for space in (village.forum, village.questions):
                if space is village.forum and n == SILENT:
                    continue
                when = f"{moment + timedelta(hours=3, minutes=k)}"[:16]
                teller.ask(who[k % 4], when, space_id=space.pk)
    teller.tell()
    with clock.at(at("2026-04-16 04:00")):
        metrics.drain()
        yield village


@pytest.fixture
def found(town):
    wish = RuleWish("content.questions", space_id=town.forum.pk)
    rule = actions.save_rule(town.viewer("lan"), wish)
    (alert_id,) = actions.check_rule(rule).opened
    return Alert.objects.get(pk=alert_id)


def test_what_stands_out_in_one_space_is_found_there(town, found):
    assert (found.space_id, found.first, found.value) == (
        town.forum.pk,
        FIRST + timedelta(days=SILENT),
        0,
    )
    line = queries.sheet(town.viewer("wei"), found.pk).line
    assert town.forum.name in line.title
    assert line.space == town.forum.name
    assert f"space={town.forum.slug}" in queries.sheet(town.viewer("wei"), found.pk).why_address


def test_whoever_may_not_read_the_space_sees_neither_rule_nor_alert(town, found):
    lan, wei = town.viewer("lan"), town.viewer("wei")
    assert found.pk in {line.id for line in queries.listed(wei)}
    with writing("communities"):
        type(town.forum).objects.filter(pk=town.forum.pk).update(access="private")
    assert found.pk not in {line.id for line in queries.listed(wei)}
    assert queries.counts(wei).open == 0
    assert queries.alert_cards(wei, [found.pk]) == {}
    assert town.forum.pk not in {row.space_id for row in queries.rules_for(wei)}
    with pytest.raises(Missing):
        queries.sheet(wei, found.pk)
    with pytest.raises(Missing):
        actions.close_alert(wei, found.pk, "false")
    assert queries.sheet(lan, found.pk).line.state == "open"


@pytest.mark.parametrize("metric_id", ["members.joined", "growth.k"])
def test_what_exists_for_the_whole_only_is_not_watched_in_a_space(town, metric_id):
    with pytest.raises(Invalid):
        actions.save_rule(
            town.viewer("lan"), RuleWish(metric_id, by="week", space_id=town.forum.pk)
        )
    assert not Rule.objects.filter(metric_id=metric_id, key="").exists()


def test_a_space_of_elsewhere_is_refused(town):
    with pytest.raises(Invalid):
        actions.save_rule(town.viewer("lan"), RuleWish("content.all", space_id=10**9))


def test_each_place_of_the_chart_has_what_was_usual_there(town, found, as_member):
    chart = queries.sheet(town.viewer("wei"), found.pk).chart
    assert len(chart.band) == len(chart.labels)
    place = chart.labels.index(f"{found.first:%m-%d}")
    low, high = chart.band[place]
    assert (low, high) == pytest.approx((found.low, found.high))
    others = [n for n, value in enumerate(chart.series[0].values) if n != place and value]
    assert all(chart.band[n][0] <= chart.series[0].values[n] <= chart.band[n][1] for n in others)
    wei = as_member("wei")
    numbers = wei.get(f"{HERE}{found.pk}/chart.csv").content.decode()
    assert len(numbers.splitlines()[0].split(",")) == 4
    told = wei.get(f"/api/v1/communities/tea/alerts/{found.pk}/series").json()
    assert told[place]["low"] == pytest.approx(found.low)
    page = wei.get(f"{HERE}{found.pk}/?lang=en").content.decode()
    assert "Grey: what is usual there." in page
    assert "chart.png" in page


def test_a_rule_of_a_space_is_made_on_its_page_and_by_programs(town, as_member):
    lan = as_member("lan")
    sent = {"metric_id": "content.all", "space_id": str(town.forum.pk), "by": "day",
            "method": "unusual", "direction": "both", "sensitivity": "normal", "change": "20",
            "least": "10", "is_on": "on"}  # fmt: skip
    assert lan.post(HERE + "rules/new/", sent).status_code == 302
    assert Rule.objects.get(key="").space_id == town.forum.pk
    made = lan.post(
        "/api/v1/communities/tea/alert-rules",
        {"metric": "content.all", "space": str(town.questions.pk)},
        "application/json",
    )
    assert made.status_code == 201
    told = lan.get("/api/v1/communities/tea/alert-rules").json()
    assert {row["space"] for row in told} >= {str(town.forum.pk), str(town.questions.pk)}


def test_a_band_agrees_with_what_is_judged():
    steady = [20.0, 21.0, 19.0, 20.0, 22.0, 30.0, 31.0] * 6
    marks = [
        Mark(FIRST + timedelta(days=n), value, value) for n, value in enumerate([*steady, 60.0])
    ]
    watch = Watch("day", "unusual", "items")
    told = judge(marks, 42, watch)
    assert band(marks, 42, watch)[42] == pytest.approx((told.low, told.high))
    assert band(marks[:10], 9, watch) == [None] * 10
    assert band(marks, 42, Watch("day", "above", "items", limit=9)) == [None] * 43
