"""Sanctions hold everywhere at once, end by themselves, and are appealed to somebody else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qunluo.site.live  # noqa: F401 - registers who hears of a community
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.live.topics import may_hear
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities.models import Membership
from qunluo.people.members.queries import viewer_of
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import Decision, Penalty
from qunluo.people.moderation.models import Appeal, Sanction
from qunluo.talk.forum import actions as forum
from qunluo.talk.forum import queries as topics
from qunluo.talk.forum.models import Topic
from qunluo.talk.questions import actions as questions

STANDING = "/c/tea/standing/"


def punish(village, kind, days=None, *, by="wei", whom="mei"):
    target = village.members[whom].pk
    return actions.sanction(village.viewer(by), target, Penalty(kind, "Rude", days))


def speak(village, name="mei"):
    return forum.open_topic(village.viewer(name), village.forum.pk, "Tea", body="Hello there")


def test_a_muted_member_reads_and_says_nothing(village, as_member):
    theirs = speak(village, "jun")
    post = forum.post_reply(village.viewer("jun"), theirs, "Reply")
    asked = questions.ask(village.viewer("jun"), village.questions.pk, "How", body="to steep")
    punish(village, "mute", 3)
    mei = village.viewer("mei")
    for refused in (
        lambda: speak(village),
        lambda: forum.post_reply(mei, theirs, "Hello"),
        lambda: forum.post_comment(mei, post, "Hello"),
        lambda: forum.react(mei, post, "like"),
        lambda: questions.answer(mei, asked, "Hello"),
    ):
        with pytest.raises(Forbidden) as no:
            refused()
        assert no.value.code == "communities.muted"
    browser = as_member("mei")
    assert browser.get(topics.topic_address("tea", theirs, "tea")).status_code == 200
    assert browser.get(STANDING).status_code == 200
    assert Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "days", "code"), [("suspend", 2, "suspended"), ("ban", None, "banned")]
)
def test_whoever_is_shut_out_stands_as_a_visitor_would(village, as_member, kind, days, code):
    theirs = speak(village, "jun")
    quiet = forum.open_topic(village.viewer("jun"), village.quiet.pk, "Quiet", body="Members only")
    punish(village, kind, days, by="an")
    mei = village.viewer("mei")
    assert not mei.is_member
    assert not mei.permissions
    with pytest.raises(Refusal):
        speak(village)
    browser = as_member("mei")
    assert browser.get(topics.topic_address("tea", theirs, "tea")).status_code == 200
    assert browser.get(topics.topic_address("tea", quiet, "quiet")).status_code == 404
    refused = browser.get("/c/tea/members/")
    assert refused.status_code == 403
    answer = browser.get("/api/v1/communities/tea/members", headers={"accept": "application/json"})
    assert answer.status_code in {403, 404}
    assert browser.get(STANDING).status_code == 200
    assert code in mei.bar.code


def test_whoever_is_shut_out_does_not_come_back_by_joining(village, as_member):
    punish(village, "ban", by="an")
    browser = as_member("mei")
    browser.post("/c/tea/joining/")
    assert village.viewer("mei").bar.kind == "banned"
    assert not village.viewer("mei").is_member


def test_a_private_community_tells_only_whom_it_shut_out(village, as_member, setting_up):
    village.community.access = "private"
    village.community.save()
    punish(village, "suspend", 2)
    assert as_member("mei").get("/c/tea/").status_code == 403
    assert as_member("mei").get(STANDING).status_code == 200
    assert as_member("zhu").get("/c/tea/").status_code == 404
    assert as_member("zhu").get(STANDING).status_code == 404


def test_open_sockets_are_asked_again_at_once(village, setting_up):
    village.community.access = "private"
    village.community.save()
    base = viewer_of(village.members["mei"])
    assert may_hear(base, "community:tea")
    punish(village, "suspend", 1)
    assert not may_hear(base, "community:tea")


def test_the_api_refuses_the_muted(village, as_member):
    punish(village, "mute", 1)
    browser = as_member("mei")
    sent = {"space": "square", "space_id": str(village.forum.pk), "title": "Tea", "body": "Hello"}
    answer = browser.post(
        "/api/v1/communities/tea/forum/topics", sent, content_type="application/json"
    )
    assert answer.status_code in {403, 422}
    assert not Topic.objects.exists()


def test_a_warning_holds_nothing_back(village):
    punish(village, "warning")
    speak(village)
    assert queries.my_standing(village.viewer("mei")).sanctions[0].state == "over"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    given_ones=st.lists(
        st.tuples(st.sampled_from(["mute", "suspend"]), st.integers(1, 20), st.booleans()),
        max_size=4,
    ),
    later=st.integers(0, 25),
)
def test_no_sanction_outlives_its_end(village, given_ones, later):
    """At any later moment exactly those hold that have neither ended nor been lifted."""
    with transaction.atomic():
        now = clock.now()
        ends = {"mute": [], "suspend": []}
        with clock.at(now):
            for kind, days, is_lifted in given_ones:
                made = punish(village, kind, days)
                if is_lifted:
                    actions.lift_sanction(village.viewer("wei"), made)
                else:
                    ends[kind].append(now + timedelta(days=days))
        moment = now + timedelta(days=later, seconds=1)
        with clock.at(moment):
            bar = village.viewer("mei").bar
            if any(end > moment for end in ends["suspend"]):
                assert bar.kind == "suspended"
            elif any(end > moment for end in ends["mute"]):
                assert bar.kind == "muted"
            else:
                assert bar is None
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("penalty", "code"),
    [
        (Penalty("stocks", "x"), "choice"),
        (Penalty("mute", "x"), "days"),
        (Penalty("mute", "x", 4_000), "days"),
        (Penalty("warning", " "), "empty"),
    ],
)
def test_half_a_sanction_is_refused(village, penalty, code):
    with pytest.raises(Invalid) as no:
        actions.sanction(village.viewer("wei"), village.members["mei"].pk, penalty)
    assert no.value.code == f"moderation.{code}"
    assert not Sanction.objects.exists()
    speak(village)


@pytest.mark.parametrize(
    ("by", "whom", "kind", "code"),
    [
        ("wei", "wei", "warning", "moderation.oneself"),
        ("wei", "an", "warning", "moderation.too_high"),
        ("an", "lan", "warning", "moderation.too_high"),
        ("wei", "mei", "ban", "not_permitted"),
        ("mei", "jun", "warning", "not_permitted"),
        ("bo", "mei", "warning", "not_permitted"),
    ],
)
def test_who_may_not_sanction_whom(village, by, whom, kind, code):
    with pytest.raises(Refusal) as no:
        punish(village, kind, by=by, whom=whom)
    assert no.value.code == code
    assert not Sanction.objects.exists()


def test_a_stranger_is_not_sanctioned(village):
    with pytest.raises(Missing):
        punish(village, "mute", 1, whom="zhu")
    assert not Sanction.objects.exists()


def test_an_appeal_is_decided_by_another(village):
    made = punish(village, "suspend", 5, by="an")
    mei = village.viewer("mei")
    appeal = actions.appeal(mei, made, "I was quoting.")
    with pytest.raises(Forbidden) as no:
        actions.decide_appeal(village.viewer("an"), appeal, "upheld", answer="No.")
    assert no.value.code == "moderation.own_sanction"
    with pytest.raises(Forbidden):
        actions.decide_appeal(village.viewer("wei"), appeal, "overturned", answer="Yes.")
    assert Appeal.objects.get().decided_at is None
    assert [one.appeal.may_decide for one in queries.open_appeals(village.viewer("an"))] == [False]
    assert [one.appeal.may_decide for one in queries.open_appeals(village.viewer("lan"))] == [True]
    actions.decide_appeal(village.viewer("lan"), appeal, "upheld", answer="It stands.")
    assert village.viewer("mei").bar.kind == "suspended"
    with pytest.raises(Refusal) as no:
        actions.decide_appeal(village.viewer("lan"), appeal, "overturned", answer="No, wait.")
    assert no.value.code == "moderation.appeal_decided"


def test_the_database_keeps_sanctioner_and_decider_apart(village):
    made = punish(village, "suspend", 5, by="an")
    actions.appeal(village.viewer("mei"), made, "I was quoting.")
    with writing("*"), pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by=village.members["an"])


def snapshot(village, topic):
    """What a sanction may take: the membership's limits, the permissions, the object."""
    row = Membership.objects.filter(member=village.members["mei"]).values(
        "muted_until", "shut_out_until", "is_banned", "left_at"
    )
    mei = village.viewer("mei")
    stored = Topic.objects.filter(pk=topic).values(
        "removed_at", "removed_by_id", "removed_reason", "reply_count"
    )
    return list(row), mei.permissions, mei.is_member, mei.bar, list(stored)


@pytest.mark.parametrize(("kind", "days"), [("mute", 9), ("suspend", 9), ("ban", None)])
def test_an_overturned_sanction_gives_back_what_it_took(village, kind, days):
    topic = speak(village)
    before = snapshot(village, topic)
    case = actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude")
    actions.decide_case(village.viewer("an"), case, Decision("removed", "Rude", "", kind, days))
    assert snapshot(village, topic) != before
    made = Sanction.objects.get().pk
    appeal = actions.appeal(village.viewer("mei"), made, "I was quoting.")
    actions.decide_appeal(village.viewer("lan"), appeal, "overturned", answer="You are right.")
    assert snapshot(village, topic) == before
    (shown,) = queries.my_standing(village.viewer("mei")).sanctions
    assert (shown.state, shown.appeal.outcome) == ("overturned", "overturned")


def test_a_shortened_sanction_ends_now(village):
    made = punish(village, "mute", 5, by="an")
    appeal = actions.appeal(village.viewer("mei"), made, "Enough?")
    actions.decide_appeal(village.viewer("lan"), appeal, "shortened", answer="Enough.")
    assert village.viewer("mei").bar is None
    assert queries.my_standing(village.viewer("mei")).sanctions[0].state == "lifted"


def test_an_appeal_is_made_once_in_time_of_one_s_own(village):
    made = punish(village, "mute", 60, by="an")
    mei = village.viewer("mei")
    with pytest.raises(Missing):
        actions.appeal(village.viewer("jun"), made, "For Mei")
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refusal) as no:
        actions.appeal(mei, made, "Late")
    assert no.value.code == "moderation.appeal_too_late"
    appeal = actions.appeal(mei, made, "Please")
    with pytest.raises(Refusal) as no:
        actions.appeal(mei, made, "Please, please")
    assert no.value.code == "moderation.appealed"
    assert Appeal.objects.get().due_at - Appeal.objects.get().made_at == timedelta(hours=72)
    with clock.at(clock.now() + timedelta(hours=73)):
        assert queries.open_appeals(village.viewer("lan"))[0].appeal.is_late
    assert queries.appeal_cards(village.viewer("an"), [appeal]) == {}
    assert list(queries.appeal_cards(village.viewer("lan"), [appeal])) == [appeal]
    actions.lift_sanction(village.viewer("wei"), made)
    with pytest.raises(Refusal):
        actions.lift_sanction(village.viewer("wei"), made)


def test_the_public_log_counts_what_the_private_one_does_and_names_nobody(village, as_member):
    begun = clock.now()
    topic = speak(village)
    for day, kind in enumerate(("warning", "mute", "suspend")):
        with clock.at(begun + timedelta(days=day)):
            punish(village, kind, 1 if kind != "warning" else None, by="an")
            actions.lift_sanction(village.viewer("an"), Sanction.objects.last().pk) if day else None
    case = actions.flag(village.viewer("jun"), "forum.topic", topic, note="Rude secret")
    actions.decide_case(village.viewer("an"), case, Decision("removed", "Reason secret"))
    actions.declare_emergency(village.viewer("an"), "freeze", reason="Secret raid", hours=1)
    lan = village.viewer("lan")
    private, public = queries.staff_log(lan), queries.public_log(village.viewer("mei"))

    def by_day(page):
        return Counter(one.happened_at.date() for one in page.items)

    assert by_day(private) == by_day(public)
    assert sum(by_day(public).values()) == 7
    assert dict(queries.act_counts(lan)) == dict(queries.act_counts(village.viewer("mei")))
    assert all(one.by is None and one.about is None for one in public.items)
    assert any(one.about is not None for one in private.items)
    page = as_member("").get("/c/tea/moderation-log/").content.decode()
    for name, member in village.members.items():
        assert f">{name.title()}<" not in page
        assert member.email not in page
    assert "secret" not in page.lower().replace("csrf", "")
    facts = StreamLine.objects.filter(name__startswith="moderation.").values_list(
        "facts", flat=True
    )
    assert "secret" not in str(list(facts)).lower()


def test_a_forgotten_member_leaves_acts_without_words(village):
    made = punish(village, "mute", 5, by="an")
    actions.appeal(village.viewer("mei"), made, "Please")
    kept = list(queries.kept_about(village.members["mei"].pk))
    assert {row["what"] for row in kept} == {"sanction", "appeal"}
    actions.forget_member(village.viewer("lan"), village.members["mei"].pk)
    assert Sanction.objects.get().reason == ""
    assert Appeal.objects.get().text == ""


def test_standing_is_shown_on_pages(as_member, village):
    an = as_member("an")
    target = village.members["mei"].pk
    new = f"/c/tea/work/sanctions/{target}/new/"
    assert an.get(new).status_code == 200
    assert an.post(new, {"kind": "mute", "reason": "Rude"}).status_code == 200
    sent = {"kind": "mute", "days": "3", "reason": "Rude words"}
    assert an.post(new, sent).status_code == 302
    assert "Rude words" in an.get(f"/c/tea/members/{target}/").content.decode()
    mei = as_member("mei")
    assert "Rude words" in mei.get(STANDING).content.decode()
    made = Sanction.objects.get().pk
    assert mei.post(f"{STANDING}{made}/appeal/", {"text": ""}).status_code == 422
    assert mei.post(f"{STANDING}{made}/appeal/", {"text": "Why?"}).status_code == 302
    lan = as_member("lan")
    assert "Why?" in lan.get("/c/tea/work/appeals/").content.decode()
    decision = f"/c/tea/work/appeals/{Appeal.objects.get().pk}/decision/"
    assert lan.post(decision, {"outcome": "overturned"}).status_code == 422
    decided = {"outcome": "overturned", "answer": "You are right."}
    assert lan.post(decision, decided).status_code == 302
    assert "You are right." in as_member("mei").get(STANDING).content.decode()
    lan = as_member("lan")
    assert lan.get("/c/tea/work/log/").status_code == 200
    assert lan.get("/c/tea/work/emergency/").status_code == 200
    sent = {"kind": "freeze", "hours": "2", "reason": "Raid"}
    assert lan.post("/c/tea/work/emergency/", sent).status_code == 302
    assert "Raid" in lan.get("/c/tea/work/emergency/").content.decode()
    assert lan.post("/c/tea/work/emergency/end/").status_code == 302
    other = punish(village, "mute", 2)
    assert lan.post(f"/c/tea/work/sanctions/{other}/lifting/").status_code == 302


def test_what_lets_one_speak_is_taken_from_the_muted_everywhere(village):
    punish(village, "mute", 1)
    held = village.viewer("mei").permissions
    assert not {"forum.post", "chat.talk", "articles.write", "questions.vote"} & held
    assert "communities.see_members" in held
