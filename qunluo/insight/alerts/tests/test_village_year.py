"""The demo's year, as its figures stood once it had grown (village, Chinese, until 2026-11-21).

The numbers are kept in village_year.json, because growing the town takes five minutes. On a town
that stands, `manage.py known_truth` prints the same and more. The default rules were chosen with
this year in sight, so this says that they still find it, not how well they do elsewhere: for that
see the made-up years of metrics/tests/test_judging.py.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from qunluo.insight.alerts.engine.calendar import known_period
from qunluo.insight.alerts.engine.defaults import DEFAULTS
from qunluo.insight.metrics.queries.judging import Mark, Watch, judge
from qunluo.kernel.demo import TRUTH

YEAR = json.loads((Path(__file__).parent / "village_year.json").read_text())
BEGINS = date(2025, 11, 22)
SIGNS = {
    "outage": ("visits", "down"),
    "campaign_good": ("joins", "up"),
    "campaign_bad": ("joins", "up"),
    "drought": ("waiting", "up"),
    "festival": ("topics", "up"),
}


def found_by(rule):
    told = YEAR[rule.key]
    length = timedelta(days=7 if rule.by == "week" else 1)
    first = date.fromisoformat(told["first"])
    marks = []
    for n, value in enumerate(told["values"]):
        start = first + n * length
        known = known_period(start, start + length - timedelta(days=1), (), "CN", "zh_CN")
        rests_on = told["rests_on"][n] if told["rests_on"] else value or 0
        marks.append(Mark(start, value, rests_on, known))
    watch = Watch(
        rule.by,
        rule.method,
        told["unit"],
        rule.direction,
        rule.score,
        rule.change / 100,
        rule.least,
        rule.limit,
    )
    found = (judge(marks, n, watch) for n in range(len(marks)))
    return [(rule.key, one, length) for one in found if one is not None]


@pytest.fixture(scope="module")
def found():
    return [one for rule in DEFAULTS for one in found_by(rule)]


def span(episode):
    return tuple(
        BEGINS + timedelta(days=int(share * 365)) for share in (episode.from_day, episode.to_day)
    )


def test_all_five_planted_incidents_are_found_within_twelve_days(found):
    delays = {}
    for episode in TRUTH:
        first, last = span(episode)
        key, way = SIGNS[episode.kind]
        hits = [
            one.start + length - first
            for rule, one, length in found
            if (rule, one.direction) == (key, way)
            and one.start <= last
            and one.start + length > first
        ]
        assert hits, episode.kind
        delays[episode.kind] = min(hits).days
    assert delays == {
        "outage": 1,
        "campaign_good": 9,
        "campaign_bad": 12,
        "drought": 7,
        "festival": 7,
    }


def test_the_year_has_three_false_alarms(found):
    wrong = [
        (rule, one.start.isoformat())
        for rule, one, length in found
        if not one.known
        and not any(
            one.start <= last + timedelta(days=14) and one.start + length > first
            for first, last in map(span, TRUTH)
        )
    ]
    days = ("2025-12-22", "2026-03-22", "2026-04-10")  # 0.25 a month
    assert wrong == [("contributions", day) for day in days]


def test_the_festival_lies_in_a_public_holiday_and_says_so(found):
    assert {one.known for rule, one, _length in found if rule == "topics"} == {"国庆节"}
