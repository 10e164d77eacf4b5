from __future__ import annotations

from qunluo.talk.forum.models import Post, Topic
from qunluo.talk.questions.models import Vote

BASE = "/api/v1/communities/tea/questions"


def send(client, method, path, body=None, **headers):
    call = getattr(client, method)
    return call(f"{BASE}{path}", body, content_type="application/json", headers=headers)


def test_a_question_lives_through_the_api(as_member, village):
    asker = as_member("mei")
    wish = {"space": "help", "title": "How hot?", "body": "The water", "tags": ["brewing"]}
    made = send(asker, "post", "", wish, **{"Idempotency-Key": "q"})
    assert send(asker, "post", "", wish, **{"Idempotency-Key": "q"}).json() == made.json()
    question = made.json()["id"]
    assert Topic.objects.get().kind == "question"
    assert as_member("").get(f"{BASE}/waiting").json()["count"] == 1
    helper = as_member("jun")
    answer = send(helper, "post", f"/{question}/answers", {"body": "80 degrees"}).json()["id"]
    assert send(as_member("wei"), "put", f"/posts/{answer}/vote", {"value": 1}).status_code == 204
    assert send(as_member("wei"), "put", f"/posts/{answer}/vote", {"value": 2}).status_code == 422
    assert Post.objects.get(pk=answer).score == 1
    assert send(as_member("wei"), "delete", f"/posts/{answer}/vote").status_code == 204
    assert not Vote.objects.exists()
    assert send(as_member("jun"), "put", f"/posts/{answer}/acceptance").status_code == 403
    assert send(as_member("mei"), "put", f"/posts/{answer}/acceptance").status_code == 204
    client = as_member("")
    solved = client.get(f"{BASE}?state=solved&tag=brewing&space=help").json()["items"]
    assert [item["id"] for item in solved] == [question]
    assert client.get(f"{BASE}?state=unanswered").json()["items"] == []
    assert send(as_member("mei"), "delete", f"/posts/{answer}/acceptance").status_code == 204
    assert client.get(f"{BASE}?state=solved").json()["items"] == []


def test_visitors_and_strangers_write_nothing(as_member, village):
    wish = {"space": "help", "title": "How hot?", "body": "The water"}
    assert send(as_member(""), "post", "", wish).status_code == 401
    assert send(as_member("zhu"), "post", "", wish).status_code in (401, 403)
    assert not Topic.objects.exists()
