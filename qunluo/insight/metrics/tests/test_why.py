"""Why a number changed: parts add up to the whole, and no word exceeds its evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.engine import why
from qunluo.insight.metrics.queries.why import explain
from qunluo.insight.metrics.tests.telling import Teller, at, questions_of_spring
from qunluo.kernel import clock

counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500), min_size=1)
pairs = st.dictionaries(
    st.sampled_from("abc"),
    st.tuples(st.integers(0, 50), st.integers(1, 60)).map(lambda p: (min(p), max(p))),
    min_size=1,
)


@given(pairs, pairs)
def test_rate_and_weight_add_up_to_the_change_of_a_rate(before, now):
    def rate(told):
        return sum(n for n, _d in told.values()) / sum(d for _n, d in told.values())

    splits = why.kitagawa(before, now)
    assert sum(s.rate + s.mix for s in splits) == pytest.approx(rate(now) - rate(before))


def test_both_fell_and_the_whole_rose():
    """Simpson: each segment's rate falls, and the weights move to the better one."""
    before, now = {"a": (81, 87), "b": (192, 263)}, {"a": (234, 263), "b": (55, 80)}
    splits = why.kitagawa(before, now)
    assert sum(s.rate for s in splits) < 0 < sum(s.mix for s in splits)
    assert sum(s.rate + s.mix for s in splits) == pytest.approx(289 / 343 - 273 / 350)


@given(
    st.lists(st.floats(0.1, 1000), min_size=2, max_size=4),
    st.lists(st.floats(0.1, 1000), min_size=2, max_size=4),
)
def test_factors_shares_add_up_to_one(before, now):
    size = min(len(before), len(now))
    shares = why.log_shares(before[:size], now[:size])
    assert shares is None or sum(shares) == pytest.approx(1, abs=1e-3)
    assert why.log_shares([0, 1], [1, 1]) is None


@given(counts, counts)
def test_elements_add_up_to_the_change(expected, actual):
    found = why.elements_of(expected, actual)
    change = sum(actual.values()) - sum(expected.values())
    assert sum(e.actual - e.expected for e in found) == change
    assert all(e.surprise >= -1e-12 for e in found)
    if change:
        assert sum(e.part for e in found) == pytest.approx(1)


def test_a_large_share_without_surprise_is_not_the_cause():
    """One data centre explains 94 % but has no surprise; two devices explain as much, and have."""
    blames = why.adtributor(
        {
            "centre": ({"x": 94, "y": 6}, {"x": 47, "y": 3}),
            "device": (
                {"pc": 50, "mobile": 25, "tablet": 25},
                {"pc": 49, "mobile": 1, "tablet": 0},
            ),
        }
    )
    assert [blame.dimension for blame in blames] == ["device", "centre"]
    assert {one.name for one in blames[0].elements} == {"mobile", "tablet"}


def test_a_change_where_two_dimensions_meet_is_found():
    expected = {(a, b): 20.0 for a in "pqr" for b in "xyz"}
    spot = why.hotspot(expected, {**expected, ("q", "y"): 2.0})
    assert spot.elements == (("q", "y"),)
    assert spot.score == pytest.approx(1)
    row = why.hotspot(expected, {**expected, **{("q", b): 10.0 for b in "xyz"}})
    assert row.elements == (("q", ""),)


@pytest.fixture
def town(village):
    questions_of_spring(village)
    told = Teller(village.community.pk)
    for n in range(40):
        told.ask(f"new{n % 12}", f"2026-05-{n % 28 + 1:02d} 08:00", space_id=village.questions.pk)
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    return village


MAY = at("2026-05-10 00:00").date()


def test_joins_are_located_in_their_channel(village):
    told = Teller(village.community.pk)
    told.join("old", "2026-03-01 00:00")
    for n in range(6):
        told.say("communities.member_joined", f"a{n}", f"2026-04-{n + 1:02d} 02:00", channel="open")
        told.say("communities.member_joined", f"b{n}", f"2026-05-{n + 1:02d} 02:00", channel="open")
    for n in range(12):
        told.say("communities.member_joined", f"c{n}", f"2026-05-{n + 1:02d} 03:00", channel="fair")
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        actions.drain()
    period = queries.calendar_of(village.community.pk).period("month", MAY)
    found = explain(village.viewer("lan"), "members.joined", period)
    located = next(step for step in found.steps if step.key == "dimension")
    assert "fair" in located.text
    assert located.total == found.change == 12


@pytest.mark.parametrize(
    "metric_id", ["content.all", "active.contributed", "members.current", "content.questions"]
)
def test_the_steps_close_on_the_page(town, as_member, metric_id):
    lan = town.viewer("lan")
    period = queries.calendar_of(town.community.pk).period("month", MAY)
    found = explain(lan, metric_id, period)
    closing = [step for step in found.steps if step.total is not None]
    assert closing
    for step in closing:
        assert step.total == pytest.approx(found.change), step.key
        assert sum(part.change for part in step.parts) == pytest.approx(step.total)
    page = as_member("lan").get(f"/c/tea/insight/{metric_id}/why/?on=2026-05-01&lang=en")
    assert "Why did it change?" in page.content.decode()


def test_causes_are_never_claimed(town):
    period = queries.calendar_of(town.community.pk).period("month", MAY)
    actions.write_note(town.viewer("lan"), "Tea fair", first=MAY, last=MAY)
    for metric_id in ("content.all", "active.contributed", "response.within_24h"):
        found = explain(town.viewer("lan"), metric_id, period)
        words = " ".join(step.text for step in found.steps).lower()
        assert "because" not in words
        assert "caused" not in words
        assert found.steps[-1].strength == "coincides"
        assert found.steps[-1].parts[0].name == "Tea fair"


def test_what_is_not_whole_is_not_explained(town):
    period = queries.calendar_of(town.community.pk).period("month", at("2026-06-02 00:00").date())
    found = explain(town.viewer("lan"), "content.all", period)
    assert found.stopped
    assert (found.change, found.steps) == (None, ())
