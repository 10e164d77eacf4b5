"""What stands out: planted incidents in made-up years, and what must never be told.

The made-up year has a weekly season, slow growth, days more uneven than chance (people come in
groups), and twelve incidents of six kinds. Recall, delay and false alarms are stated below.
"""

import random
from datetime import date, timedelta

import pytest

from qunluo.insight.metrics.engine.judging import Mark, Watch, judge

START = date(2025, 1, 6)
WEEKEND = (5, 6)
# (first day, days, factor, what it is)
INCIDENTS = (
    (45, 1, 0.0, "down for a day"),
    (75, 3, 0.1, "down for three days"),
    (100, 1, 2.2, "a spike"),
    (128, 2, 1.9, "two lively days"),
    (150, 1, 0.35, "half of the doors shut"),
    (176, 5, 1.8, "a festival"),
    (201, 1, 2.5, "a spike"),
    (222, 4, 0.3, "the network is slow"),
    (247, 1, 0.2, "almost nobody"),
    (275, 7, 1.7, "a campaign"),
    (305, 2, 0.0, "down for two days"),
    (335, 1, 2.0, "a spike"),
)


def year(seed, *, incidents=INCIDENTS, level=60.0):
    """Daily counts: negative binomial around a level that grows by half in the year."""
    rng = random.Random(seed)
    marks = []
    for n in range(365):
        usual = level * (1 + 0.5 * n / 365) * (1.25 if (n % 7) in WEEKEND else 0.9)
        for first, days, factor, _what in incidents:
            if first <= n < first + days:
                usual *= factor
        lively = rng.gammavariate(60, 1 / 60)
        value = float(poisson(rng, usual * lively))
        marks.append(Mark(START + timedelta(days=n), value, value))
    return marks


def poisson(rng, rate):
    if rate > 30:
        return max(0, round(rng.gauss(rate, rate**0.5)))
    limit, count, product = 2.718281828459045**-rate, 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def told(marks, watch):
    return [n for n in range(len(marks)) if judge(marks, n, watch) is not None]


def score(marks, days):
    """(found incidents, delays in days, causes of false alarms) of the told days."""
    found, delays, false = 0, [], 0
    for first, length, _factor, _what in INCIDENTS:
        hits = [n for n in days if first <= n < first + length]
        found += bool(hits)
        delays += [hits[0] - first] if hits else []
    last = -9
    for n in days:
        if not any(first <= n < first + length for first, length, *_ in INCIDENTS):
            false += n - last > 3
            last = n
    return found, delays, false


def test_recall_delay_and_false_alarms_of_three_made_up_years():
    watch = Watch("day", "unusual", "items")
    scores = [score(marks, told(marks, watch)) for marks in map(year, (1, 2, 3))]
    found = sum(one[0] for one in scores)
    delays = [delay for one in scores for delay in one[1]]
    false = sum(one[2] for one in scores)
    assert found == 36  # of 36
    assert round(sum(delays) / len(delays), 2) == 0.31  # days
    assert false == 3  # one in a year


def test_a_calm_year_says_nothing():
    watch = Watch("day", "unusual", "items", z=5.0)
    assert told(year(5, incidents=()), watch) == []


def days(values, known=()):
    return [
        Mark(START + timedelta(days=n), value, value or 0, "fair" if n in known else "")
        for n, value in enumerate(values)
    ]


STEADY = [20.0, 21.0, 19.0, 20.0, 22.0, 30.0, 31.0] * 6
DAY = Watch("day", "unusual", "items")


def test_a_weekend_is_not_strange_but_its_height_on_a_tuesday_is():
    assert judge(days([*STEADY[:-1], 33.0]), 41, DAY) is None
    found = judge(days([*STEADY, 20.0, 60.0]), 43, DAY)
    assert found is not None
    assert (found.direction, found.value, round(found.expected)) == ("up", 60.0, 21)
    assert found.low < found.expected < found.high < 60


def test_only_the_wished_direction_counts():
    marks = days([*STEADY, 0.0])
    assert judge(marks, 42, Watch("day", "unusual", "items", "up")) is None
    assert judge(marks, 42, Watch("day", "unusual", "items", "down")).direction == "down"


def test_too_little_history_or_too_few_say_nothing():
    assert judge(days([*STEADY[:27], 90.0]), 27, DAY) is None
    few = [value / 10 for value in STEADY]
    assert judge(days([*few, 9.0]), 42, DAY) is None
    assert judge(days([*few, 14.0]), 42, Watch("day", "unusual", "items", least=5)) is not None


def test_a_period_that_is_not_whole_is_never_judged_nor_does_it_say_what_is_usual():
    assert judge(days([*STEADY, None]), 42, DAY) is None
    gap = [*STEADY]
    gap[30:33] = [None, None, None]
    assert judge(days([*gap, 0.0]), 42, DAY) is not None


def test_known_days_say_nothing_of_what_is_usual():
    wild = [*STEADY]
    for n in (7, 8, 14, 15, 21, 22, 28, 29, 35, 36):
        wild[n] = 90.0
    assert judge(days([*wild, 55.0]), 42, DAY).direction == "down"
    found = judge(days([*wild, 55.0], {7, 8, 14, 15, 21, 22, 28, 29, 35, 36}), 42, DAY)
    assert found.direction == "up"


def test_what_stands_out_on_a_known_day_says_so():
    assert judge(days([*STEADY, 0.0], {42}), 42, DAY).known == "fair"


def test_a_series_that_never_moved_is_left_by_chance_only_within_its_spread():
    flat = [16.0] * 42
    assert judge(days([*flat, 18.0]), 42, DAY) is None
    assert judge(days([*flat, 40.0]), 42, DAY) is not None


def weeks(values, rests_on=30):
    return [Mark(START + timedelta(weeks=n), v, rests_on) for n, v in enumerate(values)]


def test_a_lasting_shift_is_told_with_its_beginning_and_a_single_week_is_not():
    watch = Watch("week", "shift", "hours", "up", change=0.5)
    calm = [2.0, 2.4, 1.8, 2.1, 1.9, 2.6, 2.2, 2.0, 1.7, 2.3, 2.1, 2.0]
    assert judge(weeks([*calm, 9.0, 2.0]), 13, watch) is None
    found = judge(weeks([*calm, 9.0, 8.0]), 13, watch)
    assert found is not None
    assert found.since == START + timedelta(weeks=12)
    assert judge(weeks([*calm, 9.0, 8.0], rests_on=4), 13, watch) is None


def test_days_shift_by_whole_weeks():
    watch = Watch("day", "shift", "items", "down")
    fallen = [value * 0.4 for value in STEADY[:14]]
    assert judge(days([*STEADY, *fallen]), 55, watch) is not None
    assert judge(days([*STEADY, *STEADY[:14]]), 55, watch) is None


@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        ("above", (4.0, 6.0), True),
        ("above", (6.0, 7.0), False),  # it was above already
        ("above", (None, 6.0), True),
        ("below", (6.0, 4.0), True),
        ("below", (6.0, 5.0), False),
    ],
)
def test_a_limit_speaks_once_when_it_is_crossed(method, values, expected):
    watch = Watch("week", method, "hours", limit=5.0)
    assert (judge(weeks(values), 1, watch) is not None) == expected


def test_a_share_needs_enough_people_and_a_limit_needs_a_number():
    assert (
        judge(weeks([0.9, 0.2], rests_on=5), 1, Watch("week", "below", "share", limit=0.5)) is None
    )
    assert judge(weeks([0.9, 0.2]), 1, Watch("week", "below", "share", limit=0.5)).value == 0.2
    assert judge(weeks([0.9, 0.2]), 1, Watch("week", "below", "share")) is None


def test_a_share_is_judged_by_what_it_rests_on():
    watch = Watch("week", "unusual", "share")
    calm = [0.5, 0.52, 0.48, 0.5, 0.51, 0.49, 0.5, 0.5, 0.53]
    assert judge(weeks([*calm, 0.3], rests_on=12), 9, watch) is None
    found = judge(weeks([*calm, 0.3], rests_on=400), 9, watch)
    assert found is not None
    assert found.high <= 1
