"""Cases, decisions, rules and the log for programs; the public log tells counts and no persons."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.kernel import clock
from qunluo.people.communities import actions as communities
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision, Penalty
from qunluo.people.moderation.models import Case, Sanction
from qunluo.talk.forum import actions as forum

HOME = "/api/v1/communities/tea/moderation"
JSON = {"content_type": "application/json"}


@pytest.fixture
def case(village):
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Bad words")
    return actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")


def test_a_case_is_listed_claimed_decided_and_undone(case, as_member):
    wei = as_member("wei")
    (line,) = wei.get(f"{HOME}/cases").json()
    assert (line["id"], line["reports"], line["author"]) == (str(case), 1, "mei")
    assert wei.put(f"{HOME}/cases/{case}/claim").status_code == 204
    assert wei.get(f"{HOME}/cases/{case}").json()["body"] == "Bad words"
    assert wei.delete(f"{HOME}/cases/{case}/claim").status_code == 204
    half = wei.put(f"{HOME}/cases/{case}/decision", {"outcome": "removed"}, **JSON)
    assert (half.status_code, half.json()["code"]) == (422, "moderation.empty")
    whole = {"outcome": "removed", "reason": "Rude", "sanction": "mute", "days": 3}
    assert wei.put(f"{HOME}/cases/{case}/decision", whole, **JSON).status_code == 204
    assert Sanction.objects.get().kind == "mute"
    assert wei.get(f"{HOME}/cases?state=decided").json()[0]["outcome"] == "removed"
    assert wei.delete(f"{HOME}/cases/{case}/decision").status_code == 204
    assert Case.objects.get().state == "open"


@pytest.mark.parametrize("name", ["mei", "jun", "zhu", ""])
def test_cases_and_the_staff_s_log_are_for_the_team(case, as_member, name):
    program = as_member(name)
    for address in ("cases", f"cases/{case}", "staff-log"):
        assert program.get(f"{HOME}/{address}").status_code in {401, 403, 404}
    assert program.put(f"{HOME}/cases/{case}/claim").status_code in {401, 403, 404}
    assert Case.objects.get().claimed_by is None


def test_reports_and_rules_for_programs(village, lan, as_member):
    assert as_member("").get(f"{HOME}/rules").json()["number"] == 0
    actions.begin_rules(lan)
    actions.publish_rules(lan)
    book = as_member("").get(f"{HOME}/rules").json()
    assert (book["number"], len(book["rules"])) == (1, 5)
    assert book["rules"][0]["ladder"][1] == {"sanction": "mute", "days": 7}
    jun = as_member("jun")
    assert jun.put(f"{HOME}/rules/acknowledgement").status_code == 204
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Words")
    sent = {"type": "forum.topic", "id": str(topic), "rule": "abuse"}
    assert jun.post(f"{HOME}/reports", sent, **JSON).status_code == 204
    assert jun.post(f"{HOME}/reports", {**sent, "id": "x"}, **JSON).status_code == 404
    assert Case.objects.count() == 1


def test_the_log_holds_what_the_team_does_elsewhere(village, as_member):
    """Closing, settings and roles too, in both logs alike; members' own acts are not among them."""
    lan, wei = village.viewer("lan"), village.viewer("wei")
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Words")
    forum.close_topic(wei, topic, "Settled")
    forum.reopen_topic(wei, topic)
    communities.change_settings(lan, access="semi_public")
    communities.leave(village.viewer("jun"))
    wanted = ["communities.settings_changed", "forum.topic_reopened", "forum.topic_closed"]
    private = queries.staff_log(lan).items
    assert [one.name for one in private] == wanted
    assert [one.by.name for one in private] == ["Lan", "Wei", "Wei"]
    public = as_member("mei").get(f"{HOME}/log").json()
    assert [one["name"] for one in public["items"]] == wanted
    assert {(one["by"], one["about"]) for one in public["items"]} == {("", "")}
    assert sum(one["count"] for one in public["days"]) == 3
    page = as_member("mei").get("/c/tea/moderation-log/?lang=en").content.decode()
    assert "Closed a topic to replies" in page


ACTS = st.lists(
    st.tuples(st.sampled_from(["warn", "mute", "case", "undo", "rules"]), st.integers(0, 40)),
    max_size=12,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_both_logs_count_the_same_acts_and_the_public_one_names_nobody(village, acts):
    before = sum(count for _day, count in queries.act_counts(village.viewer("lan")))
    began = clock.now()
    for kind, hours in sorted(acts, key=lambda one: one[1]):
        with clock.at(began + timedelta(hours=hours)):
            act(village, kind)
    with clock.at(began + timedelta(hours=41)):
        lan, stranger = village.viewer("lan"), village.viewer("")
        private, public = (
            everything(queries.staff_log, lan),
            everything(queries.public_log, stranger),
        )
        assert len(private) == len(public)
        days = Counter(one.happened_at.astimezone(lan.timezone).date() for one in public)
        assert days == dict(queries.act_counts(lan)) == dict(queries.act_counts(stranger))
    assert len(public) == before + done(acts)
    assert all(one.by is None and one.about is None for one in public)
    told = json.dumps([dict(one.facts) for one in public]).lower()
    for secret in ("rude", "mei", "jun", "wei", "lan", "example.org"):
        assert secret not in told


def done(acts):
    """A case decided without a sanction is one act, undone two; a rule book is one."""
    return sum(2 if kind == "undo" else 1 for kind, _hours in acts)


def act(village, kind):
    lan, wei, mei = village.viewer("lan"), village.viewer("wei"), village.members["mei"].pk
    if kind in {"warn", "mute"}:
        penalty = Penalty("warning", "Rude") if kind == "warn" else Penalty("mute", "Rude", 1)
        actions.sanction(wei, mei, penalty)
    elif kind == "rules":
        actions.begin_rules(lan)
        actions.publish_rules(lan)
    else:
        topic = forum.open_topic(village.viewer("an"), village.forum.pk, "Tea", body="Rude words")
        case = actions.flag(village.viewer("bo"), "forum.topic", topic, note="Rude")
        actions.decide_case(wei, case, Decision("removed", "Rude"))
        if kind == "undo":
            actions.undo_decision(wei, case)


def everything(log, viewer):
    found, cursor = [], None
    while True:
        page = log(viewer, cursor)
        found += page.items
        cursor = page.next_cursor
        if not cursor:
            return found
