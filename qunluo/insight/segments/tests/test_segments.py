"""Segments: what a rule holds for, in words, saved in versions, and counted by day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.insight.segments import actions, jobs, queries
from qunluo.insight.segments.engine import holding, rule
from qunluo.insight.segments.models import Day, Segment
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal

HERE = "/c/tea/insight/segments/"
NOON = "2026-06-15 04:00"


@pytest.fixture
def town(village):
    told = Teller(village.community.pk)
    for name in ("mei", "jun", "wei", "bo"):
        told.join(village.members[name], "2026-01-05 00:00")
    for n in range(4):
        told.ask(village.members["mei"], f"2026-06-1{n} 02:00")
    told.ask(village.members["jun"], "2026-02-01 02:00")
    told.tell()
    with clock.at(at(NOON)):
        metrics.drain()
        yield village


def names(found):
    return [person.handle for person in found.sample]


def test_a_rule_holds_for_those_it_says(town):
    lan = town.viewer("lan")
    askers = {"did": "asked", "least": 3, "days": 30}
    assert names(queries.preview(lan, {"all": [askers]})) == ["mei"]
    found = queries.preview(lan, {"all": [{"not": askers}, {"did": "asked"}]})
    assert names(found) == ["jun"]
    assert [(part.holds_for, part.removes) for part in found.parts] == [(3, 1), (2, 2)]
    assert queries.preview(lan, {"any": [askers, {"did": "asked"}]}).count == 2
    assert queries.preview(lan, {"all": []}).count == found.everybody == 4
    assert queries.preview(lan, {"silent": 60}).count == 3


def test_a_rule_is_told_in_plain_words(town):
    told = {"all": [{"did": "asked", "least": 3, "days": 30}, {"not": {"channel": "invitation"}}]}
    words = queries.preview(town.viewer("lan"), told).words
    assert "30" in words
    assert "invitation" in words


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"did": "dreamt"},
        {"all": 1},
        {"all": [], "any": []},
        {"silent": -1},
        {"level": 9},
        {"did": "asked", "least": True},
        {"all": [{"channel": "x"}] * 31},
    ],
)
def test_nonsense_is_no_rule(town, told):
    with pytest.raises(Invalid) as refused:
        queries.preview(town.viewer("lan"), told)
    assert refused.value.code == "segments.bad_rule"


def test_a_segment_is_saved_in_versions_and_used_by_others(town):
    lan = town.viewer("lan")
    first = actions.save_segment(lan, "Askers", {"did": "asked", "least": 3})
    actions.save_segment(lan, "Askers", {"did": "asked", "least": 3}, segment_id=first)
    assert queries.sheet(lan, first).version == 1
    actions.save_segment(lan, "Askers", {"did": "asked"}, segment_id=first)
    assert queries.sheet(lan, first).version == 2
    ids = {town.members["mei"].pk, town.members["jun"].pk}
    assert set(queries.members_in(lan, first)) == ids
    with pytest.raises(Refusal):
        actions.save_segment(lan, "Askers", {"all": []})
    actions.retire_segment(lan, first)
    with pytest.raises(Missing):
        queries.members_in(lan, first)


def test_each_day_is_counted_once(town):
    lan = town.viewer("lan")
    first = actions.save_segment(lan, "Askers", {"did": "asked"})
    jobs.count_days.func()
    jobs.count_days.func()
    day = at(NOON).date()
    assert Day.objects.count() == 1
    assert len(queries.members_on(lan, first, day)) == 2
    assert queries.members_on(lan, first, day.replace(year=2025)) is None
    assert queries.listed(lan)[0].count == 2


def test_who_may(town, as_member):
    for who in ("mei", "wei"):
        assert as_member(who).get(HERE).status_code == 403
        with pytest.raises(Forbidden):
            actions.save_segment(town.viewer(who), "Own", {"all": []})
    assert not Segment.objects.exists()


def test_the_builder_counts_and_saves(town, as_member):
    lan = as_member("lan")
    sent = {"kind0": "did", "event0": "asked", "number0": 3, "days0": 30, "group0": "A"}
    page = lan.get(f"{HERE}new/", {**sent, "lang": "en"}).content.decode()
    assert "@mei" in page
    assert "@jun" not in page
    assert not Segment.objects.exists()
    made = lan.post(f"{HERE}new/", {**sent, "name": "Askers"})
    page = lan.get(made["Location"]).content.decode()
    assert "@mei" in page
    assert lan.get(HERE).status_code == 200
    lan.post(f"{made['Location']}retirement/")
    assert lan.get(made["Location"]).status_code == 404


leaves = st.one_of(
    st.builds(lambda n: {"did": "asked", "least": n}, st.integers(0, 3)),
    st.builds(lambda n: {"silent": n}, st.integers(0, 9)),
    st.builds(lambda n: {"level": n}, st.integers(0, 4)),
    st.builds(lambda n: {"joined": {"least": n}}, st.integers(0, 9)),
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(lambda one: {"not": one}, inner)
        | st.builds(
            lambda key, own: {key: own},
            st.sampled_from(["all", "any"]),
            st.lists(inner, max_size=3),
        )
    ),
    max_leaves=6,
)
KNOWN = holding.Known(
    frozenset(range(8)),
    100,
    lambda _event, _days: {one: one % 4 for one in range(8)},
    {one: (90 + one, "open") for one in range(8)},
    {one: 92 + one for one in range(8)},
    {one: one % 5 for one in range(8)},
)


def plainly(told, one):
    """The rule for one member, by hand."""
    match told:
        case {"all": own}:
            return all(plainly(part, one) for part in own)
        case {"any": own}:
            return any(plainly(part, one) for part in own)
        case {"not": inner}:
            return not plainly(inner, one)
        case {"did": _, "least": least}:
            return one % 4 >= least
        case {"silent": days}:
            return 100 - (92 + one) >= days
        case {"level": level}:
            return one % 5 == level
        case {"joined": {"least": least}}:
            return 100 - (90 + one) >= least


@given(trees)
def test_nested_rules_agree_with_a_plain_reading(told):
    try:
        found = rule.read(told, frozenset({"asked"}))
    except rule.BadRuleError:
        return
    assert rule.read(rule.plain(found), frozenset({"asked"})) == found
    wanted = {one for one in range(8) if plainly(told, one)}
    assert holding.holding(found, KNOWN) == wanted
