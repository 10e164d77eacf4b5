"""Every way of writing is bounded by member and by network address, and nobody of the team is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from qunluo.kernel import clock, preferences
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, TooMany
from qunluo.people.moderation import actions, queries, rules
from qunluo.people.moderation.web import keep_pace
from qunluo.people.moderation.web.pace import span
from qunluo.talk.chat import actions as chat
from qunluo.talk.conversations import actions as conversations
from qunluo.talk.forum import actions as forum
from qunluo.talk.questions import actions as questions

pytestmark = pytest.mark.django_db

ALL = {
    **dict.fromkeys((one.name for one in rules.PER_HOUR.values()), 0),
    **dict.fromkeys((one.name for one in rules.PER_NETWORK.values()), 0),
    rules.NEWCOMER_POSTS.name: 0,
}


@pytest.fixture
def places(village):
    """Something to answer, everywhere."""
    mei, jun = village.viewer("mei"), village.viewer("jun")
    topic = forum.open_topic(jun, village.forum.pk, "Green or black tea?", body="What say you?")
    question = questions.ask(jun, village.questions.pk, "How warm for green?", body="Tell me.")
    post = forum.post_reply(jun, topic, "Green, of course.")
    own = forum.post_reply(mei, topic, "Black, by all means.")
    room = chat.open_room(village.viewer("lan"), chat.Setup("Tea room"))
    talk = conversations.start_direct(mei, village.members["jun"].pk)
    said = chat.post_message(mei, room, chat.Utterance("Hello there"), client_id="client-1")
    return {
        "topic": topic,
        "question": question,
        "post": post,
        "own": own,
        "room": room,
        "talk": talk,
        "said": said,
    }


LISTING = {"kind": "need", "category": "other", "title": "A gaiwan", "body": "Small.", "days": 30}
API = "/api/v1/communities/tea"
PAGES = {
    "topic": {"title": "A new topic", "body": "Words"},
    "reply": {"body": "Words"},
    "comment": {"body": "Words"},
    "edit": {"body": "Other words", "seen": 1},
    "question": {"title": "A new question", "body": "Words"},
    "answer": {"body": "Words"},
    "article": {"title": "An article", "body": "Words"},
    "listing": LISTING,
    "message": {"body": "Words"},
    "message edit": {"body": "Other words"},
    "private": {"body": "Words"},
}
NAMES = {
    "topic": ("forum:new_topic", "space"),
    "reply": ("forum:replies", "topic"),
    "comment": ("forum:comments", "post"),
    "edit": ("forum:edit", "own"),
    "question": ("questions:new_question", "asking"),
    "answer": ("questions:answers", "question"),
    "article": ("articles:new", ""),
    "listing": ("exchange:new", ""),
    "message": ("chat:post", "room"),
    "message edit": ("chat:edit", "said"),
    "private": ("conversations:post", "talk"),
}
CALLS = {
    "topic": ("forum/topics", {"space": "square", "title": "A new topic", "body": "Words"}),
    "reply": ("forum/topics/{topic}/posts", {"body": "Words"}),
    "comment": ("forum/posts/{post}/comments", {"body": "Words"}),
    "question": ("questions", {"space": "help", "title": "A new question", "body": "Words"}),
    "answer": ("questions/{question}/answers", {"body": "Words"}),
    "article": ("articles", {"space": "square", "title": "An article", "body": "Words"}),
    "listing": ("exchange", LISTING),
    "message": ("chat/rooms/{room}/messages", {"body": "Words"}),
}


def bound(village, **most):
    actions.set_limits(village.viewer("lan"), {**ALL, **most})


def use_up(village, name, what):
    """The member's whole measure of the hour."""
    keep_pace(village.viewer(name), what)


def said_no(answer, code=""):
    assert answer.status_code == 429, answer.content.decode()[:300]
    words = answer.content.decode()
    assert code in words or "You can go on in" in words or "可以继续" in words, words[:3000]


@pytest.mark.parametrize("path", PAGES)
def test_every_form_that_writes_is_bounded(village, places, as_member, path):
    bound(village, **{"moderation.posts_per_hour": 1, "moderation.messages_per_hour": 1})
    use_up(village, "mei", "message" if "message" in path or path == "private" else "post")
    sent = {"token": "t" * 20, **PAGES[path]}
    answer = as_member("mei").post(_address(path, places), sent)
    said_no(answer)
    assert int(answer["Retry-After"]) > 3_500


@pytest.mark.parametrize("path", CALLS)
def test_every_call_that_writes_is_bounded(village, places, as_member, path):
    bound(village, **{"moderation.posts_per_hour": 1, "moderation.messages_per_hour": 1})
    use_up(village, "mei", "message" if path == "message" else "post")
    where, sent = CALLS[path]
    answer = as_member("mei").post(
        f"{API}/{where.format(**places)}", json.dumps(sent), content_type="application/json"
    )
    assert answer.status_code == 429, answer.content.decode()[:500]
    assert answer.json()["code"] == "moderation.too_fast"
    assert int(answer["Retry-After"]) > 3_500


def test_a_private_message_by_program_is_bounded(village, places, as_member):
    bound(village, **{"moderation.messages_per_hour": 1})
    use_up(village, "mei", "message")
    answer = as_member("mei").post(
        f"/api/v1/conversations/{places['talk']}/messages",
        json.dumps({"body": "Words"}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (429, "moderation.too_fast")


def test_members_behind_one_address_share_its_measure(village, places, as_member):
    bound(village, **{"moderation.network_posts": 2})
    sent = json.dumps({"body": "Words"})
    replies = f"{API}/forum/topics/{places['topic']}/posts"

    def write(name, address):
        client = as_member(name)
        return client.post(
            replies, sent, content_type="application/json", REMOTE_ADDR=address
        ).status_code

    assert [write("mei", "192.0.2.7"), write("jun", "192.0.2.7")] == [201, 201]
    assert write("mei", "192.0.2.7") == 429
    assert write("jun", "192.0.2.8") == 201
    # One IPv6 customer holds a whole /64.
    first, second = "2001:db8:0:7::1", "2001:db8:0:7::2"
    assert [write("mei", first), write("jun", second), write("mei", second)] == [201, 201, 429]


def test_an_address_that_wrote_too_much_is_told_so_in_words(village, places, as_member):
    bound(village, **{"moderation.network_posts": 1})
    client = as_member("mei")
    where = reverse("forum:replies", args=["tea", places["topic"]])
    client.post(where, {"token": "a" * 20, "body": "One"})
    answer = client.post(f"{where}?lang=en", {"token": "b" * 20, "body": "Two"})
    assert answer.status_code == 429
    assert "from your network address" in answer.content.decode()
    assert "Two" in answer.content.decode()  # what was typed stays
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize("name", ["lan", "an", "wei", "bo"])
def test_those_who_keep_order_are_never_held_up(village, places, name):
    bound(village, **{"moderation.posts_per_hour": 1, "moderation.messages_per_hour": 1})
    viewer = village.viewer(name)
    for _ in range(5):
        keep_pace(viewer, "post")
        keep_pace(viewer, "message", community_id=village.community.pk)


def test_those_who_keep_order_are_not_held_up_in_private_talk_either(village):
    from dataclasses import replace

    bound(village, **{"moderation.messages_per_hour": 1})
    outside = replace(
        village.viewer("wei"), community_id=None, community_slug="", permissions=frozenset()
    )
    for _ in range(3):
        keep_pace(outside, "message", community_id=village.community.pk)


def test_visitors_and_those_outside_every_community_are_not_counted(village):
    bound(village, **{"moderation.posts_per_hour": 1})
    for _ in range(3):
        keep_pace(village.viewer(""), "post")


def test_the_first_week_has_a_measure_of_its_own(village):
    bound(village, **{"moderation.newcomer_posts": 2})
    mei = village.viewer("mei")
    joined = village.community.founded_at
    with clock.at(joined + timedelta(days=1)):
        keep_pace(mei, "post")
        keep_pace(mei, "post")
        keep_pace(mei, "message")
        with pytest.raises(TooMany) as refused:
            keep_pace(mei, "post")
    assert refused.value.code == "moderation.newcomer_too_fast"
    assert refused.value.retry_after > 40_000
    with clock.at(joined + timedelta(days=8)):
        keep_pace(mei, "post")


def test_how_long_is_told_in_fitting_units():
    with translation.override("en"):
        told = [span(1), span(89), span(90), span(3600), span(5399), span(5401), span(86_400)]
    assert told == [
        *("1 second", "89 seconds", "2 minutes", "60 minutes"),
        *("2 hours", "2 hours", "24 hours"),
    ]


def test_limits_are_set_on_their_page_and_stand_in_the_log(village, as_member):
    client, address = as_member("lan"), reverse("moderation:limits", args=["tea"])
    assert client.get(address).status_code == 200
    sent = {
        one.name.replace(".", "_"): preferences.get(village.viewer("lan"), one)
        for one in rules.limits()
    }
    sent["moderation_posts_per_hour"] = 7
    assert client.post(address, sent).status_code == 302
    assert preferences.get(village.viewer("mei"), "moderation.posts_per_hour") == 7
    assert "moderation.limits_changed" in {
        line.name for line in queries.staff_log(village.viewer("lan")).items
    }
    assert client.post(address, sent | {"moderation_posts_per_hour": -1}).status_code == 422
    assert as_member("mei").get(address).status_code == 403


def test_only_known_limits_are_set_by_those_who_may(village):
    with pytest.raises(Forbidden):
        actions.set_limits(village.viewer("mei"), {})
    with pytest.raises(Missing):
        actions.set_limits(village.viewer("lan"), {"moderation.newcomer_day": 1})
    with pytest.raises(Invalid):
        actions.set_limits(village.viewer("lan"), {"moderation.newcomer_days": 1_000})
    assert actions.set_limits(village.viewer("lan"), {"moderation.newcomer_days": 0}) == 0


def _address(path, places):
    name, part = NAMES[path]
    known = {**places, "space": "square", "asking": "help"}
    args = [known[part]] if part else []
    return reverse(name, args=args if path == "private" else ["tea", *args])
