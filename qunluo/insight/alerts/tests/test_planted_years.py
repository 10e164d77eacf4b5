"""The default rules in made-up years of a town of people, with the demo's five incidents in them.

Each year is drawn person by person (who comes, who says how much: runs of several are usual), so
that what is counted varies as real counts do. The seeds below were drawn once and none was left
out; the rules know nothing of them. On a seeded demo `manage.py known_truth` prints the same and
more.
"""

import random
from datetime import date, timedelta

import pytest

from qunluo.insight.alerts.engine.calendar import known_period
from qunluo.insight.alerts.engine.defaults import DEFAULTS
from qunluo.insight.metrics.queries.judging import Mark, Watch, judge
from qunluo.kernel.demo import TRUTH

BEGINS = date(2024, 12, 2)  # a Monday
DAYS = 364
SEEDS = (31, 32, 33)
UNITS = {"visits": "people", "contributions": "items", "signs": "items", "joins": "people"}
UNITS |= {
    "arrivals": "people",
    "topics": "items",
    "leaving": "people",
    "waiting": "hours",
    "fading": "people",
}
SIGNS = {
    "outage": {("visits", "down"), ("contributions", "down")},
    "campaign_good": {("joins", "up"), ("arrivals", "up")},
    "campaign_bad": {("joins", "up"), ("arrivals", "up")},
    "drought": {("waiting", "up")},
    "festival": {("topics", "up"), ("signs", "up")},
}
AFTERMATH = timedelta(days=14)


def span(episode):
    return tuple(
        BEGINS + timedelta(days=int(share * DAYS)) for share in (episode.from_day, episode.to_day)
    )


class Year:
    """What a town of sixty and more did on each day of a year."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.days = [self.live(BEGINS + timedelta(days=n), n) for n in range(DAYS)]

    def on(self, kind, day):
        return any(one.kind == kind and span(one)[0] <= day <= span(one)[1] for one in TRUTH)

    def live(self, day, n):
        if self.on("outage", day):
            return {"present": 0, "made": (0, 0), "signs": (0, 0), "topics": 0, "joins": 0,
                    "left": 0, "waits": []}  # fmt: skip
        rng = self.rng
        town = 70 + n // 6
        usual = 0.32 * (1.15 if day.weekday() > 4 else 0.95) * rng.gammavariate(50, 1 / 50)
        present = sum(rng.random() < usual for _person in range(town))
        feast = 2 if self.on("festival", day) else 1
        made, signs = self.runs(present, 0.3), self.runs(present, 0.4 * feast)
        arrivals = 0.45 * (3 if self.on("campaign_good", day) else 1)
        arrivals *= 4 if self.on("campaign_bad", day) else 1
        slow = 10 if self.on("drought", day) else 1
        waits = [rng.expovariate(1 / (2.5 * slow)) for _question in range(self.times(1.6))]
        return {"present": present, "made": made, "signs": signs, "topics": self.times(1.4 * feast),
                "joins": self.times(arrivals), "left": self.times(0.15), "waits": waits}  # fmt: skip

    def runs(self, present, share):
        """(things, people): each who does it does it on and on with even chances."""
        people = sum(self.rng.random() < share for _person in range(present))
        things = people
        for _person in range(people):
            while self.rng.random() < 0.5:
                things += 1
        return things, people

    def times(self, rate):
        limit, count, product = 2.718281828459045**-rate, 0, self.rng.random()
        while product > limit:
            count, product = count + 1, product * self.rng.random()
        return count

    def value(self, key, days):
        """(value, what it rests on) of some days together."""
        if key in {"contributions", "signs"}:
            told = [one["made" if key == "contributions" else key] for one in days]
            return sum(n for n, _p in told), max(1, sum(p for _n, p in told))
        if key == "waiting":
            waits = sorted(wait for one in days for wait in one["waits"])
            return (waits[len(waits) // 2] if waits else None), len(waits)
        name = {
            "visits": "present",
            "leaving": "left",
            "fading": "present",
            "arrivals": "joins",
        }.get(key, key)
        total = sum(one[name] for one in days)
        return total, total

    def marks(self, rule):
        length = 7 if rule.by == "week" else 1
        for n in range(0, DAYS, length):
            start = BEGINS + timedelta(days=n)
            last = start + timedelta(days=length - 1)
            value, rests_on = self.value(rule.key, self.days[n : n + length])
            known = known_period(start, last, (), "CN", "zh_CN")
            yield Mark(start, value, rests_on, known)


def told(seed):
    """(rule's key, finding, length) of everything the default rules say of a year."""
    year, found = Year(seed), []
    for rule in DEFAULTS:
        watch = Watch(rule.by, rule.method, UNITS[rule.key], rule.direction, rule.score,
                      rule.change / 100, rule.least, rule.limit)  # fmt: skip
        marks, length = list(year.marks(rule)), timedelta(days=7 if rule.by == "week" else 1)
        findings = (judge(marks, n, watch) for n in range(len(marks)))
        found += [(rule.key, one, length) for one in findings if one is not None]
    return found


@pytest.fixture(scope="module")
def years():
    return {seed: told(seed) for seed in SEEDS}


def test_recall_and_delay_of_what_was_planted(years):
    delays = {kind: [] for kind in SIGNS}
    for found in years.values():
        for episode in TRUTH:
            first, last = span(episode)
            hits = [
                (one.start + length - first).days
                for key, one, length in found
                if (key, one.direction) in SIGNS[episode.kind]
                and one.start <= last
                and one.start + length > first
            ]
            delays[episode.kind] += [min(hits)] if hits else []
    assert {kind: len(one) for kind, one in delays.items()} == RECALL
    every = [delay for one in delays.values() for delay in one]
    assert round(sum(every) / len(every), 1) == MEAN_DELAY


def test_false_alarms_of_three_years(years):
    """Nothing planted lies there or in the two weeks before, and no holiday explains it.

    Findings the same way within a week are one alert, as they are for people (`actions.checking`).
    """
    wrong = [cause for found in years.values() for cause in causes(found)]
    assert len(wrong) == FALSE_ALARMS, wrong


def causes(found):
    told, last = [], {}
    for key, one, length in sorted(found, key=lambda row: row[1].start):
        is_planted = any(
            one.start <= end + AFTERMATH and one.start + length > first
            for first, end in map(span, TRUTH)
        )
        if one.known or is_planted:
            continue
        if one.start - last.get(one.direction, BEGINS - timedelta(days=99)) > timedelta(days=7):
            told.append((key, one.start.isoformat(), one.direction))
        last[one.direction] = one.start
    return told


RECALL = {"outage": 3, "campaign_good": 1, "campaign_bad": 3, "drought": 3, "festival": 3}
MEAN_DELAY = 5.8
FALSE_ALARMS = 5
