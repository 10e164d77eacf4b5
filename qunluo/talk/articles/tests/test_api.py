"""Articles through the API."""

from __future__ import annotations

from qunluo.talk.articles.models import Article

PLACE = "/api/v1/communities/tea/articles"
JSON = "application/json"


def test_an_article_is_written_saved_published_and_answered_by_programs(village, as_member):
    mei = as_member("mei")
    sent = {"space": "square", "title": "Water first", "body": "Boil it.", "tags": ["water"]}
    made = mei.post(PLACE, sent, JSON)
    assert made.status_code == 201
    own = f"{PLACE}/{made.json()['id']}"
    draft = mei.get(f"{own}/draft").json()
    assert (draft["state"], draft["version"]) == ("draft", 1)
    assert as_member("jun").get(f"{own}/draft").status_code == 404
    mei = as_member("mei")
    saved = mei.put(f"{own}/draft", {"title": "Water", "body": "Wait.", "version": 1}, JSON)
    assert saved.json()["version"] == 2
    late = mei.put(f"{own}/draft", {"title": "Water", "body": "No.", "version": 1}, JSON)
    assert (late.status_code, late.json()["code"]) == (409, "articles.saved_meanwhile")
    assert mei.put(f"{own}/approval", {}, JSON).status_code == 403
    assert mei.put(f"{own}/review").status_code == 204
    wei = as_member("wei")
    assert wei.post(f"{own}/review", {"note": ""}, JSON).status_code == 422
    assert wei.put(f"{own}/approval", {}, JSON).status_code == 204
    assert Article.objects.get().state == "published"
    visitor = as_member("")
    assert "<p>Wait.</p>" in visitor.get(own).json()["html"]
    assert [item["title"] for item in visitor.get(PLACE).json()["items"]] == ["Water"]
    assert visitor.get(f"{PLACE}?series=none").status_code == 404
    jun = as_member("jun")
    assert jun.post(f"{own}/responses", {"body": "Good"}, JSON).status_code == 201
    assert jun.get(own).json()["response_count"] == 1
