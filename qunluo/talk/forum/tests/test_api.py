from __future__ import annotations

import pytest

from qunluo.kernel import preferences
from qunluo.kernel.refusal import Forbidden
from qunluo.talk.forum import actions, rules
from qunluo.talk.forum.models import Post, Reaction, Topic

BASE = "/api/v1/communities/tea/forum"


def send(client, method, path, body=None, **headers):
    call = getattr(client, method)
    return call(f"{BASE}/{path}", body, content_type="application/json", headers=headers)


def test_programs_read_what_visitors_may(as_member, village, topic_id):
    quiet = actions.open_topic(village.viewer("mei"), village.quiet.pk, "Whispers", body="Shh")
    client = as_member("")
    page = client.get(f"{BASE}/topics").json()
    assert [item["title"] for item in page["items"]] == ["First flush"]
    one = page["items"][0]
    assert (one["id"], one["space"], one["tags"]) == (str(topic_id), "square", ["spring"])
    assert one["address"].endswith(f"/c/tea/forum/topics/{topic_id}-first-flush/")
    assert client.get(f"{BASE}/topics/{topic_id}").json()["title"] == "First flush"
    assert client.get(f"{BASE}/topics/{topic_id}/posts").json()["items"][0]["kind"] == "opening"
    assert client.get(f"{BASE}/tags").json() == [{"name": "spring", "topic_count": 1}]
    for gone in (f"topics/{quiet}", f"topics/{quiet}/posts", "topics/x", "topics/99999999999"):
        assert client.get(f"{BASE}/{gone}").status_code == 404, gone
    assert client.get(f"{BASE}/topics?space=quiet").status_code == 404
    assert client.get(f"{BASE}/topics?cursor=x").status_code == 422
    assert client.get(f"{BASE}/topics?size=1000").status_code == 422


def test_lists_go_on_by_cursor(as_member, village):
    for n in range(5):
        actions.open_topic(village.viewer("mei"), village.forum.pk, f"Topic {n}", body="x")
    client, seen, cursor = as_member(""), [], ""
    while cursor is not None:
        page = client.get(f"{BASE}/topics?size=2&order=newest&cursor={cursor}").json()
        seen += [item["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [f"Topic {n}" for n in (4, 3, 2, 1, 0)]


def test_programs_write_for_their_member(as_member, village, topic_id):
    client = as_member("jun")
    wish = {"space": "square", "title": "Kettles", "body": "Iron?", "tags": ["kettle"]}
    made = send(client, "post", "topics", wish, **{"Idempotency-Key": "k1"})
    again = send(client, "post", "topics", wish, **{"Idempotency-Key": "k1"})
    assert (made.status_code, made.json()) == (201, again.json())
    assert Topic.objects.count() == 2
    reply = send(client, "post", f"topics/{topic_id}/posts", {"body": "Not yet"}).json()["id"]
    comment = send(client, "post", f"posts/{reply}/comments", {"body": "Hm"})
    assert comment.status_code == 201
    opening = Post.objects.get(topic=topic_id, kind="opening").pk
    assert send(client, "put", f"posts/{opening}/reactions/like").status_code == 204
    assert send(client, "put", f"posts/{opening}/reactions/rocket").status_code == 422
    assert send(client, "delete", f"posts/{opening}/reactions/like").status_code == 204
    assert not Reaction.objects.exists()
    assert send(client, "put", f"topics/{topic_id}/follow").status_code == 409
    assert send(client, "delete", f"topics/{topic_id}/follow").status_code == 204
    assert send(client, "delete", f"posts/{reply}").status_code == 204
    shown = client.get(f"{BASE}/posts/{reply}").json()
    assert (shown["removed"], shown["html"]) == ("author", "")
    assert send(client, "post", f"posts/{reply}/restoration").status_code == 204


def test_an_edit_needs_the_state_it_started_from(as_member, village, topic_id):
    opening = Post.objects.get().pk
    client = as_member("mei")
    tag = client.get(f"{BASE}/posts/{opening}")["ETag"]
    assert tag == '"0"'
    words = {"body": "It is here", "title": "First flush 2026"}
    assert send(client, "patch", f"posts/{opening}", words).status_code == 428
    done = send(client, "patch", f"posts/{opening}", words, **{"If-Match": tag})
    assert (done.status_code, done.json()["revision"]) == (200, 1)
    late = send(client, "patch", f"posts/{opening}", words, **{"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "forum.edited_meanwhile")
    assert Topic.objects.get().title == "First flush 2026"


def test_a_removed_topic_is_gone_for_programs(as_member, village, topic_id):
    opening = Post.objects.get().pk
    actions.remove_post(village.viewer("wei"), opening, reason="spam")
    client = as_member("jun")
    for gone in (f"topics/{topic_id}", f"topics/{topic_id}/posts", f"posts/{opening}"):
        assert client.get(f"{BASE}/{gone}").status_code == 404, gone
    assert client.get(f"{BASE}/topics").json()["items"] == []


def test_whoever_posts_too_fast_is_asked_to_wait(as_member, village, topic_id, setting_up):
    preferences.set(village.viewer("lan"), rules.POSTS_PER_MINUTE.name, 2, level="community")
    client = as_member("jun")
    path = f"topics/{topic_id}/posts"
    answers = [send(client, "post", path, {"body": f"{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert Post.objects.filter(kind="reply").count() == 2
    page = client.post(f"/c/tea/forum/topics/{topic_id}/replies/", {"body": "Kept words"})
    assert page.status_code == 429
    assert "Kept words" in page.content.decode()


def test_where_only_verified_members_post_the_others_read(village, topic_id, setting_up):
    preferences.set(village.viewer("lan"), rules.VERIFIED_ONLY.name, True, level="community")
    with pytest.raises(Forbidden) as refused:
        actions.post_reply(village.viewer("jun"), topic_id, "Hello")
    assert refused.value.code == "forum.not_verified"
    assert Post.objects.count() == 1
