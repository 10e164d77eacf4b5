from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qunluo.kernel import clock, text
from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.notices.models import Notice
from qunluo.talk.forum import actions, jobs, queries
from qunluo.talk.forum.models import Bookmark, Post, Topic
from qunluo.talk.forum.rules import heat_of

DAY = timedelta(days=1)


@pytest.fixture
def opening(topic_id):
    return Post.objects.get(topic=topic_id, number=1).pk


def test_a_bookmark_is_kept_found_and_dropped(village, opening, as_member):
    jun = as_member("jun")
    kept = jun.post(
        f"/c/tea/forum/posts/{opening}/bookmark/", {"value": "keep", "note": " my  note"}
    )
    assert kept.url == f"/c/tea/forum/posts/{opening}/"
    page = jun.get("/c/tea/forum/bookmarks/").content.decode()
    assert "my note" in page
    assert "First flush" in page
    assert "my note" not in as_member("mei").get("/c/tea/forum/bookmarks/").content.decode()
    sheet = queries.topic_sheet(village.viewer("jun"), Topic.objects.get().pk)
    assert sheet.opening.is_kept
    assert not queries.topic_sheet(village.viewer("mei"), sheet.head.id).opening.is_kept
    gone = as_member("jun").post(
        f"/c/tea/forum/posts/{opening}/bookmark/", {"value": "drop", "back": "list"}
    )
    assert gone.url == "/c/tea/forum/bookmarks/"
    with pytest.raises(Refusal) as refused:
        actions.drop_bookmark(village.viewer("jun"), opening)
    assert refused.value.code == "forum.not_kept"
    assert not StreamLine.objects.filter(name__contains="bookmark").exists()


@pytest.mark.parametrize("wish", ["tomorrow", "days", "week", "at"])
def test_a_reminder_lands_in_the_inbox_once(village, opening, as_member, setting_up, wish):
    at = (clock.now().astimezone(village.viewer("jun").timezone) + DAY).strftime("%Y-%m-%dT%H:%M")
    as_member("jun").post(
        f"/c/tea/forum/posts/{opening}/bookmark/", {"value": "keep", "remind": wish, "at": at}
    )
    row = Bookmark.objects.get()
    assert row.remind_at is not None
    jobs.keep_times()
    assert not Notice.objects.exists()
    with clock.at(row.remind_at + timedelta(minutes=1)):
        jobs.keep_times()
        jobs.keep_times()
        deliver_all()
    (notice,) = Notice.objects.filter(kind="forum.reminder")
    assert notice.member_id == village.members["jun"].pk
    (line,) = StreamLine.objects.filter(name="forum.reminder_due")
    assert (line.audience, line.actor_key) == ("parties", None)


def test_a_reminder_lies_in_the_future(village, opening, as_member):
    jun = village.viewer("jun")
    with pytest.raises(Invalid):
        actions.keep_bookmark(jun, opening, remind_at=clock.now() - DAY)
    odd = as_member("jun").post(
        f"/c/tea/forum/posts/{opening}/bookmark/", {"remind": "at", "at": "soon"}
    )
    assert odd.status_code == 422
    assert not Bookmark.objects.exists()


def test_a_topic_closes_in_time(village, topic_id, as_member):
    wei = village.viewer("wei")
    at = clock.now() + DAY
    actions.close_later(wei, topic_id, at, reason="Until tomorrow")
    assert actions.close_due(SYSTEM) == 0
    with clock.at(at):
        assert actions.close_due(SYSTEM) == 1
        assert actions.close_due(SYSTEM) == 0
    topic = Topic.objects.get()
    assert (topic.closed_at, topic.closed_reason, topic.closes_at) == (at, "Until tomorrow", None)
    with pytest.raises(Refusal):
        actions.close_later(wei, topic_id, at + DAY)
    assert StreamLine.objects.filter(name="forum.topic_closed").count() == 1


def test_a_closing_is_set_from_the_page_and_called_off(village, topic_id, as_member):
    wei = as_member("wei")
    address = f"/c/tea/forum/topics/{topic_id}/closure/"
    wei.post(address, {"value": "close", "at": "2099-01-01T10:00"})
    expected = datetime(2099, 1, 1, 2, tzinfo=UTC)
    assert Topic.objects.get().closes_at == expected
    assert wei.post(address, {"value": "close", "at": "2001-01-01T10:00"}).status_code == 422
    assert wei.post(address, {"value": "close", "at": "never"}).status_code == 422
    wei.post(address, {"value": "call_off"})
    assert Topic.objects.get().closes_at is None
    with pytest.raises(Refusal):
        actions.call_off_closing(village.viewer("wei"), topic_id)
    with pytest.raises(Forbidden):
        actions.close_later(village.viewer("mei"), topic_id, expected)
    actions.close_later(village.viewer("wei"), topic_id, clock.now() + DAY)
    with clock.at(clock.now() + 2 * DAY):
        jobs.keep_times()
    assert Topic.objects.get().closed_reason != ""


def test_a_topic_is_featured_and_no_more(village, topic_id, as_member):
    wei = as_member("wei")
    wei.post(f"/c/tea/forum/topics/{topic_id}/feature/", {"value": "feature"})
    assert "First flush" in wei.get("/c/tea/forum/?view=featured").content.decode()
    with pytest.raises(Refusal):
        actions.feature_topic(village.viewer("wei"), topic_id)
    wei.post(f"/c/tea/forum/topics/{topic_id}/feature/", {"value": "unfeature"})
    assert "First flush" not in wei.get("/c/tea/forum/?view=featured").content.decode()
    with pytest.raises(Refusal):
        actions.unfeature_topic(village.viewer("wei"), topic_id)
    with pytest.raises(Forbidden):
        actions.feature_topic(village.viewer("mei"), topic_id)


def test_heat_is_a_day_for_twice_the_response():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert heat_of(start + DAY, 0, 0, 0) == heat_of(start, 1, 0, 0)
    assert heat_of(start, 3, 0, 0) == heat_of(start, 1, 1, 1)
    assert heat_of(start, 0, 0, -5) == heat_of(start, 0, 0, 0)


def test_the_hot_list_follows_what_happens(village, topic_id, as_member, setting_up):
    with clock.at(clock.now() + timedelta(hours=6)):
        cooler = actions.open_topic(village.viewer("mei"), village.forum.pk, "Newer", body="Quiet")
    deliver_all()
    viewer, hot = village.viewer("wei"), queries.TopicFilter(order="hot")
    assert [line.id for line in queries.topic_list(viewer, hot).page.items] == [cooler, topic_id]
    post = actions.post_reply(village.viewer("jun"), topic_id, "Yes")
    actions.react(village.viewer("mei"), post, "like")
    deliver_all()
    assert [line.id for line in queries.topic_list(viewer, hot).page.items] == [topic_id, cooler]
    page = as_member("").get("/c/tea/forum/?view=hot").content.decode()
    assert "log2(1 + " in page


def test_a_quotation_names_and_leads(village, opening, topic_id, as_member):
    page = as_member("jun").get(f"/c/tea/forum/topics/{topic_id}/replies/?quote={opening}")
    assert f"&gt; @mei [#1](/c/tea/forum/posts/{opening}/)\n&gt;\n&gt; Is it here?" in (
        page.content.decode()
    )
    actions.remove_post(village.viewer("an"), opening, reason="spam")
    gone = as_member("jun").get(f"/c/tea/forum/topics/{topic_id}/replies/?quote={opening}")
    assert gone.status_code == 404


def test_an_uploaded_sound_or_film_has_a_player():
    key = "0" * 32
    for name, tag in (("talk.mp3", "audio"), ("tour.MP4", "video")):
        shown = text.show(text.render(f"[{name}](/files/{key}/)"), {})
        assert f'<{tag} controls preload="metadata" src="/files/{key}/"' in shown
    for source in (
        f"[notes.pdf](/files/{key}/)",
        f"see [talk.mp3](/files/{key}/)",
        "[talk.mp3](https://example.org/talk.mp3)",
        '<p><a href="/files/x" onclick="x">talk.mp3</a></p>',
    ):
        shown = text.show(text.render(source), {})
        assert "<audio" not in shown
        assert "onclick" not in shown


def test_programs_keep_close_and_feature(village, opening, topic_id, as_member):
    jun, wei = as_member("jun"), as_member("wei")
    base = "/api/v1/communities/tea/forum"
    json = {"content_type": "application/json"}
    assert jun.put(f"{base}/posts/{opening}/bookmark", {"note": "n"}, **json).status_code == 204
    (item,) = jun.get(f"{base}/bookmarks").json()["items"]
    assert (item["post"], item["note"]) == (str(opening), "n")
    assert jun.delete(f"{base}/posts/{opening}/bookmark").status_code == 204
    at = {"at": "2099-01-01T00:00:00Z"}
    topic = f"{base}/topics/{topic_id}"
    assert wei.put(f"{topic}/closing", at, **json).status_code == 204
    assert wei.delete(f"{topic}/closing").status_code == 204
    assert wei.put(f"{topic}/feature").status_code == 204
    assert wei.get(f"{base}/topics?order=featured").json()["items"][0]["id"] == str(topic_id)
    assert wei.delete(f"{topic}/feature").status_code == 204
