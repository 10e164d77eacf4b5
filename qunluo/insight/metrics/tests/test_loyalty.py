"""Loyalty: the published fit of CDNOW, fifths by rank, circles, and what small groups hide."""

import csv
from datetime import date
from pathlib import Path

import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import fitting, recency
from qunluo.insight.metrics.engine.measures.returning import seen
from qunluo.insight.metrics.queries.studies import StudyAsk, study
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock

CDNOW = Path(__file__).parent / "cdnow.csv"


def test_the_published_fit_of_cdnow_is_found_again():
    """Fader, Hardie and Lee (2005), table 2: 2,357 customers, weeks."""
    told = []
    for row in csv.DictReader(CDNOW.open()):
        one = (int(row["x"]), float(row["t_x"]), float(row["T"]))
        told += [one] * int(row["customers"])
    assert len(told) == 2357
    found = fitting.fit(told)
    assert found.model.r == pytest.approx(0.243, abs=0.001)
    assert found.model.alpha == pytest.approx(4.414, abs=0.01)
    assert found.model.a == pytest.approx(0.793, abs=0.005)
    assert found.model.b == pytest.approx(2.426, abs=0.02)
    assert found.likelihood == pytest.approx(-9582.4, abs=0.1)
    assert found.model.expected(2, 30.43, 38.86, 39) == pytest.approx(1.226, abs=0.01)


def test_too_few_or_nobody_who_came_again_is_not_fitted():
    assert fitting.fit([(1, 3.0, 9.0)] * 199) is None
    assert fitting.fit([(0, 0.0, 9.0)] * 400) is None
    assert fitting.fit([(1, 0.0, 0.0)] * 400) is None


def test_what_was_seen_of_people_ends_at_the_day():
    assert seen({1: (10, 12, 30), 2: (20,), 3: (25,)}, 20) == {1: (1, 2.0, 10.0)}


def test_fifths_are_by_rank_and_equal_values_alike():
    found = {n: recency.Habit(n, 1 if n < 40 else 2, float(n)) for n in range(50)}
    scored = recency.rated(found)
    assert (scored[0].r, scored[49].r) == (5, 1)
    assert {scored[n].f for n in range(40)} == {1}
    assert {scored[n].f for n in range(40, 50)} == {5}
    assert (scored[0].m, scored[49].m) == (1, 5)
    assert sum(recency.grouped(scored.values()).values()) == 50


def test_below_fifty_people_fixed_steps_hold():
    scored = recency.rated({1: recency.Habit(3, 12, 40.0), 2: recency.Habit(120, 1, 1.0)})
    assert (scored[1], scored[2]) == (recency.Rated(5, 5, 5), recency.Rated(1, 1, 1))
    assert (scored[1].group, scored[2].group) == ("best", "asleep")


def test_every_pair_of_scores_has_its_group():
    assert {recency.Rated(r, f, 1).group for r in range(1, 6) for f in range(1, 6)} == set(
        recency.GROUPS
    )


@pytest.fixture
def town(village):
    told = Teller(village.community.pk)
    told.join("old", "2026-01-01 00:00")
    for n, name in enumerate(("mei", "jun", "wei", "bo")):
        for day in range(1, 3 + 4 * n):
            asked = told.ask(village.members[name], f"2026-05-{day:02d} 02:00")
            told.answer(
                "gone",
                f"2026-05-{day:02d} 05:00",
                asked,
                about_actor=village.members[name].actor_key,
            )
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    return village


@pytest.mark.parametrize("key", ["rfm", "again", "orbit"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_stand_and_leave_as_files(town, as_member, key, language):
    here = f"/c/tea/insight/studies/{key}/"
    answer = as_member("lan").get(f"{here}?on=2026-05-01&lang={language}")
    assert answer.status_code == 200
    if key == "again":
        assert "200" in answer.content.decode()
        return
    part = {"rfm": "groups", "orbit": "circles"}[key]
    for form in ("png", "csv"):
        assert as_member("lan").get(f"{here}{part}.{form}?on=2026-05-01").status_code == 200
    assert as_member("lan").get(f"{here}{part}-table.csv?on=2026-05-01").status_code == 200


def test_small_groups_are_for_administrators(town):
    period = queries.calendar_of(town.community.pk).period("month", date(2026, 5, 1))
    for who, hidden in (("wei", True), ("lan", False)):
        for key in ("rfm", "orbit"):
            found = study(key, StudyAsk(town.viewer(who), period))
            counts = list(found.pictures[0].chart.series[0].values)
            assert any(count is not None and 0 < count < 5 for count in counts) != hidden


def test_gravity_is_love_times_reach(town):
    period = queries.calendar_of(town.community.pk).period("month", date(2026, 5, 1))
    found = study("orbit", StudyAsk(town.viewer("lan"), period))
    rows = [row for row in found.tables[0].rows if row[4] != "–"]
    assert rows
    assert found.figures[0][1] != "0"
