"""Each decision reaches whom it concerns, with the way to its reason; nobody else hears of it."""

from __future__ import annotations

import pytest

from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.moderation import actions
from qunluo.people.moderation.actions import Decision, Penalty
from qunluo.people.moderation.models import Case
from qunluo.people.notices.models import Notice
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics


@pytest.fixture
def words(village, lan):
    actions.import_words(lan, actions.make_list(lan, "Adverts"), "刷单,hold")


def told(village):
    """(who, kind) of what was told and is shown."""
    deliver_all()
    names = {member.pk: name for name, member in village.members.items()}
    rows = Notice.objects.filter(hidden_at=None, kind__startswith="moderation.")
    return sorted((names[row.bundle.member_id], row.kind) for row in rows.select_related("bundle"))


def write(village, body="Bad words"):
    return forum.open_topic(village.viewer("mei"), village.forum.pk, "Tea", body=body)


def test_what_waits_is_told_to_its_author_alone(village, words):
    write(village, "来刷单")
    deliver_all()
    assert told(village) == [("mei", "moderation.held")]
    assert not Notice.objects.exclude(kind__startswith="moderation.").exists()
    actions.decide_case(village.viewer("wei"), Case.objects.get().pk, Decision("kept"))
    assert ("mei", "moderation.approved") in told(village)


def test_a_removal_reaches_author_and_reporter_and_goes_with_its_undoing(village):
    topic = write(village)
    case = actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")
    assert told(village) == []
    wei = village.viewer("wei")
    actions.decide_case(wei, case, Decision("removed", "Rude", "", "mute", 3))
    everything = [
        ("jun", "moderation.report_answered"),
        ("mei", "moderation.removed"),
        ("mei", "moderation.sanctioned"),
    ]
    assert told(village) == everything
    actions.undo_decision(wei, case)
    assert told(village) == []
    actions.decide_case(wei, case, Decision("removed", "Rude", "", "mute", 3))
    assert told(village) == everything


def test_a_report_that_came_to_nothing_is_no_news_to_the_author(village):
    case = actions.flag(village.viewer("jun"), "forum.topic", write(village), note="Rude")
    actions.decide_case(village.viewer("wei"), case, Decision("kept"))
    assert told(village) == [("jun", "moderation.report_answered")]


@pytest.mark.parametrize("kind", ["warning", "mute", "suspend", "ban"])
def test_a_sanction_an_appeal_and_its_end_are_told_even_to_those_shut_out(
    village, lan, as_member, kind
):
    mei = village.members["mei"].pk
    days = 3 if kind in {"mute", "suspend"} else None
    made = actions.sanction(lan, mei, Penalty(kind, "Rude", days))
    assert told(village) == [("mei", "moderation.sanctioned")]
    appeal = actions.appeal(village.viewer("mei"), made, "Not me")
    actions.decide_appeal(village.viewer("an"), appeal, "upheld", answer="It was you")
    assert ("mei", "moderation.appeal_decided") in told(village)
    if kind != "warning":
        actions.lift_sanction(lan, made)
        assert ("mei", "moderation.sanction_lifted") in told(village)
    page = as_member("mei").get("/c/tea/standing/").content.decode()
    assert "It was you" in page
    assert f'id="sanction-{made}"' in page


def test_reporters_read_what_came_of_their_report(village, as_member):
    case = actions.flag(village.viewer("jun"), "forum.topic", write(village), note="Rude")
    actions.decide_case(village.viewer("wei"), case, Decision("removed", "Rude words"))
    for name, anchor in (("jun", "report"), ("mei", "case")):
        page = as_member(name).get("/c/tea/standing/").content.decode()
        assert f'id="{anchor}-{case}"' in page
        assert "Rude words" in page


def test_tombstones_lead_to_the_rules(village, as_member):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Tea", body="Hello")
    reply = forum.post_reply(village.viewer("mei"), topic, "Bad words")
    case = actions.flag(village.viewer("jun"), "forum.post", reply, note="Rude")
    actions.decide_case(village.viewer("wei"), case, Decision("removed", "Rude"))
    address = topics.topic_address("tea", topic, "tea")
    for name, sees in (("mei", True), ("jun", False)):
        page = as_member(name).get(address).content.decode().partition("<main")[2]
        assert "/c/tea/rules/" in page
        assert ("/c/tea/standing/" in page) is sees
