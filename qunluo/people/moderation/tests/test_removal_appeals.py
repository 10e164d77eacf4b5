from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.people.duties.models import Duty
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision
from qunluo.people.moderation.models import Case, RemovalAppeal
from qunluo.people.notices.models import Notice
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(village):
    """Mei's reply, reported by jun and removed by wei: (case id, post id)."""
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
    post = forum.post_reply(village.viewer("mei"), topic, "The black one, obviously.")
    case = actions.flag(village.viewer("jun"), "forum.post", post, note="Rude")
    actions.decide_case(village.viewer("wei"), case, Decision("removed", "Rude words"))
    return case, post


@pytest.fixture
def held(village):
    watched = actions.make_list(village.viewer("lan"), "Words")
    actions.set_word(village.viewer("lan"), watched, "bargain", level="hold")
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
    post = forum.post_reply(village.viewer("mei"), topic, "No bargain is worth bad tea.")
    return Case.objects.get(object_type="forum.post", object_id=post).pk, post


def is_visible(village, post):
    try:
        sheet = topics.one_post(village.viewer("jun"), post)
    except Missing:
        return False
    return sheet.removed is None


def test_an_author_appeals_and_somebody_else_brings_the_post_back(village, removed):
    case, post = removed
    assert not is_visible(village, post)
    made = actions.appeal_removal(village.viewer("mei"), case, "It was a joke among friends.")
    row = RemovalAppeal.objects.get(pk=made)
    assert row.due_at - row.made_at == timedelta(hours=72)
    assert Duty.objects.filter(kind="moderation.removal_appeal", done_at=None).count() == 1
    actions.decide_removal_appeal(village.viewer("lan"), made, "overturned", answer="It was.")
    deliver_all()
    assert is_visible(village, post)
    assert not Duty.objects.filter(kind="moderation.removal_appeal", done_at=None).exists()
    told = Notice.objects.filter(kind="moderation.removal_appeal_decided")
    assert [one.member_id for one in told] == [village.members["mei"].pk]
    for log in (queries.staff_log(village.viewer("lan")), queries.public_log(village.viewer(""))):
        (line,) = [one for one in log.items if one.name == "moderation.removal_appeal_decided"]
        assert line.facts["outcome"] == "overturned"


def test_an_upheld_removal_stays(village, removed):
    case, post = removed
    made = actions.appeal_removal(village.viewer("mei"), case, "Why?")
    actions.decide_removal_appeal(village.viewer("an"), made, "upheld", answer="It was rude.")
    assert not is_visible(village, post)
    (own,) = queries.my_standing(village.viewer("mei")).decisions
    assert (own.appeal.outcome, own.appeal.answer, own.may_appeal) == (
        *("upheld", "It was rude."),
        False,
    )
    with pytest.raises(Refusal, match=r"moderation\.appeal_decided"):
        actions.decide_removal_appeal(village.viewer("lan"), made, "overturned", answer="No.")


def test_whoever_removed_it_does_not_decide(village):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
    post = forum.post_reply(village.viewer("mei"), topic, "The black one, obviously.")
    case = actions.flag(village.viewer("jun"), "forum.post", post, note="Rude")
    actions.decide_case(village.viewer("an"), case, Decision("removed", "Rude words"))
    made = actions.appeal_removal(village.viewer("mei"), case, "Why?")
    with pytest.raises(Forbidden) as refused:
        actions.decide_removal_appeal(village.viewer("an"), made, "upheld", answer="So.")
    assert refused.value.code == "moderation.own_removal"
    assert RemovalAppeal.objects.get().outcome == ""
    assert queries.removal_appeal_cards(village.viewer("an"), [made]) == {}
    assert set(queries.removal_appeal_cards(village.viewer("lan"), [made])) == {made}
    with pytest.raises(IntegrityError), transaction.atomic(), writing("moderation"):
        RemovalAppeal.objects.filter(pk=made).update(decided_by=village.members["an"].pk)
    with pytest.raises(IntegrityError), transaction.atomic(), writing("moderation"):
        RemovalAppeal.objects.filter(pk=made).update(decided_by=village.members["mei"].pk)


def test_what_is_only_held_may_be_appealed_and_is_let_through(village, held):
    case, post = held
    made = actions.appeal_removal(village.viewer("mei"), case, "I advise against bargains.")
    (own,) = queries.my_standing(village.viewer("mei")).decisions
    assert (own.outcome, own.appeal.outcome) == ("held", "")
    actions.decide_removal_appeal(village.viewer("lan"), made, "overturned", answer="True.")
    assert is_visible(village, post)
    kept = Case.objects.get(pk=case)
    assert (kept.state, kept.outcome) == ("decided", "kept")
    assert not Duty.objects.filter(kind="moderation.case", object_id=case, done_at=None).exists()


def test_one_appeals_once_in_time_and_only_for_oneself(village, removed):
    case, _post = removed
    with pytest.raises(Missing):
        actions.appeal_removal(village.viewer("jun"), case, "For a friend.")
    with pytest.raises(Invalid):
        actions.appeal_removal(village.viewer("mei"), case, " ")
    with (
        clock.at(clock.now() + timedelta(days=31)),
        pytest.raises(Refusal, match=r"moderation\.appeal_too_late"),
    ):
        actions.appeal_removal(village.viewer("mei"), case, "Late.")
    actions.appeal_removal(village.viewer("mei"), case, "In time.")
    with pytest.raises(Refusal, match=r"moderation\.appealed"):
        actions.appeal_removal(village.viewer("mei"), case, "Again.")
    assert RemovalAppeal.objects.count() == 1


def test_what_was_kept_is_not_appealed(village):
    topic = forum.open_topic(village.viewer("jun"), village.forum.pk, "Which tea?", body="Tell.")
    post = forum.post_reply(village.viewer("mei"), topic, "The black one, obviously.")
    case = actions.flag(village.viewer("jun"), "forum.post", post, note="Rude")
    with pytest.raises(Refusal, match=r"moderation\.not_removed"):
        actions.appeal_removal(village.viewer("mei"), case, "Just in case.")
    actions.decide_case(village.viewer("wei"), case, Decision("kept"))
    with pytest.raises(Refusal, match=r"moderation\.not_removed"):
        actions.appeal_removal(village.viewer("mei"), case, "Just in case.")


def test_both_pages_take_it_through(village, removed, as_member):
    case, post = removed
    standing = reverse("moderation:standing", args=["tea"])
    address = reverse("moderation:removal_appeal", args=["tea", case])
    mei = as_member("mei")
    page = mei.get(standing).content.decode()
    assert address in page
    assert mei.post(address, {"text": ""}).status_code == 422
    assert mei.post(address, {"text": "It was a joke."}).status_code == 302
    made = RemovalAppeal.objects.get().pk
    lan = as_member("lan")
    work = reverse("moderation:work_appeals", args=["tea"])
    assert "It was a joke." in lan.get(work).content.decode()
    decision = reverse("moderation:removal_appeal_decision", args=["tea", made])
    assert lan.post(decision, {"outcome": "overturned", "answer": ""}).status_code == 422
    assert lan.post(decision, {"outcome": "overturned", "answer": "Right."}).status_code == 302
    assert "Right." in as_member("mei").get(standing).content.decode()
    assert is_visible(village, post)


def test_the_words_of_an_appeal_are_forgotten_with_its_author(village, removed):
    case, _post = removed
    actions.appeal_removal(village.viewer("mei"), case, "It was a joke.")
    told = list(queries.kept_about(village.members["mei"].pk))
    assert "It was a joke." in {row.get("text") for row in told}
    actions.forget_member(village.viewer("lan"), village.members["mei"].pk)
    assert RemovalAppeal.objects.get().text == ""
