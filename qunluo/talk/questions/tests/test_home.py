from __future__ import annotations

from datetime import date, timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.people.communities.models import Membership
from qunluo.people.welcome.models import Arrival
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Topic
from qunluo.talk.forum.queries import lists
from qunluo.talk.questions import actions as questions


@pytest.fixture
def last_week(village, setting_up):
    """Mei was here a week ago and is here again today."""
    today = clock.now().astimezone(village.viewer("mei").timezone).date()
    Membership.objects.filter(community=village.community, member=village.members["mei"]).update(
        last_visited_on=today, visited_before_on=today - timedelta(days=7)
    )
    return clock.now() - timedelta(days=7)


def titles(lines):
    return [line.title for line in lines]


def opened(village, title, name="jun", tags=(), days=1):
    with clock.at(clock.now() - timedelta(days=days)):
        return actions.open_topic(
            village.viewer(name), village.forum.pk, title, body="words", tags=tags
        )


def asked(village, title, name="jun", tags=(), days=1):
    with clock.at(clock.now() - timedelta(days=days)):
        return questions.ask(
            village.viewer(name), village.questions.pk, title, body="words", tags=tags
        )


def test_what_is_new_since_the_last_visit_comes_in_three_parts(village, last_week):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    followed = opened(village, "Followed", days=30)
    actions.follow_topic(mei, followed)
    actions.mark_read(mei, followed, 1)
    actions.post_reply(jun, followed, "news")
    opened(village, "Long ago and quiet", days=30)
    opened(village, "Fresh one", days=2)
    read = opened(village, "Read already", days=2)
    actions.mark_read(mei, read, 1)
    opened(village, "Mine", name="mei", tags=["white"], days=3)
    asked(village, "Waits longest", days=60)
    asked(village, "Waits with my tag", tags=["white"], days=40)
    asked(village, "Mine waits", name="mei", days=20)
    feed = queries.home_feed(mei)
    assert titles(feed.followed) == ["Followed"]
    assert titles(feed.fresh) == ["Fresh one"]
    assert titles(feed.waiting) == ["Waits with my tag", "Waits longest"]
    assert (feed.opened, feed.answered, feed.is_first_visit) == (1, 1, False)
    assert feed.tags == ("white",)
    assert feed.since.date() == (clock.now() - timedelta(days=7)).astimezone(mei.timezone).date()


def test_a_first_visit_sees_two_weeks_and_nobody_s_private_space(village):
    opened(village, "Of last week", days=7)
    opened(village, "Of last month", days=31)
    feed = queries.home_feed(village.viewer("mei"))
    assert feed.is_first_visit
    assert titles(feed.fresh) == ["Of last week"]
    assert not feed.is_all_read


def test_the_home_is_a_fixed_number_of_queries(village, last_week, django_assert_num_queries):
    mei = village.viewer("mei")
    for n in range(3):
        opened(village, f"Topic {n}", tags=["a"])
        asked(village, f"Question {n}", tags=["a"])
    with django_assert_num_queries(10):
        queries.home_feed(mei)
    for n in range(9):
        opened(village, f"More {n}", tags=["a"])
    with django_assert_num_queries(10):
        queries.home_feed(mei)


def test_the_whole_home_page_is_a_fixed_number_of_queries(
    village, as_member, last_week, django_assert_max_num_queries
):
    """27 for a newcomer, whose home welcomes them; 24 for others. Among more it is no more."""
    client, newcomer = as_member("mei"), as_member("jun")
    with writing("welcome"):
        Arrival.objects.create(
            community_id=village.community.pk,
            member=village.members["jun"],
            arrived_at=clock.now(),
        )
    for many in (3, 12):
        for n in range(many):
            opened(village, f"Topic {many} {n}", tags=["a"], name="wei" if n % 2 else "jun")
            asked(village, f"Question {many} {n}", tags=["a"])
        for one, most in ((client, 24), (newcomer, 27)):
            with django_assert_max_num_queries(most):
                assert one.get("/c/tea/").status_code == 200


def test_a_page_asks_each_question_once_and_remembers_nothing(village, as_member, last_week):
    """What one page has read is gone with it: the next shows what has changed meanwhile."""
    client = as_member("mei")
    opened(village, "By wei", name="wei")
    assert "Wei" in client.get("/c/tea/").content.decode()
    with writing("members"):
        village.members["wei"].display_name = "Renamed"
        village.members["wei"].save()
    assert "Renamed" in client.get("/c/tea/").content.decode()


def test_spaces_count_their_topics_up_to_a_thousand(village, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 2)
    opened(village, "One")
    opened(village, "Two")
    mei = village.viewer("mei")
    assert [(n, pk) for pk, n, _last in queries.activity_of_spaces(mei)] == [(2, village.forum.pk)]
    for name in ("Three", "Four"):
        newest = opened(village, name)
    ((pk, n, last),) = queries.activity_of_spaces(mei)
    assert (pk, n) == (village.forum.pk, 3)
    assert last == Topic.objects.get(pk=newest).last_posted_at


def test_people_to_meet_are_shown_with_the_reason(village):
    opened(village, "By jun", tags=["oolong"])
    opened(village, "By wei", name="wei", tags=["white"])
    opened(village, "By me", name="mei", tags=["white"])
    found = queries.acquaintances(village.viewer("mei"))
    assert [(one.person.handle, one.tag) for one in found] == [("wei", "white"), ("jun", "")]


def test_the_order_is_chosen_explained_and_kept(village, as_member, last_week):
    opened(village, "Fresh one")
    client = as_member("mei")
    page = client.get("/c/tea/").content.decode()
    assert "Fresh one" in page
    assert "除此之外什么都不算" in page
    assert 'value="mine" aria-pressed="true"' in page
    answer = client.post("/c/tea/forum/home/", {"order": "time"})
    assert answer.url == "/c/tea/"
    page = client.get("/c/tea/").content.decode()
    assert 'value="time" aria-pressed="true"' in page
    assert "Fresh one" in page
    assert client.post("/c/tea/forum/home/", {"order": "clicks"}).status_code == 422
    assert 'name="order"' not in as_member("").get("/c/tea/").content.decode()


def test_all_read_leads_to_what_waits(village, as_member, last_week):
    asked(village, "Old question", days=60)
    page = as_member("mei").get("/c/tea/").content.decode()
    assert "已看完" in page
    assert "/c/tea/questions/unanswered/" in page


def test_programs_ask_for_the_home_too(village, as_member, last_week):
    opened(village, "Fresh one")
    told = as_member("mei").get("/api/v1/communities/tea/home").json()
    assert [topic["title"] for topic in told["fresh"]] == ["Fresh one"]
    assert told["opened"] == 1
    assert as_member("zhu").get("/api/v1/communities/tea/home").status_code == 403


def test_the_day_before_the_last_one_is_remembered(village):
    from qunluo.people.communities.actions.visiting import _remember

    belonging = Membership(last_visited_on=date(2026, 3, 1))
    for day in (1, 3, 2, 9):
        _remember(belonging, date(2026, 3, day))
    assert (belonging.last_visited_on, belonging.visited_before_on) == (
        date(2026, 3, 9),
        date(2026, 3, 3),
    )
