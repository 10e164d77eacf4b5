from __future__ import annotations

import pytest

from qunluo.kernel import search
from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.forum import actions, queries
from qunluo.talk.forum.models import Follow, MovedPost, Post, Topic


@pytest.fixture
def thread(village, topic_id):
    """An opening by mei, replies 2, 3 and 5 by jun and wei, a comment 4 below reply 3."""
    ids = [actions.post_reply(village.viewer("jun"), topic_id, "About harvest")]
    ids.append(actions.post_reply(village.viewer("wei"), topic_id, "About kettles"))
    actions.post_comment(village.viewer("mei"), ids[1], "Which kettle?")
    ids.append(actions.post_reply(village.viewer("jun"), topic_id, "Kettles of clay"))
    return ids


def numbers(topic_id):
    rows = Post.objects.filter(topic=topic_id).order_by("number")
    return [(post.number, post.kind) for post in rows]


def split(village, topic_id, posts, name="an", **more):
    words = {"title": "Kettles", "space_id": village.forum.pk, **more}
    return actions.split_topic(village.viewer(name), topic_id, posts, **words)


def test_replies_become_a_topic_and_old_links_lead_there(village, topic_id, thread, as_member):
    made = split(village, topic_id, thread[1:])
    assert numbers(topic_id) == [(1, "opening"), (2, "reply")]
    assert numbers(made) == [(1, "opening"), (2, "comment"), (3, "reply")]
    new, old = Topic.objects.get(pk=made), Topic.objects.get(pk=topic_id)
    assert (new.title, new.author_id, new.reply_count) == (
        "Kettles",
        village.members["wei"].pk,
        1,
    )
    assert (old.reply_count, old.last_poster_id) == (1, village.members["jun"].pk)
    assert [tag.name for tag in new.tags.all()] == ["spring"]
    assert Follow.objects.filter(topic=made).count() == 2
    client = as_member("mei")
    for number, post in ((3, thread[1]), (5, thread[2])):
        answer = client.get(f"/c/tea/forum/topics/{topic_id}/?post={number}", follow=True)
        assert answer.redirect_chain[-1][0].startswith(f"/c/tea/forum/topics/{made}-kettles/")
        where = Post.objects.get(pk=post).number
        assert answer.redirect_chain[-1][0].endswith(f"#post-{where}")
    page = client.get(f"/c/tea/forum/topics/{topic_id}-first-flush/").content.decode()
    assert 'id="post-3"' in page
    assert 'id="post-5"' in page
    (line,) = StreamLine.objects.filter(name="forum.topic_split")
    assert (line.object_id, line.target_id, line.facts) == (made, topic_id, {"post_count": 3})
    assert StreamLine.objects.filter(name="forum.post_moved", root_id=made).count() == 3


def test_a_number_is_never_used_twice(village, topic_id, thread):
    split(village, topic_id, thread[1:])
    post = actions.post_reply(village.viewer("jun"), topic_id, "Later")
    assert Post.objects.get(pk=post).number == 6


def test_a_split_can_be_undone_until_others_reply(village, topic_id, thread, as_member):
    an = village.viewer("an")
    before = numbers(topic_id)
    made = split(village, topic_id, thread[1:])
    actions.post_comment(village.viewer("jun"), thread[2], "Said there")
    actions.take_posts_back(an, topic_id, made)
    assert numbers(topic_id) == [*before, (6, "comment")]
    assert numbers(made) == []
    assert Topic.objects.get(pk=made).merged_into_id == topic_id
    assert not MovedPost.objects.filter(topic=topic_id).exists()
    answer = as_member("mei").get(f"/c/tea/forum/topics/{made}/")
    assert answer.url == f"/c/tea/forum/topics/{topic_id}-first-flush/"
    again = split(village, topic_id, thread[1:])
    actions.post_reply(village.viewer("jun"), again, "It has grown")
    with pytest.raises(Refusal) as refused:
        actions.take_posts_back(an, topic_id, again)
    assert refused.value.code == "forum.has_grown"
    with pytest.raises(Refusal) as refused:
        actions.take_posts_back(an, again, topic_id)
    assert refused.value.code == "forum.nothing_to_take_back"


def test_topics_are_merged_and_taken_apart_again(village, topic_id, thread, as_member):
    an = village.viewer("an")
    other = actions.open_topic(village.viewer("wei"), village.forum.pk, "Clay", body="Which?")
    actions.post_reply(village.viewer("mei"), other, "Yixing")
    before = {pk: numbers(pk) for pk in (topic_id, other)}
    actions.merge_topic(an, other, topic_id)
    assert numbers(topic_id) == [*before[topic_id], (6, "reply"), (7, "reply")]
    assert Topic.objects.get(pk=topic_id).reply_count == 5
    client = as_member("jun")
    assert client.get(f"/c/tea/forum/topics/{other}/").url.endswith(f"{topic_id}-first-flush/")
    moved = client.get(f"/c/tea/forum/topics/{other}/?post=2", follow=True)
    assert moved.redirect_chain[-1][0].endswith("#post-7")
    titles = [line.title for line in queries.topic_list(an, queries.TopicFilter()).page.items]
    assert titles == ["First flush"]
    assert (
        "Clay"
        in as_member("an").get(f"/c/tea/forum/topics/{topic_id}/", follow=True).content.decode()
    )
    actions.take_posts_back(an, other, topic_id)
    assert {pk: numbers(pk) for pk in (topic_id, other)} == before
    back = Topic.objects.get(pk=other)
    assert (back.removed_at, back.merged_into, back.reply_count) == (None, None, 1)


def test_search_follows_moved_posts(village, topic_id, thread, setting_up):
    deliver_all()
    made = split(village, topic_id, thread[1:], space_id=village.quiet.pk)
    deliver_all()
    assert [hit.title for hit in search.find(village.viewer("mei"), "clay")] == ["Kettles"]
    assert search.find(village.viewer(""), "clay") == []
    titles = {hit.title for hit in search.find(village.viewer("mei"), "kettles")}
    assert titles == {"Kettles"}
    assert made


def test_what_may_not_be_carried_stays(village, topic_id, thread):
    an = village.viewer("an")
    opening = Post.objects.get(topic=topic_id, number=1).pk
    before = numbers(topic_id)
    for act, code in (
        (lambda: split(village, topic_id, []), "forum.split_nothing"),
        (lambda: split(village, topic_id, [opening]), "forum.split_nothing"),
        (lambda: split(village, topic_id, thread, title="x"), "forum.title_short"),
        (
            lambda: split(village, topic_id, thread, space_id=village.questions.pk),
            "forum.wrong_space",
        ),
        (lambda: actions.merge_topic(an, topic_id, topic_id), "forum.merge_itself"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        split(village, topic_id, thread, name="mei")
    with pytest.raises(Forbidden):
        split(village, topic_id, thread, name="bo", space_id=village.quiet.pk)
    with pytest.raises(Missing):
        split(village, topic_id, thread, space_id=999)
    with pytest.raises(Missing):
        actions.merge_topic(an, topic_id, 999)
    assert numbers(topic_id) == before


def test_removed_replies_and_too_many_stay(village, topic_id, thread, monkeypatch):
    from qunluo.talk.forum import rules

    actions.remove_post(village.viewer("an"), thread[0], reason="spam")
    with pytest.raises(Refusal):
        split(village, topic_id, thread)
    monkeypatch.setattr(rules, "CARRIED_MOST", 1)
    with pytest.raises(Refusal) as refused:
        split(village, topic_id, thread[1:])
    assert refused.value.code == "forum.carried_too_many"
    assert Topic.objects.count() == 1


def test_splitting_and_merging_from_pages(village, topic_id, thread, as_member):
    an = as_member("an")
    page = an.get(f"/c/tea/forum/topics/{topic_id}/splitting/").content.decode()
    assert "About harvest" in page
    wrong = an.post(
        f"/c/tea/forum/topics/{topic_id}/splitting/", {"title": "", "posts": thread[:1]}
    )
    assert wrong.status_code == 422
    none = an.post(
        f"/c/tea/forum/topics/{topic_id}/splitting/",
        {"title": "Harvest", "space": village.forum.pk},
    )
    assert none.status_code == 422
    made = an.post(
        f"/c/tea/forum/topics/{topic_id}/splitting/",
        {"title": "Harvest", "space": village.forum.pk, "posts": thread[:1]},
    )
    new = Topic.objects.get(title="Harvest").pk
    assert made.url == f"/c/tea/forum/topics/{new}/"
    back = an.post(f"/c/tea/forum/topics/{topic_id}/taking-back/", {"other": new})
    assert back.url == f"/c/tea/forum/topics/{topic_id}/"
    other = actions.open_topic(village.viewer("wei"), village.forum.pk, "Clay", body="Which?")
    merged = an.post(f"/c/tea/forum/topics/{other}/merging/", {"other": f"#{topic_id}"})
    assert merged.url == f"/c/tea/forum/topics/{topic_id}/"
    assert as_member("mei").get(f"/c/tea/forum/topics/{topic_id}/splitting/").status_code == 403
    assert an.get("/c/tea/forum/topics/999/").status_code == 404


def test_programs_split_merge_and_take_back(village, topic_id, thread, as_member):
    an = as_member("an")
    base = "/api/v1/communities/tea/forum/topics"
    sent = {"posts": [str(thread[1])], "title": "Kettles", "space": "square"}
    made = an.post(f"{base}/{topic_id}/splits", sent, content_type="application/json")
    assert made.status_code == 201
    new = made.json()["id"]
    for address, body in ((f"{topic_id}/taking-back", {"topic": new}),):
        done = an.post(f"{base}/{address}", body, content_type="application/json")
        assert done.status_code == 204
    other = actions.open_topic(village.viewer("wei"), village.forum.pk, "Clay", body="Which?")
    done = an.post(
        f"{base}/{other}/merging", {"topic": str(topic_id)}, content_type="application/json"
    )
    assert done.status_code == 204
