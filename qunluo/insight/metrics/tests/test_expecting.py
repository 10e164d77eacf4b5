"""What was to be expected: of numbers alone, and on the page that asks why."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import expecting
from qunluo.insight.metrics.queries.why import explain
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream.models import StreamLine

FIRST = date(2026, 1, 5)  # a Monday
SILENT = FIRST + timedelta(days=66)  # a Thursday
DROUGHT = FIRST + timedelta(weeks=10)


def test_the_mean_of_what_is_usual_leaves_out_what_stood_out():
    found = expecting.expected([20, 22, 0, 19, 21, 20, 23, 21])
    assert 2 not in found.places
    assert found.value == pytest.approx(146 / 7)
    assert found.trend == 1


def test_a_clear_trend_is_followed_and_chance_is_not():
    rising = expecting.expected([30, 31, 32, 33, 34, 35, 36, 37])
    assert rising.value == pytest.approx(38)
    assert expecting.expected([20, 24, 19, 25, 20, 23, 21, 22]).trend == 1


def test_fewer_than_three_earlier_ones_say_nothing():
    assert expecting.expected([None, 10, None, 12]) is None
    assert expecting.expected([]) is None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 90), min_size=3, max_size=3), min_size=3, max_size=8))
def test_what_is_expected_of_parts_adds_up_to_what_is_expected_of_the_whole(rows):
    found = expecting.expected([float(sum(row)) for row in rows])
    if found is None:
        return
    parts = [found.weight * sum(rows[place][n] for place in found.places) for n in range(3)]
    assert sum(parts) == pytest.approx(found.value)


def test_no_line_is_chance_where_few_are_usual():
    assert expecting.is_silent(12, 0)
    assert not expecting.is_silent(3, 0)
    assert not expecting.is_silent(12, 1)


@pytest.fixture
def town(village):
    """Twelve weeks; one day without anybody; in the eleventh week the two who answer are away."""
    told = Teller(village.community.pk)
    told.join("old", "2026-01-01 00:00")
    for n in range(84):
        day = FIRST + timedelta(days=n)
        if day == SILENT:
            continue
        for k in range(8):
            question = told.ask(f"k{(n + k) % 11}", f"{day} {1 + k:02d}:00")
            is_away = DROUGHT <= day < DROUGHT + timedelta(weeks=1)
            helper = ("mei", "jun")[k % 2] if not is_away else None
            who = village.members[helper] if helper else f"k{(n + k + 3) % 11}"
            if not is_away or k % 4 == 0:
                told.answer(who, f"{day} {14 if is_away else 1 + k:02d}:30", question)
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
        yield village


def why(town, metric_id, by, day, against="", who="lan"):
    period = queries.calendar_of(town.community.pk).period(by, day)
    return explain(town.viewer(who), metric_id, period, against=against)


def test_a_day_without_anybody_is_named_and_ends_the_explanation(town):
    found = why(town, "active.contributed", "day", SILENT)
    assert (found.against, found.change < 0, found.steps) == ("usual", True, ())
    silent = next(one for one in found.health if one.key == "silent")
    assert silent.tone == "stop"
    assert found.stopped == silent.text
    week = why(town, "content.questions", "week", SILENT)
    assert week.stopped  # the day is most of what the week lost


@pytest.mark.parametrize("against", ["usual", "before", "year"])
@pytest.mark.parametrize("metric_id", ["content.all", "active.contributed", "content.answers"])
def test_the_steps_close_whatever_is_compared(town, metric_id, against):
    found = why(town, metric_id, "week", DROUGHT, against)
    if against == "year":
        assert found.stopped  # the records begin later
        return
    assert found.against == against
    closing = [one for one in found.steps if one.total is not None and one.key != "answerers"]
    assert closing
    for step in closing:
        assert step.total == pytest.approx(found.change), step.key
        assert sum(part.change for part in step.parts) == pytest.approx(step.total)


def test_those_who_usually_answer_and_were_away_are_named(town):
    found = why(town, "response.within_24h", "week", DROUGHT)
    step = next(one for one in found.steps if one.key == "answerers")
    assert step.strength == "coincides"
    assert sum(part.change for part in step.parts) == pytest.approx(step.total)
    assert all(part.name.startswith(("Mei", "Jun")) for part in step.parts[:-1])
    assert step.parts[0].change < 0


def test_late_records_are_told_before_anything_else(town):
    monday = StreamLine.objects.filter(happened_at__date=DROUGHT)
    with writing("stream"):
        StreamLine.objects.update(recorded_at=at("2026-01-01 00:00"))
        count = monday.update(recorded_at=at("2026-06-01 00:00"))
    found = why(town, "content.all", "week", DROUGHT)
    late = next(one for one in found.health if one.key == "late")
    assert late.tone == "warn"
    assert str(count) in late.text


def test_holidays_planned_events_and_notes_are_candidates(town):
    day = date(2026, 3, 4)
    lan = town.viewer("lan")
    actions.write_note(lan, "Tea fair", first=day, last=day, is_planned=True)
    events = why(town, "content.all", "week", day).steps[-1]
    assert (events.key, events.strength, events.total) == ("events", "coincides", None)
    assert [part.name for part in events.parts] == ["Tea fair"]
    spring = why(town, "content.all", "week", date(2026, 2, 18)).steps[-1]
    assert "春节" in {part.name for part in spring.parts}  # from the calendar
