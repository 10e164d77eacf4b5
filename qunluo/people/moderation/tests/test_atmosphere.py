from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from benchmarks import tone as measuring
from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden
from qunluo.kernel.testing.cast import FOUNDED
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.engine import talk, tone
from qunluo.talk.forum import actions as forum

COLD = Path(__file__).resolve().parents[5] / "shared/data/cold"
NOW = FOUNDED + timedelta(days=60)


def turn(topic, actor, about=None, *, opening=False, number=0):
    at = FOUNDED + timedelta(minutes=number)
    kind = "forum.topic" if opening else "forum.post"
    return talk.Turn(kind, topic if opening else number, topic, actor, about, at, opening)


def test_rude_words_sound_rough_and_calm_ones_do_not():
    assert tone.is_rough("滚出去，你这种蠢货懂个屁") is True
    assert tone.is_rough("你们这些外地人都是垃圾，真恶心") is True
    assert tone.is_rough("三克茶，水温八十五度，先试试看") is False
    assert tone.is_rough("谢谢，我照着试了，确实不涩了") is False


def test_what_is_not_chinese_or_too_short_is_not_judged():
    assert tone.is_rough("You are a complete idiot") is None
    assert tone.is_rough("好") is None


@pytest.mark.skipif(not COLD.exists(), reason="COLD is not beside the checkout (../shared/data)")
def test_the_page_states_what_the_method_scores_on_sentences_it_never_saw():
    found = measuring.measure(measuring.sentences(COLD, "dev"))
    stated = queries.TONE_QUALITY
    assert found == pytest.approx(
        {
            "accuracy": stated.accuracy,
            "precision": stated.precision,
            "recall": stated.recall,
        },
        abs=0.001,
    )


def test_the_demo_s_calm_talk_is_called_calm():
    told = measuring.demo_sentences()
    rough = [one for one in told if tone.is_rough(one)]
    assert (len(told), len(rough)) == (queries.TONE_QUALITY.calm, queries.TONE_QUALITY.false_hits)


def test_only_somebody_else_s_words_answer_a_topic():
    turns = [
        *(turn(1, "mei", opening=True), turn(1, "mei", number=2)),
        *(turn(2, "mei", opening=True), turn(2, "jun", "mei", number=3)),
        turn(3, "jun", "old", number=4),  # opened before
    ]
    assert talk.unanswered(turns) == ([1], 2)
    assert talk.unanswered([]) == ([], 0)


def test_pairs_that_answer_each_other_are_counted_once():
    turns = [
        *(turn(1, "mei", "jun"), turn(1, "jun", "mei"), turn(1, "mei", "jun")),
        *(turn(1, "wei", "mei"), turn(1, "mei", "mei"), turn(1, "bo")),
    ]
    found = talk.reciprocity(turns)
    assert (found.pairs, found.mutual, found.share) == (2, 1, 0.5)
    assert talk.reciprocity([]).share is None


def quarrel(writers, topic=1):
    said = [turn(topic, who, number=at) for at, who in enumerate(writers, 1)]
    return [turn(topic, "mei", opening=True), *said]


def test_a_dispute_needs_two_of_three_signs():
    few = quarrel(["mei", "jun"] * 4)
    assert talk.disputes(few, {}, []) == []
    (hot,) = talk.disputes(few, {}, [1])
    assert (hot.replies, hot.people, hot.pair_share, hot.signs) == (8, 2, 1.0, 2)
    rough = {("forum.post", at): True for at in range(1, 4)}
    (hot,) = talk.disputes(few, rough, [1, 1])
    assert (hot.signs, hot.rough, hot.judged, hot.reports) == (3, 3, 3, 2)
    many = quarrel(["a", "b", "c", "d", "e", "f"])
    assert talk.disputes(many, {}, [1]) == []
    assert [one.signs for one in talk.disputes(many, rough, [1])] == [2]
    assert talk.disputes(quarrel(["mei", "jun"]), rough, [1]) == []


@pytest.mark.django_db
def test_the_page_tells_who_waits_who_answers_whom_and_where_it_is_hot(village, as_member):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    with clock.at(NOW - timedelta(days=3)):
        forum.open_topic(mei, village.forum.pk, "谁也没回的话题", body="有人在吗，想问问大家")
        hot = forum.open_topic(jun, village.forum.pk, "红茶还是绿茶好", body="我先说，绿茶好")
        posts = [
            forum.post_reply(who, hot, words)
            for who, words in [
                *((mei, "你这种蠢货懂个屁，滚蛋"), (jun, "你才是废物，闭嘴吧你")),
                *((mei, "红茶好，明明白白的事"), (jun, "脑残才喝红茶，真的是")),
                *((mei, "不说了不说了，喝茶去"), (jun, "随便你，我喝我的绿茶")),
            ]
        ]
        actions.flag(mei, "forum.post", posts[1], rule_key="", note="Rude")
    with clock.at(NOW):
        sheet = queries.atmosphere(village.viewer("wei"))
        page = as_member("wei").get(reverse("moderation:atmosphere", args=["tea"]))
    assert (sheet.opened, sheet.unanswered) == (2, 1)
    assert [card.title for card in sheet.waiting] == ["谁也没回的话题"]
    assert (sheet.answers.pairs, sheet.answers.mutual) == (1, 0)  # all of mei's answered jun
    (one,) = sheet.disputes
    assert (one.card.title, one.dispute.signs, one.dispute.rough) == ("红茶还是绿茶好", 3, 3)
    week = sheet.weeks[-1]
    assert (week.written, week.read, week.judged, week.rough) == (8, 8, 8, 3)
    assert "红茶还是绿茶好" in page.content.decode()


@pytest.mark.django_db
def test_a_quiet_community_has_an_empty_page(village, as_member):
    with clock.at(NOW):
        sheet = queries.atmosphere(village.viewer("wei"))
    assert (sheet.opened, sheet.newcomers, sheet.disputes) == (0, 0, ())
    assert all(week.share is None for week in sheet.weeks)
    assert as_member("wei").get(reverse("moderation:atmosphere", args=["tea"])).status_code == 200


@pytest.mark.django_db
def test_only_those_who_keep_order_see_it(village, as_member):
    with pytest.raises(Forbidden):
        queries.atmosphere(village.viewer("mei"))
    assert as_member("mei").get(reverse("moderation:atmosphere", args=["tea"])).status_code == 403


@pytest.mark.django_db
def test_newcomers_nobody_spoke_to_are_named(village):
    with clock.at(FOUNDED + timedelta(days=3)):
        sheet = queries.atmosphere(village.viewer("wei"))
    assert {one.name for one in sheet.alone} == {"Lan", "An", "Wei", "Bo", "Mei", "Jun"}
    assert sheet.newcomers == 6


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(village, django_assert_max_num_queries):
    mei = village.viewer("mei")
    with clock.at(NOW - timedelta(days=3)):
        for number in range(4):
            forum.open_topic(mei, village.forum.pk, f"Topic number {number}", body="Some words")
    viewer = village.viewer("wei")
    with clock.at(NOW), django_assert_max_num_queries(22):
        queries.atmosphere(viewer)
