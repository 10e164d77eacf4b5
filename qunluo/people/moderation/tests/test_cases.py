"""Reports become one case, a case is decided once, and everybody concerned is told."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.duties.models import Duty
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.models import Case, Flag, Sanction
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.models import Topic

QUEUE = "/c/tea/work/cases/"


@pytest.fixture
def topic(village):
    return forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Bad words")


@pytest.fixture
def case(village, topic):
    return actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")


def told(name):
    return list(StreamLine.objects.filter(name=f"moderation.{name}").order_by("pk"))


def test_many_reports_on_one_thing_are_one_case(village, topic, case):
    again = actions.flag(village.viewer("bo"), "forum.topic", topic, note="Very rude")
    assert again == case
    assert (Case.objects.count(), Flag.objects.count()) == (1, 2)
    assert len(told("case_opened")) == 1
    assert Duty.objects.get(kind="moderation.case").object_id == case


def test_reporting_twice_is_refused(village, topic, case):
    with pytest.raises(Refusal) as no:
        actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")
    assert no.value.code == "moderation.flagged"
    assert Flag.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("mei", "forum.topic", "moderation.own_words"),
        ("zhu", "forum.topic", "join_required"),
        ("", "forum.topic", "sign_in_required"),
        ("jun", "nothing.here", "missing"),
    ],
)
def test_who_may_not_report_what(village, topic, name, kind, code):
    with pytest.raises(Refusal) as no:
        actions.flag(village.viewer(name), kind, topic, note="x")
    assert no.value.code == code
    assert not Case.objects.exists()


def test_a_report_says_a_rule_or_something(village, topic):
    with pytest.raises(Invalid):
        actions.flag(village.viewer("jun"), "forum.topic", topic)
    assert not Case.objects.exists()
    actions.flag(village.viewer("jun"), "forum.topic", topic, rule_key="abuse")


def test_a_claimed_case_is_left_alone_for_half_an_hour(village, case):
    actions.claim_case(village.viewer("wei"), case)
    for act in (actions.claim_case, actions.release_case):
        with pytest.raises(Refusal) as no:
            act(village.viewer("an"), case)
        assert no.value.code == "moderation.claimed"
    with pytest.raises(Refusal):
        actions.decide_case(village.viewer("an"), case, Decision("kept"))
    assert queries.next_case(village.viewer("an")) is None
    with clock.at(clock.now() + timedelta(minutes=31)):
        actions.claim_case(village.viewer("an"), case)
        actions.release_case(village.viewer("an"), case)
    assert Case.objects.get().claimed_by is None


def test_a_removal_hides_tells_and_punishes(village, topic, case):
    wei = village.viewer("wei")
    actions.decide_case(wei, case, Decision("removed", "Rude words", "", "mute", 3))
    assert Topic.objects.get(pk=topic).removed_reason == "moderation"
    decided = told("case_decided")[0]
    assert decided.facts["outcome"] == "removed"
    assert decided.about_actor == village.viewer("mei").actor_key
    answered = told("flag_answered")[0]
    assert answered.about_actor == village.viewer("jun").actor_key
    assert "Rude" not in str([line.facts for line in StreamLine.objects.all()])
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.has_removed, sanction.case_id) == ("mute", True, case)
    assert Duty.objects.get(kind="moderation.case").outcome == "removed"
    standing = queries.my_standing(village.viewer("mei"))
    assert standing.decisions[0].reason == "Rude words"


def test_a_decision_is_undone_within_five_minutes(village, topic, case):
    wei = village.viewer("wei")
    before = queries.my_standing(village.viewer("mei"))
    actions.decide_case(wei, case, Decision("removed", "Rude", "", "suspend", 3))
    with pytest.raises(Forbidden):
        actions.undo_decision(village.viewer("an"), case)
    actions.undo_decision(wei, case)
    assert Topic.objects.get(pk=topic).removed_at is None
    assert village.viewer("mei").bar is None
    assert village.viewer("mei").permissions == village.viewer("jun").permissions
    assert Case.objects.get().state == "open"
    assert Sanction.objects.get().lifted_how == "undone"
    assert before.decisions == queries.my_standing(village.viewer("mei")).decisions
    actions.decide_case(wei, case, Decision("kept"))
    with clock.at(clock.now() + timedelta(minutes=6)), pytest.raises(Refusal) as no:
        actions.undo_decision(wei, case)
    assert no.value.code == "moderation.too_late"


def test_a_decision_is_not_undone_over_a_newer_case(village, topic, case):
    wei = village.viewer("wei")
    actions.decide_case(wei, case, Decision("kept"))
    newer = Case.objects.get(pk=case)
    with writing("moderation"):
        newer.pk, newer.state, newer.decided_at, newer.decided_by = None, "open", None, None
        newer.save()
    with pytest.raises(Refusal) as again:
        actions.undo_decision(wei, case)
    assert again.value.code == "moderation.case_again"
    assert Case.objects.get(pk=case).state == "decided"


def test_an_undone_release_waits_again(village, lan):
    kept = actions.make_list(lan, "x")
    actions.set_word(lan, kept, "刷单", level="hold")
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="刷单")
    case = Case.objects.get().pk
    wei = village.viewer("wei")
    for outcome in ("kept", "removed"):
        actions.decide_case(wei, case, Decision(outcome, "Adverts"))
        actions.undo_decision(wei, case)
        row = Topic.objects.get(pk=topic)
        assert (row.removed_reason, Case.objects.get().state) == ("held", "open")


def test_a_case_whose_words_are_gone_can_still_be_decided(village, topic, case):
    forum.remove_post(village.viewer("mei"), topics.opening_ids([topic])[topic])
    assert queries.case_for(village.viewer("wei"), case).is_gone
    actions.decide_case(village.viewer("wei"), case, Decision("removed", "Rude"))
    assert Topic.objects.get(pk=topic).removed_reason == "author"


def test_nobody_decides_on_themselves(village, setting_up):
    topic = forum.open_topic(village.viewer("wei"), village.forum.pk, "Mine", body="Words")
    case = actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")
    with pytest.raises(Forbidden) as no:
        actions.decide_case(village.viewer("wei"), case, Decision("kept"))
    assert no.value.code == "moderation.oneself"
    assert Case.objects.get().state == "open"


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision("burned"), "moderation.choice"),
        (Decision("removed"), "moderation.empty"),
        (Decision("removed", "x", "", "stocks"), "moderation.choice"),
        (Decision("removed", "x", "", "mute"), "moderation.days"),
    ],
)
def test_half_a_decision_changes_nothing(village, topic, case, decision, code):
    with pytest.raises(Refusal) as no:
        actions.decide_case(village.viewer("wei"), case, decision)
    assert no.value.code == code
    assert Topic.objects.get(pk=topic).removed_at is None
    assert Case.objects.get().state == "open"
    assert not Sanction.objects.exists()


def test_a_decided_case_is_not_decided_twice(village, case):
    actions.decide_case(village.viewer("wei"), case, Decision("kept"))
    with pytest.raises(Refusal) as no:
        actions.decide_case(village.viewer("an"), case, Decision("removed", "x"))
    assert no.value.code == "moderation.decided"


def test_a_space_s_volunteer_decides_in_that_space_only(village, case):
    bo = village.viewer("bo")
    other = forum.open_topic(village.viewer("mei"), village.quiet.pk, "Quiet", body="Words")
    hidden = actions.flag(village.viewer("jun"), "forum.topic", other, note="Rude")
    assert [line.id for line in queries.queue(bo)] == [case]
    with pytest.raises(Missing):
        queries.case_for(bo, hidden)
    with pytest.raises(Missing):
        actions.decide_case(bo, hidden, Decision("kept"))
    actions.decide_case(bo, case, Decision("removed", "Rude"))


@pytest.mark.parametrize("name", ["mei", "jun", "zhu", ""])
def test_the_queue_is_for_those_who_decide(village, case, name, as_member):
    viewer = village.viewer(name)
    with pytest.raises(Refusal):
        queries.queue(viewer)
    with pytest.raises(Refusal):
        queries.case_for(viewer, case)
    with pytest.raises(Refusal):
        actions.decide_case(viewer, case, Decision("kept"))
    assert as_member(name).get(f"{QUEUE}{case}/").status_code in {302, 403, 404}


def test_a_case_proposes_the_next_step_of_the_rule_of_its_day(village, lan, topic):
    actions.begin_rules(lan)
    with clock.at(clock.now() - timedelta(days=1)):
        actions.publish_rules(lan)
    wei, jun = village.viewer("wei"), village.viewer("jun")
    case = actions.flag(jun, "forum.topic", topic, rule_key="abuse")
    actions.begin_rules(lan)
    actions.write_rule(lan, "abuse", actions.RuleText("Abuse", "x", ladder=[("ban", None)]))
    actions.publish_rules(lan)
    sheet = queries.case_for(wei, case)
    assert sheet.proposed_rule == "abuse"
    assert sheet.proposals["abuse"] == ("warning", None)
    actions.decide_case(wei, case, Decision("removed", "Rude", "abuse", "warning"))
    other = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Again")
    again = queries.case_for(wei, actions.flag(jun, "forum.topic", other, rule_key="abuse"))
    assert again.proposals["abuse"] == ("ban", None)
    assert again.usual["abuse"] == (("warning", 1),)
    assert (again.flags[0].upheld, again.flags[0].decided) == (1, 1)
    assert again.contribution_count == 2


@pytest.mark.parametrize("count", [1, 6])
def test_the_queue_asks_a_fixed_number_of_queries(
    village, as_member, count, django_assert_num_queries
):
    jun = village.viewer("jun")
    for number in range(count):
        made = forum.open_topic(
            village.viewer("mei"), village.forum.pk, f"Tea {number}", body=f"Words {number}"
        )
        actions.flag(jun, "forum.topic", made, note="Rude")
    wei = village.viewer("wei")
    with django_assert_num_queries(4):
        assert len(queries.queue(wei)) == count


def test_cases_are_worked_through_on_pages(as_member, village, topic):
    jun = as_member("jun")
    address = f"/c/tea/flags/new/?type=forum.topic&id={topic}"
    assert jun.get(address).status_code == 200
    sent = {"type": "forum.topic", "id": topic, "rule_key": "", "note": "Rude"}
    assert jun.post("/c/tea/flags/new/", sent).status_code == 302
    wei = as_member("wei")
    assert "Tea" in wei.get(QUEUE).content.decode()
    assert wei.post(f"{QUEUE}next/").status_code == 302
    case = Case.objects.get()
    assert case.claimed_by_id == village.members["wei"].pk
    one = f"{QUEUE}{case.pk}/"
    assert wei.post(f"{one}release/").status_code == 302
    assert wei.post(f"{one}claim/").status_code == 302
    assert "Bad words" in wei.get(one).content.decode()
    assert wei.post(f"{one}decision/", {"outcome": "burned"}).status_code == 302
    assert wei.post(f"{one}decision/", {"outcome": "removed"}).status_code == 302
    assert Case.objects.get().state == "open"
    decided = {"outcome": "removed", "reason": "Rude", "sanction": "warning"}
    assert wei.post(f"{one}decision/", decided).status_code == 302
    assert "Rude" in wei.get(one).content.decode()
    assert "Tea" in wei.get(f"{QUEUE}?state=decided").content.decode()
    assert wei.post(f"{one}undoing/").status_code == 302
    assert Case.objects.get().state == "open"
    assert wei.get("/c/tea/work/").status_code == 200


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_one_case(village):
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")
    topic = forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body="Bad words")
    viewers = [village.viewer(name) for name in ("jun", "bo", "wei", "an", "lan")]
    start = threading.Barrier(len(viewers))

    def report(viewer):
        start.wait()
        try:
            actions.flag(viewer, "forum.topic", topic, note="Rude")
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=(viewer,)) for viewer in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Case.objects.count() == 1
    assert Flag.objects.count() == len(viewers)
