"""群规: written in a draft, published in versions, confirmed, and true to their day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Invalid, Missing, Refusal
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.actions import RuleText
from qunluo.people.moderation.models import Acknowledgement, Rule, RuleBook
from qunluo.people.moderation.queries.books import book_row

RULES = "/c/tea/rules/"
WORK = "/c/tea/work/rules/"


@pytest.fixture
def published(village, lan):
    actions.begin_rules(lan)
    actions.publish_rules(lan)
    return queries.rules_for(lan)


def test_a_first_draft_begins_with_five_usual_rules(lan):
    actions.begin_rules(lan)
    draft = queries.draft_for(lan)
    assert [rule.key for rule in draft.rules] == ["advert", "abuse", "illegal", "privacy", "topic"]
    assert queries.rules_for(lan) is None
    assert actions.begin_rules(lan) == draft.id


def test_a_published_version_never_changes(village, lan, published):
    actions.begin_rules(lan)
    actions.write_rule(lan, "advert", RuleText("Sell elsewhere", "New words", ladder=[("mute", 2)]))
    actions.drop_rule(lan, "topic")
    key = actions.write_rule(lan, "", RuleText("Be kind", "Always"))
    assert queries.rules_for(lan) == published
    actions.publish_rules(lan)
    now = queries.rules_for(lan)
    assert [rule.key for rule in now.rules] == ["advert", "abuse", "illegal", "privacy", key]
    assert now.rules[0].ladder == (("mute", 2),)
    assert queries.rules_for(lan, 1).rules == published.rules


def test_the_version_of_the_day_is_the_last_published_before_it(village, lan, published):
    first = clock.now()
    with clock.at(first + timedelta(days=10)):
        actions.begin_rules(lan)
        actions.publish_rules(lan)
    assert book_row(village.community.pk, first + timedelta(days=9)).number == 1
    assert book_row(village.community.pk, first + timedelta(days=11)).number == 2
    assert book_row(village.community.pk, first - timedelta(days=9)) is None
    assert book_row(village.other.pk) is None


def test_a_new_version_is_confirmed_anew(village, lan, published):
    mei = village.viewer("mei")
    assert queries.has_new_rules(mei)
    actions.acknowledge_rules(mei)
    assert not queries.has_new_rules(mei)
    with pytest.raises(Refusal) as no:
        actions.acknowledge_rules(mei)
    assert no.value.code == "moderation.acknowledged"
    actions.begin_rules(lan)
    actions.publish_rules(lan)
    assert queries.has_new_rules(mei)
    assert not queries.has_new_rules(village.viewer("zhu"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (RuleText("", "x"), "empty"),
        (RuleText("x" * 81, "x"), "too_long"),
        (RuleText("x", "x", ladder=[("mute", None)]), "ladder"),
        (RuleText("x", "x", ladder=[("stocks", 1)]), "ladder"),
    ],
)
def test_half_a_rule_is_refused(lan, text, code):
    actions.begin_rules(lan)
    with pytest.raises(Invalid) as no:
        actions.write_rule(lan, "", text)
    assert no.value.code == f"moderation.{code}"
    assert Rule.objects.count() == 5


def test_an_empty_book_is_not_published(lan):
    actions.begin_rules(lan)
    for rule in queries.draft_for(lan).rules:
        actions.drop_rule(lan, rule.key)
    with pytest.raises(Refusal) as no:
        actions.publish_rules(lan)
    assert no.value.code == "moderation.no_rules"
    assert queries.rules_for(lan) is None


@pytest.mark.parametrize("name", ["wei", "mei", "zhu", ""])
def test_only_the_rules_keepers_write_them(village, lan, name):
    actions.begin_rules(lan)
    viewer = village.viewer(name)
    for refused in (
        lambda: actions.begin_rules(viewer),
        lambda: actions.write_rule(viewer, "", RuleText("x", "y")),
        lambda: actions.publish_rules(viewer),
        lambda: queries.draft_for(viewer),
    ):
        with pytest.raises(Refusal):
            refused()
    assert RuleBook.objects.get().published_at is None


def test_without_rules_there_is_nothing_to_confirm(village):
    with pytest.raises(Missing):
        actions.acknowledge_rules(village.viewer("mei"))
    assert not Acknowledgement.objects.exists()


def test_the_rules_are_public_and_their_writing_is_not(as_member, village, lan):
    an = as_member("an")
    assert an.post(WORK, {"begin": "1"}).status_code == 302
    one = {"title": "Be kind", "definition": "Always.", "first": "mute", "first_days": "3"}
    assert an.post(f"{WORK}new/", one).status_code == 302
    assert an.post(f"{WORK}advert/", {**one, "title": "No adverts"}).status_code == 302
    assert an.get(f"{WORK}advert/").status_code == 200
    assert an.post(f"{WORK}topic/removal/").status_code == 302
    assert an.post(WORK, {"preface": "Welcome"}).status_code == 302
    assert an.post(f"{WORK}publication/").status_code == 302
    visitor = as_member("")
    page = visitor.get(RULES).content.decode()
    assert all(said in page for said in ("Be kind", "No adverts", "Welcome"))
    mei = as_member("mei")
    assert mei.get(WORK).status_code == 403
    assert "confirm" in mei.get("/c/tea/?lang=en").content.decode()
    assert mei.post(f"{RULES}acknowledgement/").status_code == 302
    assert mei.get(f"{RULES}?version=1").status_code == 200
    assert mei.get(f"{RULES}?version=9").status_code == 404
