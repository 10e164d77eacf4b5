"""What is reported, who reads it then, and what becomes of it."""

from __future__ import annotations

import pytest

from qunluo.kernel.objects import kinds
from qunluo.kernel.refusal import Invalid, Missing, Refusal
from qunluo.kernel.search import find
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.moderation import actions as moderation
from qunluo.people.moderation import queries as cases
from qunluo.talk.conversations import actions, queries
from qunluo.talk.conversations.models import Message

REPORT = "conversations.report"


def test_only_the_reported_messages_become_a_case(village, talk_id, say):
    say(talk_id, "mei", "I am at number 7")
    bad, worse = say(talk_id, "jun", "BADWORD one"), say(talk_id, "jun", "BADWORD two")
    say(talk_id, "jun", "Good night")
    mei, wei = village.viewer("mei"), village.viewer("wei")
    case_id = actions.report_messages(mei, bad, [3], note="Threats")
    sheet = cases.case_for(wei, case_id)
    assert sheet.body == "BADWORD one\n\nBADWORD two"
    assert (sheet.line.author.name, sheet.address) == ("Jun", "")
    with pytest.raises(Missing):
        queries.message_for(wei, worse)
    deliver_all()
    assert find(wei, "BADWORD", limit=5) == []
    assert find(mei, "BADWORD", limit=5) == []
    assert list(kinds["conversations.message"].texts([bad])) == []
    assert list(kinds[REPORT].all_ids(village.community.pk)) == []
    with pytest.raises(Refusal) as told:
        actions.report_messages(mei, bad, note="Again")
    assert told.value.code == "conversations.reported"


def test_what_is_removed_is_gone_for_both_and_comes_back_when_undone(village, talk_id, say):
    bad = say(talk_id, "jun", "BADWORD")
    case_id = actions.report_messages(village.viewer("mei"), bad, note="Threats")
    wei = village.viewer("wei")
    moderation.decide_case(wei, case_id, moderation.Decision("removed", reason="No threats"))
    (shown,) = queries.sheet(village.viewer("jun"), talk_id).window.items
    assert (shown.removed, str(shown.body)) == ("moderation", "")
    moderation.undo_decision(wei, case_id)
    assert Message.objects.get().removed_at is None


def test_cards_of_a_report_are_for_the_reporter_and_those_who_decide(village, talk_id, say):
    bad = say(talk_id, "jun", "BADWORD")
    actions.report_messages(village.viewer("mei"), bad, note="Threats")
    from qunluo.talk.conversations.models import Report

    report = Report.objects.get().pk
    for name, sees in (("mei", 1), ("wei", 1), ("jun", 0), ("bo", 0), ("zhu", 0), ("", 0)):
        assert len(kinds[REPORT].cards(village.viewer(name), [report])) == sees, name
    for call in (actions.remove_reported, actions.restore_reported):
        with pytest.raises(Missing):
            call(village.viewer("mei"), report)


def test_own_words_and_too_many_are_not_reported(village, talk_id, say):
    own = say(talk_id, "mei")
    with pytest.raises(Refusal) as told:
        actions.report_messages(village.viewer("mei"), own, note="x")
    assert told.value.code == "moderation.own_words"
    other = say(talk_id, "jun")
    with pytest.raises(Invalid) as much:
        actions.report_messages(village.viewer("mei"), other, range(100), note="x")
    assert much.value.code == "conversations.too_many_reported"
    with pytest.raises(Missing):
        queries.reporting_sheet(village.viewer("mei"), own)
