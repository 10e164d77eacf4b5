from __future__ import annotations

import pytest

from qunluo.kernel.search.queries import find
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions as communities
from qunluo.people.communities.web import visiting
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Draft, Follow, Post, Reaction, ReadMark, Topic


@pytest.fixture
def pages(village, topic_id):
    """Every reading page of Mei's topic, by name."""
    opening = Post.objects.get(topic=topic_id).pk
    slug = Topic.objects.get(pk=topic_id).slug
    return {
        "index": "/c/tea/forum/",
        "space": "/c/tea/forum/spaces/square/",
        "tags": "/c/tea/forum/tags/",
        "tag": "/c/tea/forum/tags/spring/",
        "topic": f"/c/tea/forum/topics/{topic_id}-{slug}/",
        "history": f"/c/tea/forum/posts/{opening}/history/",
    }


def close_the_doors(village, access):
    village.community.access = access
    village.community.save(update_fields=["access"])


def test_visitors_read_a_public_community(as_member, pages):
    client = as_member("")
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        assert "csrfmiddlewaretoken" not in answer.content.decode(), name
    assert "First flush" in client.get(pages["topic"]).content.decode()


@pytest.mark.parametrize(("access", "status"), [("semi_public", 403), ("private", 404)])
def test_strangers_find_nothing_behind_doors(village, as_member, pages, setting_up, access, status):
    close_the_doors(village, access)
    for name in ("", "zhu"):
        client = as_member(name)
        for address in pages.values():
            answer = client.get(address)
            assert answer.status_code == status, address
            assert "First flush" not in answer.content.decode()


def test_a_space_for_members_is_missing_for_visitors(village, as_member):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Whispers", body="Shh")
    opening = Post.objects.get(topic=quiet).pk
    addresses = (
        "/c/tea/forum/spaces/quiet/",
        f"/c/tea/forum/topics/{quiet}-whispers/",
        f"/c/tea/forum/posts/{opening}/",
        f"/c/tea/forum/posts/{opening}/history/",
    )
    client = as_member("")
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert "Whispers" not in client.get("/c/tea/forum/").content.decode()
    assert "Whispers" in as_member("jun").get("/c/tea/forum/").content.decode()


def test_writing_pages_are_for_members(as_member, village, topic_id):
    opening = Post.objects.get().pk
    for path in (
        "spaces/square/new/",
        f"topics/{topic_id}/replies/",
        f"posts/{opening}/edit/",
        f"posts/{opening}/removal/",
        "drafts/",
    ):
        assert as_member("").get(f"/c/tea/forum/{path}").status_code == 302
        assert as_member("zhu").get(f"/c/tea/forum/{path}").status_code in (302, 403, 404), path
        assert as_member("mei").get(f"/c/tea/forum/{path}").status_code == 200, path


def test_a_wrong_slug_leads_to_the_right_one(as_member, topic_id):
    client = as_member("")
    for wrong in (f"{topic_id}/", f"{topic_id}-wrong/"):
        answer = client.get(f"/c/tea/forum/topics/{wrong}?page=1")
        assert answer.status_code == 301
        assert answer["Location"] == f"/c/tea/forum/topics/{topic_id}-first-flush/?page=1"


def test_a_public_topic_tells_search_engines_and_a_closed_one_does_not(
    village, as_member, pages, setting_up
):
    text = as_member("").get(pages["topic"]).content.decode()
    assert '"@type": "DiscussionForumPosting"' in text
    assert 'rel="canonical"' in text
    assert "noindex" not in text
    close_the_doors(village, "private")
    text = as_member("mei").get(pages["topic"]).content.decode()
    assert "ld+json" not in text
    assert "noindex" in text


def test_a_member_opens_a_topic_from_the_page_once(as_member, village):
    client = as_member("mei")
    form = {"title": "Water", "body": "Soft or hard?", "tags": "water, 水、Kettle", "token": "t"}
    for _ in range(2):
        answer = client.post("/c/tea/forum/spaces/square/new/", form)
        assert answer.status_code == 302
    topic = Topic.objects.get()
    assert answer["Location"] == f"/c/tea/forum/topics/{topic.pk}/"
    assert sorted(topic.tags.values_list("name", flat=True)) == ["kettle", "water", "水"]


def test_a_refused_topic_keeps_what_was_typed(as_member, village):
    client = as_member("mei")
    answer = client.post(
        "/c/tea/forum/spaces/square/new/", {"title": "W", "body": "Soft or hard?", "tags": ""}
    )
    assert answer.status_code == 422
    assert "Soft or hard?" in answer.content.decode()
    assert not Topic.objects.exists()


def test_replying_leads_to_the_reply_where_it_stands(as_member, village, topic_id):
    client = as_member("jun")
    answer = client.post(f"/c/tea/forum/topics/{topic_id}/replies/", {"body": "Not yet"})
    reply = Post.objects.get(kind="reply")
    assert answer["Location"] == f"/c/tea/forum/posts/{reply.pk}/"
    answer = client.get(answer["Location"])
    assert answer["Location"] == f"/c/tea/forum/topics/{topic_id}-first-flush/#post-2"
    answer = client.post(f"/c/tea/forum/topics/{topic_id}/replies/", {"body": " "})
    assert answer.status_code == 422
    answer = client.post(f"/c/tea/forum/posts/{reply.pk}/comments/", {"body": "Hm"})
    assert answer.status_code == 302
    assert Post.objects.get(kind="comment").parent_id == reply.pk


def test_a_late_edit_shows_what_differs_and_loses_nothing(as_member, village, topic_id):
    opening = Post.objects.get().pk
    client = as_member("mei")
    address = f"/c/tea/forum/posts/{opening}/edit/"
    assert "Is it here?" in client.get(address).content.decode()
    actions.edit_post(
        village.viewer("wei"), opening, 0, wording=actions.Wording("Is it here already?")
    )
    sent = {"title": "First flush", "body": "Is it there?", "tags": "spring", "seen": 0}
    answer = client.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Is it there?" in text
    assert "<ins>there</ins>" in text
    assert 'name="seen" value="1"' in text
    assert Post.objects.get().body_source == "Is it here already?"
    assert client.post(address, {**sent, "seen": 1}).status_code == 302
    assert Post.objects.get().body_source == "Is it there?"
    assert "<del>" in client.get(f"/c/tea/forum/posts/{opening}/history/").content.decode()


def test_a_removed_topic_is_a_tombstone_with_its_reason(as_member, village, topic_id, pages):
    staff = as_member("wei")
    opening = Post.objects.get().pk
    address = f"/c/tea/forum/posts/{opening}/removal/"
    assert staff.post(address, {"reason": "author"}).status_code == 422
    assert staff.post(address, {"reason": "spam", "note": "third time"}).status_code == 302
    text = staff.get(pages["topic"]).content.decode()
    assert "third time" in text
    answer = as_member("").get(pages["topic"])
    assert answer.status_code == 410
    assert "First flush" not in answer.content.decode()
    assert "Is it here?" not in answer.content.decode()
    assert as_member("wei").post(f"/c/tea/forum/posts/{opening}/restoration/").status_code == 302
    assert as_member("").get(pages["topic"]).status_code == 200


def test_a_removed_reply_shows_its_words_to_staff_only(as_member, village, topic_id, pages):
    reply = actions.post_reply(village.viewer("jun"), topic_id, "Buy my teapots")
    actions.remove_post(village.viewer("wei"), reply, reason="spam")
    assert "Buy my teapots" not in as_member("mei").get(pages["topic"]).content.decode()
    assert "Buy my teapots" in as_member("wei").get(pages["topic"]).content.decode()


def test_signs_are_given_and_taken_back_from_the_page(as_member, village, topic_id):
    client = as_member("jun")
    address = f"/c/tea/forum/posts/{Post.objects.get().pk}/signs/"
    answer = client.post(address, {"reaction": "like"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in answer.content.decode()
    assert Reaction.objects.count() == 1
    assert client.post(address, {"reaction": "like"}).status_code == 302
    assert Reaction.objects.count() == 0


def test_following_reading_and_drafts_from_the_page(as_member, village, topic_id):
    client = as_member("jun")
    base = f"/c/tea/forum/topics/{topic_id}"
    assert client.post(f"{base}/follow/", {"value": "follow"}).status_code == 302
    assert Follow.objects.filter(member=village.members["jun"]).exists()
    client.post(f"{base}/follow/", {"value": "unfollow"})
    assert not Follow.objects.filter(member=village.members["jun"]).exists()
    assert client.post(f"{base}/read/", {"number": "1"}).status_code == 204
    assert ReadMark.objects.get(member=village.members["jun"]).post_number == 1
    place = f"/c/tea/forum/drafts/topic:{topic_id}/"
    assert client.post(place, {"body": "Half a"}).status_code == 204
    assert "Half a" in client.get("/c/tea/forum/drafts/").content.decode()
    assert "Half a" in client.get(f"{base}-first-flush/").content.decode()
    assert client.post(place, {"body": ""}).status_code == 204
    assert not Draft.objects.exists()


def test_staff_keep_order_from_the_page(as_member, village, topic_id):
    client = as_member("wei")
    base = f"/c/tea/forum/topics/{topic_id}"
    steps = (
        ("pin/", {"value": "pin", "until": "2999-01-01T08:00"}),
        ("pin/", {"value": "unpin"}),
        ("closure/", {"value": "close", "reason": "Settled"}),
        ("closure/", {"value": "reopen"}),
        ("place/", {"space": str(village.quiet.pk)}),
    )
    for path, sent in steps:
        assert client.post(f"{base}/{path}", sent).status_code == 302, path
    assert client.post(f"{base}/pin/", {"until": "tomorrow"}).status_code == 422
    assert client.post(f"{base}/place/", {"space": "x"}).status_code == 404
    assert client.post(f"{base}/links/", {"other": f"#{topic_id}"}).status_code == 409
    assert Topic.objects.get().space_id == village.quiet.pk
    assert as_member("jun").post(f"{base}/pin/", {"value": "pin"}).status_code == 403


def test_similar_topics_are_offered_while_typing(as_member, village, topic_id):
    deliver_all()
    answer = as_member("jun").get("/c/tea/forum/similar/", {"title": "second flush?"})
    assert "First flush" in answer.content.decode()
    assert "First" not in as_member("jun").get("/c/tea/forum/similar/?title=!").content.decode()


def test_the_editor_offers_the_names_of_those_who_may_read_there(as_member, village, topic_id):
    client, place = as_member("wei"), f"/c/tea/forum/names/?space={village.forum.pk}"
    jun = {"name": "Jun", "handle": "jun"}
    assert client.get(f"{place}&q=ju").json() == [jun]
    assert client.get(f"{place}&q=zhu").json() == []
    assert client.get(place).json() == []
    assert client.get("/c/tea/forum/names/?space=999999&q=ju").status_code == 404
    assert as_member("zhu").get(f"{place}&q=ju").status_code in (302, 403)


def test_in_a_space_that_goes_by_role_only_its_people_are_offered(as_member, village):
    lan = village.viewer("lan")
    hidden = communities.open_space(lan, "den", name="Den", kind="forum", access="private")
    place = f"/c/tea/forum/names/?space={hidden}"
    handles = [
        one["handle"] for q in "ljw" for one in as_member("lan").get(f"{place}&q={q}").json()
    ]
    assert handles == ["lan"]
    assert as_member("mei").get(f"{place}&q=l").status_code == 404


def test_what_was_edited_or_removed_is_found_as_it_stands(village, topic_id):
    opening = Post.objects.get().pk
    viewer = village.viewer("jun")
    actions.post_reply(viewer, topic_id, "Oolong instead")
    wording = actions.Wording("It came", title="Autumn flush")
    actions.edit_post(village.viewer("mei"), opening, 0, wording=wording)
    deliver_all()
    (hit,) = find(viewer, "autumn", kinds=["forum.topic"])
    assert hit.object_id == topic_id
    actions.remove_post(village.viewer("wei"), opening, reason="spam")
    deliver_all()
    assert [find(viewer, word) for word in ("autumn", "oolong")] == [[], []]


def test_unread_marks_lead_to_the_first_unread_post(as_member, village, topic_id):
    jun = village.viewer("jun")
    actions.mark_read(jun, topic_id, 1)
    actions.post_reply(village.viewer("wei"), topic_id, "Yes")
    line = queries.topic_list(jun, queries.TopicFilter()).page.items[0]
    assert (line.unread, line.unread_address[-7:]) == ("more", "?post=2")
    answer = as_member("jun").get(line.unread_address)
    assert answer["Location"].endswith("#post-2")
    assert queries.topic_list(village.viewer("an"), queries.TopicFilter()).page.items[0].unread == (
        "new"
    )
    assert queries.topic_list(village.viewer(""), queries.TopicFilter()).page.items[0].unread == ""


def test_long_topics_have_pages_of_twenty_and_every_post_is_found(as_member, village, topic_id):
    jun = village.viewer("jun")
    for n in range(25):
        actions.post_reply(jun, topic_id, f"Reply {n}")
    sheet = queries.topic_sheet(jun, topic_id, page=2)
    assert [post.number for post in sheet.posts] == [22, 23, 24, 25, 26]
    assert (sheet.page, sheet.pages) == (2, 2)
    client = as_member("jun")
    for number, page in ((1, ""), (21, ""), (22, "?page=2"), (999, "?page=2")):
        answer = client.get(f"/c/tea/forum/topics/{topic_id}/?post={number}")
        assert (
            answer["Location"] == f"/c/tea/forum/topics/{topic_id}-first-flush/{page}#post-{number}"
        )
    assert client.get(f"/c/tea/forum/topics/{topic_id}-first-flush/?page=99").status_code == 200
    assert client.get(f"/c/tea/forum/topics/{topic_id}-first-flush/?sort=newest").status_code == 200


def test_an_empty_space_asks_for_something(as_member, village):
    assert (
        "New topic" in as_member("mei").get("/c/tea/forum/spaces/square/?lang=en").content.decode()
    )
    for view in ("latest", "top", "unanswered", "following", "top&period=week"):
        assert as_member("mei").get(f"/c/tea/forum/?view={view}").status_code == 200
    assert as_member("mei").get("/c/tea/forum/spaces/nowhere/").status_code == 404
    assert as_member("mei").get("/c/tea/forum/?cursor=made-up").status_code == 422


def test_a_list_asks_the_same_whatever_its_length(village):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for _ in range(2):
        for n in range(6):
            actions.open_topic(
                village.viewer("mei"), village.forum.pk, f"Topic {n}", body="x", tags=[f"t{n % 3}"]
            )
        with CaptureQueriesContext(connection) as captured:
            queries.topic_list(village.viewer("jun"), queries.TopicFilter(village.forum.pk))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_names_are_those_of_today(village, as_member, pages, topic_id, setting_up):
    actions.post_reply(village.viewer("wei"), topic_id, "Ask @jun")
    stored = Post.objects.get(number=2).body_html
    jun = village.members["jun"]
    jun.display_name = "Jun the Elder"
    jun.save()
    assert "@Jun the Elder" in as_member("mei").get(pages["topic"]).content.decode()
    assert Post.objects.get(number=2).body_html == stored


def test_whoever_erased_themselves_is_a_former_member(village, as_member, pages, setting_up):
    from qunluo.kernel import clock

    mei = village.members["mei"]
    mei.erased_at, mei.display_name = clock.now(), "x-erased"
    mei.save()
    text = as_member("").get(pages["topic"] + "?lang=zh-hans").content.decode()
    assert "已注销成员" in text
    assert "x-erased" not in text


def test_scripts_never_reach_a_page(village, as_member):
    topic = actions.open_topic(
        village.viewer("mei"),
        village.forum.pk,
        "</script><script>alert(1)</script>",
        body="<script>alert(2)</script><img src=x onerror=alert(3)> [x](javascript:alert(4))",
    )
    client = as_member("")
    text = client.get(f"/c/tea/forum/topics/{topic}/", follow=True).content.decode()
    assert "<script>alert" not in text
    assert "onerror=" not in text
    assert 'href="javascript:' not in text


def test_reading_a_space_or_a_topic_is_a_visit_of_that_space(as_member, village, topic_id):
    told = StreamLine.objects.filter(name="communities.visited", space_id=village.forum.pk)
    visiting.forget()
    for address in ("/c/tea/forum/spaces/square/", f"/c/tea/forum/topics/{topic_id}-first-flush/"):
        for name in ("", "zhu", "jun"):
            as_member(name).get(address)
        assert not told.exists()
    visiting.flush()
    assert told.count() == 1
    as_member("mei").get(f"/c/tea/forum/topics/{topic_id}-first-flush/")
    visiting.flush()
    assert told.count() == 2
    visiting.forget()
