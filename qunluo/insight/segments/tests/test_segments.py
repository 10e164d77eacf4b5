"""Segments: what a rule holds for, in words, saved in versions, and counted by day."""

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.insight.segments import actions, jobs, queries
from qunluo.insight.segments.engine import holding, rule
from qunluo.insight.segments.models import Day, Segment
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.people.communities.rules import CHANNEL_LABELS
from qunluo.people.profiles import actions as profiles

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
    assert [(part.holds_for.number, part.removes.number) for part in found.parts] == [
        (3, 1),
        (2, 2),
    ]
    assert queries.preview(lan, {"any": [askers, {"did": "asked"}]}).count.number == 2
    assert queries.preview(lan, {"all": []}).count.number == found.everybody.number == 4
    assert queries.preview(lan, {"silent": 60}).count.number == 3


def test_a_rule_is_told_in_plain_words(town):
    told = {"all": [{"did": "asked", "least": 3, "days": 30}, {"not": {"channel": "invitation"}}]}
    words = queries.preview(town.viewer("lan"), told).words
    assert "30" in words
    assert str(CHANNEL_LABELS["invitation"]) in words


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
        {"trait": "shoe size", "is": "9"},
        {"trait": "field", "is": "x"},
        {"score": "charm", "least": 1},
        {"state": "rfm"},
        {"joined_on": {"from": "yesterday"}},
        {"not": {"silent": 1}, "silent": 2},
        {"segment": "1"},
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
    assert queries.listed(lan)[0].count.number == 2
    assert queries.sheet(lan, first).days == ((day, 2),)


def test_who_may(town, as_member):
    first = actions.save_segment(town.viewer("lan"), "Askers", {"did": "asked"})
    assert as_member("mei").get(HERE).status_code == 403
    for who in ("mei", "wei"):
        assert as_member(who).get(f"{HERE}new/").status_code == 403
        assert as_member(who).get(f"{HERE}{first}/rule/").status_code == 403
        with pytest.raises(Forbidden):
            actions.save_segment(town.viewer(who), "Own", {"all": []})
        with pytest.raises(Forbidden):
            queries.try_out(town.viewer(who), {"all": []})
        with pytest.raises(Forbidden):
            actions.retire_segment(town.viewer(who), first)
    assert Segment.objects.count() == 1


def test_small_groups_are_hidden_from_who_is_no_administrator(town, as_member):
    """Two askers of four members: a volunteer sees neither how many nor who, anywhere."""
    lan, wei = town.viewer("lan"), town.viewer("wei")
    first = actions.save_segment(lan, "Askers", {"did": "asked"})
    other = actions.save_segment(lan, "Joiners", {"did": "joined"})
    jobs.count_days.func()
    assert queries.sheet(lan, first).preview.count.number == 2
    sheet = queries.sheet(wei, first)
    assert (sheet.preview.count.number, sheet.preview.sample) == (None, ())
    assert [day for day in sheet.days if day[1] is not None] == []
    assert [part.holds_for.number for part in sheet.preview.parts] == [None]
    assert queries.listed(wei)[0].count.number is None
    with pytest.raises(Refusal) as told:
        queries.members_in(wei, first)
    assert told.value.code == "segments.too_small"
    with pytest.raises(Refusal):
        queries.members_on(wei, first, at(NOON).date())
    assert {row.count.number for row in queries.overlap(wei, [first, other]).rows} == {None}
    assert sum(row.count.number for row in queries.overlap(lan, [first, other]).rows) == 4
    client = as_member("wei")
    for address in (HERE, f"{HERE}{first}/", f"{HERE}overlap/?s={first}&s={other}"):
        page = client.get(f"{address}{'&' if '?' in address else '?'}lang=en").content.decode()
        assert "@mei" not in page, address
        assert "fewer than 5" in page, address
    api = "/api/v1/communities/tea/segments"
    assert client.get(api).json()[0]["count"] is None
    assert client.get(f"{api}/{first}").json()["now"]["count"] is None
    assert client.get(f"{api}/{first}/members").status_code == 409


def test_the_builder_counts_nests_and_saves(town, as_member):
    lan = as_member("lan")
    asked = {"k-0.0": "did", "e-0.0": "asked", "n-0.0": "3", "d-0.0": "30"}
    sent = {"g-0": "all", **asked}
    page = lan.get(f"{HERE}new/", {**sent, "lang": "en"}).content.decode()
    assert "@mei" in page
    assert "@jun" not in page
    page = lan.get(f"{HERE}new/", {**sent, "do": "group 0", "lang": "en"}).content.decode()
    assert 'name="k-0.1.0"' in page
    page = lan.get(f"{HERE}new/", {**sent, "do": "drop 0.0", "lang": "en"}).content.decode()
    assert 'name="k-0.0"' not in page
    page = lan.get(f"{HERE}new/", {**sent, "n-0.0": "x", "lang": "en"}).content.decode()
    assert "Write whole numbers" in page
    assert not Segment.objects.exists()
    nested = {**sent, "g-0.1": "any", "x-0.1": "1", "k-0.1.0": "silent", "d-0.1.0": "400"}
    refused = lan.post(f"{HERE}new/", {**nested, "name": " "})
    assert refused.status_code == 422
    assert not Segment.objects.exists()
    made = lan.post(f"{HERE}new/", {**nested, "name": "Askers"})
    page = lan.get(made["Location"]).content.decode()
    assert "@mei" in page
    number = Segment.objects.get().pk
    assert queries.sheet(town.viewer("lan"), number).rule == {
        "all": [
            {"did": "asked", "least": 3, "days": 30},
            {"not": {"any": [{"silent": 400}]}},
        ]
    }
    page = lan.get(f"{HERE}{number}/rule/").content.decode()
    assert 'name="k-0.1.0"' in page
    assert lan.get(HERE).status_code == 200
    lan.post(f"{HERE}{number}/retirement/")
    assert lan.get(made["Location"]).status_code == 404


def test_what_people_are_can_be_asked(town):
    lan = town.viewer("lan")
    Member = apps.get_model("members", "Member")
    Membership = apps.get_model("communities", "Membership")
    field = apps.get_model("communities", "ProfileField")
    with writing("members"), writing("communities"):
        Member.objects.filter(pk=town.members["mei"].pk).update(language="en")
        job = field.objects.create(community=town.community, label="Company")
        Membership.objects.filter(community=town.community, member=town.members["jun"]).update(
            custom_fields={str(job.pk): "Leaf & Sons"}, verified_to_post_at=at(NOON)
        )
    profiles.change_profile(
        town.viewer("mei"), {"place": "Hangzhou"}, expertise="green tea", shown={}
    )
    found = {
        "language": ({"trait": "language", "is": "en"}, ["mei"]),
        "role": ({"trait": "role", "is": "volunteer"}, ["bo", "wei"]),
        "knows": ({"trait": "knows", "is": "Green tea"}, ["mei"]),
        "place": ({"trait": "place", "is": "Hangzhou"}, ["mei"]),
        "field": ({"trait": "field", "is": "leaf", "about": job.pk}, ["jun"]),
        "verified": ({"trait": "verified"}, ["jun"]),
        "imported": ({"trait": "imported"}, []),
        "lifecycle": ({"state": "lifecycle", "is": "new"}, ["mei"]),
        "silent one": ({"state": "lifecycle", "is": "silent"}, ["jun"]),
        "rfm": ({"score": "rfm_r", "least": 5}, ["mei"]),
        "quality": ({"score": "quality", "least": 1}, ["jun", "mei"]),
        "influence": ({"score": "influence", "most": 3}, []),
        "dates": ({"did": "asked", "from": "2026-02-01", "to": "2026-02-28"}, ["jun"]),
        "joined on": ({"joined_on": {"from": "2026-01-06"}}, []),
        "space": ({"did": "asked", "space": town.questions.pk}, []),
        "purchase": ({"did": "traded"}, []),
    }
    for name, (told, who) in found.items():
        shown = queries.preview(lan, told)
        assert sorted(names(shown)) == who, name
        assert shown.words
        assert not shown.has_trade


def test_one_segment_may_lean_on_another_but_not_in_a_circle(town):
    lan = town.viewer("lan")
    first = actions.save_segment(lan, "Askers", {"did": "asked"})
    second = actions.save_segment(
        lan, "Others", {"all": [{"not": {"segment": first}}, {"did": "joined"}]}
    )
    assert sorted(names(queries.sheet(lan, second).preview)) == ["bo", "wei"]
    assert [use.title for use in queries.sheet(lan, first).uses] == ["Others"]
    for number, rule_told in ((first, {"segment": second}), (first, {"not": {"segment": first}})):
        with pytest.raises(Refusal) as told:
            actions.save_segment(lan, "Askers", rule_told, segment_id=number)
        assert told.value.code == "segments.circle"
    with pytest.raises(Missing):
        actions.save_segment(lan, "Third", {"segment": 10**6})
    with pytest.raises(Refusal) as told:
        actions.retire_segment(lan, first)
    assert told.value.code == "segments.in_use"
    assert queries.sheet(lan, first).version == 1
    actions.retire_segment(lan, second)
    actions.retire_segment(lan, first)


def test_the_api_makes_changes_and_lists(town, as_member):
    lan, api = as_member("lan"), "/api/v1/communities/tea/segments"
    sent = {"name": "Askers", "rule": {"did": "asked"}}
    made = lan.post(api, sent, content_type="application/json").json()["id"]
    assert lan.get(f"{api}/{made}").json()["now"]["count"] == 2
    sent["rule"] = {"did": "asked", "least": 3}
    assert lan.put(f"{api}/{made}", sent, content_type="application/json").status_code == 204
    assert lan.get(api).json()[0]["version"] == 2
    found = lan.get(f"{api}/{made}/members").json()
    assert ([one["handle"] for one in found["items"]], found["total"]) == (["mei"], 1)
    tried = lan.post(f"{api}/count", {"rule": {"all": []}}, content_type="application/json")
    assert (tried.json()["count"], tried.json()["staff_left_out"]) == (4, 0)
    bad = lan.post(f"{api}/count", {"rule": {"x": 1}}, content_type="application/json")
    assert bad.status_code == 422
    assert lan.get(f"{api}/{made}/members?on=2020-01-01").status_code == 404
    assert lan.delete(f"{api}/{made}").status_code == 204
    assert lan.get(f"{api}/{made}").status_code == 404
    assert as_member("mei").get(api).status_code == 403


sets = st.lists(st.frozensets(st.integers(0, 12)), min_size=2, max_size=5)


@given(sets)
def test_overlaps_add_up_to_everybody_in_any(found):
    rows = holding.shared(found)
    assert sum(rows.values()) == len(frozenset().union(*found))
    for which, count in rows.items():
        exactly = {
            one for one in range(13) if {n for n, s in enumerate(found) if one in s} == {*which}
        }
        assert len(exactly) == count


leaves = st.one_of(
    st.builds(lambda n: {"did": "asked", "least": n}, st.integers(0, 3)),
    st.builds(lambda n: {"silent": n}, st.integers(0, 9)),
    st.builds(lambda n: {"level": n}, st.integers(0, 4)),
    st.builds(lambda n: {"joined": {"least": n}}, st.integers(0, 9)),
    st.builds(lambda n: {"score": "quality", "least": n}, st.integers(0, 60)),
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


class Known:
    everybody, today = frozenset(range(8)), 100

    def times(self, _deed):
        return {one: one % 4 for one in range(8)}

    def joined(self):
        return {one: (90 + one, "open") for one in range(8)}

    def last_seen(self):
        return {one: 92 + one for one in range(8)}

    def levels(self):
        return {one: one % 5 for one in range(8)}

    def scores(self, _name):
        return {one: float(10 * one) for one in range(6)}


KNOWN = Known()


def plainly(told, one):  # noqa: C901 - a line a kind
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
        case {"score": _, "least": least}:
            return one < 6 and 10 * one >= least
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
