"""Funnels: what an attempt is, what spoils it, and that a second plain counting agrees."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.funnels import (
    Event,
    Exclusion,
    Funnel,
    attempts,
    best,
    bins,
    trend,
    window_of,
)
from qunluo.insight.metrics.engine.periods import Period

BEGINS = datetime(2026, 3, 1, tzinfo=UTC)


def events(told):
    """`1 2 x 3`: an event an hour; digits are steps, x is excluded, a dash is anything else."""
    return [
        Event(
            BEGINS + timedelta(hours=n),
            frozenset(int(mark) - 1 for mark in word if mark.isdigit()),
            frozenset({0} if "x" in word else ()),
        )
        for n, word in enumerate(told.split())
    ]


def funnel(steps, **asked):
    return Funnel(tuple(Match((str(n),)) for n in range(steps)), **asked)


def hours(told, steps=3, **asked):
    found = best(attempts(events(told), funnel(steps, **asked)))
    return [int((at - BEGINS).total_seconds() // 3600) for at in found.moments] if found else []


BETWEEN = (Exclusion(Match(("x",)), 1, 2),)
LATER = (Exclusion(Match(("x",)), 2, 3),)


@pytest.mark.parametrize(
    ("told", "asked", "wanted"),
    [
        ("1 - 2 3", {}, [0, 2, 3]),
        ("1 - 2 3", {"order": "strict"}, [0]),
        ("- 1 2 3", {"order": "strict"}, [1, 2, 3]),
        ("3 2 1", {}, [2]),
        ("3 2 1", {"order": "unordered"}, [0, 1, 2]),
        ("1 1 2 3", {"window": timedelta(hours=2)}, [1, 2, 3]),
        ("1 1 2 3", {"window": timedelta(hours=2), "entry": "first"}, [0, 2]),
        ("1 2 3", {"window": timedelta(hours=2)}, [0, 1, 2]),
        ("1 x 2 3", {"exclude": BETWEEN}, []),
        ("1 x 1 2 3", {"exclude": BETWEEN}, [2, 3, 4]),
        ("1 2 x 3", {"exclude": BETWEEN}, [0, 1, 3]),
        ("1 2 x 2 3", {"exclude": LATER}, [0, 3, 4]),
        ("1 2 x", {"exclude": LATER}, []),
        ("1 - x", {"exclude": BETWEEN, "window": timedelta(hours=1)}, [0]),
        ("1 x 2 3", {"exclude": BETWEEN, "order": "unordered"}, [2, 3]),
        ("12 1", {"order": "unordered"}, [0, 1]),
        ("2 3", {}, []),
    ],
)
def test_what_counts_as_an_attempt(told, asked, wanted):
    assert hours(told, **asked) == wanted


def test_one_event_serves_one_step():
    assert hours("123 123") == [0, 1]
    assert hours("123 123 123") == [0, 1, 2]


def test_attempts_begin_within_the_asked_time():
    asked = funnel(2, first=BEGINS + timedelta(hours=1), last=BEGINS + timedelta(hours=1))
    found = attempts(events("1 1 1 2"), asked)
    assert [one.entered_at for one in found] == [BEGINS + timedelta(hours=1)]


def deepest(told, steps, window):
    """By trying every choice of events there is."""
    found = 0
    for size in range(1, steps + 1):
        for chosen in combinations(range(len(told)), size):
            if chosen[-1] - chosen[0] <= window and all(
                step in told[number].steps for step, number in enumerate(chosen)
            ):
                found = max(found, size)
    return found


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "3", "-", "12", "23"]), max_size=8), st.integers(1, 7))
def test_a_second_counting_agrees(words, window):
    told = events(" ".join(words))
    asked = funnel(3, window=timedelta(hours=window))
    found = best(attempts(told, asked))
    assert (found.depth if found else 0) == deepest(told, 3, window)


def test_nobody_entered_is_no_rate():
    day = Period("day", BEGINS.date(), BEGINS.date(), BEGINS, BEGINS + timedelta(days=1))
    later = Period("day", day.start, day.end, day.ends_at, day.ends_at + timedelta(days=1))
    walks = {"a": attempts(events("1 2"), funnel(2))}
    first, second = trend(walks, [day, later], to_step=2)
    assert (first.rate, second.rate) == (1, None)


def test_windows_and_bins_as_people_ask_for_them():
    assert window_of(None) == window_of(0) == window_of(-3) == timedelta(days=14)
    assert window_of(2, "week") == timedelta(days=14)
    assert window_of(90, "second") == timedelta(seconds=90)
    assert bins([]) == []
    assert bins([10, 10]) == [(10, 2), (70, 0), (130, 0)]
    assert bins([0, 10, 20], 2) == [(0, 1), (10, 1), (20, 1)]
