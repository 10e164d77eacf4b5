"""The pages and the API of conversations: what they show, to whom, and what they refuse."""

from __future__ import annotations

import pytest

from qunluo.talk.conversations import actions
from qunluo.talk.conversations.models import Block, Conversation, Message

API = "/api/v1/conversations"


@pytest.fixture
def message(talk_id, say):
    return say(talk_id, "mei", "Secret kettle")


def test_everything_is_written_by_forms(village, as_member):
    mei, jun = as_member("mei"), village.members["jun"].pk
    page = mei.get(f"/c/tea/members/{jun}/")
    assert f"/c/tea/members/{jun}/write/" in page.content.decode()
    assert mei.get(f"/c/tea/members/{jun}/write/").status_code == 200
    sent = mei.post(f"/c/tea/members/{jun}/write/", {"body": "Hello **Jun**", "client": "a"})
    talk = Conversation.objects.get()
    assert sent["location"] == f"/conversations/{talk.pk}/"
    assert mei.get(f"/c/tea/members/{jun}/write/")["location"] == sent["location"]
    mei.post(f"/conversations/{talk.pk}/messages/", {"body": "Again", "client": "b"})
    mei.post(f"/conversations/{talk.pk}/messages/", {"body": "Again", "client": "b"})
    assert Message.objects.count() == 2
    text = as_member("jun").get(f"/conversations/{talk.pk}/").content.decode()
    assert "<strong>Jun</strong>" in text
    listed = as_member("jun").get("/conversations/").content.decode()
    assert "Again" in listed
    assert "Mei" in listed
    found = as_member("jun").get("/conversations/search/?q=again").content.decode()
    assert "Again" in found


def test_nobody_else_is_shown_anything(village, as_member, talk_id, message, client):
    pages = [
        f"/conversations/{talk_id}/",
        f"/conversations/{talk_id}/people/",
        f"/conversations/messages/{message}/",
        f"/conversations/messages/{message}/options/",
        f"/conversations/messages/{message}/report/",
        f"/conversations/messages/{message}/edit/",
        f"{API}/{talk_id}/messages",
        f"{API}/messages/{message}",
        f"{API}/messages/{message}/source",
    ]
    for name in ("lan", "an", "wei", "zhu"):
        for page in pages:
            answer = as_member(name).get(page)
            assert answer.status_code == 404, (name, page)
            assert "Secret" not in answer.content.decode()
        assert (
            "kettle" not in as_member(name).get("/conversations/search/?q=Secret").content.decode()
        )
    for page in pages:
        assert client.get(page).status_code in {302, 401}


def test_a_volunteer_who_is_none_any_more_sees_no_case(
    village, as_member, talk_id, say, setting_up
):
    bad = say(talk_id, "jun", "BADWORD")
    case = actions.report_messages(village.viewer("mei"), bad, note="x")
    assert "BADWORD" in as_member("wei").get(f"/c/tea/work/cases/{case}/").content.decode()
    from qunluo.kernel import clock
    from qunluo.people.communities.models import Grant

    Grant.objects.filter(member=village.members["wei"]).update(revoked_at=clock.now())
    answer = as_member("wei").get(f"/c/tea/work/cases/{case}/")
    assert answer.status_code in {403, 404}
    assert "BADWORD" not in answer.content.decode()


def test_messages_are_edited_recalled_and_reported_by_forms(village, as_member, talk_id, message):
    mei, jun = as_member("mei"), as_member("jun")
    at = f"/conversations/messages/{message}/"
    assert mei.get(at).status_code == 302
    assert mei.get(f"{at}options/").status_code == 200
    assert "Secret kettle" in mei.get(f"{at}edit/").content.decode()
    assert mei.post(f"{at}edit/", {"body": " "}).status_code == 422
    mei.post(f"{at}edit/", {"body": "Mended"})
    assert Message.objects.get().body_source == "Mended"
    assert jun.get(f"{at}report/").status_code == 200
    assert jun.post(f"{at}report/", {}).status_code == 422
    assert jun.post(f"{at}report/", {"note": "Rude", "numbers": "1"}).status_code == 302
    mei.post(f"{at}recall/")
    assert Message.objects.get().removed_reason == "author"


def test_groups_are_begun_named_widened_and_left_by_forms(village, as_member):
    mei = as_member("mei")
    assert mei.post("/c/tea/conversations/new/", {"people": "@nobody"}).status_code == 422
    mei.post("/c/tea/conversations/new/", {"people": "@jun wei", "name": "Club", "body": "Hi"})
    talk = Conversation.objects.get()
    at = f"/conversations/{talk.pk}/"
    assert mei.get(f"{at}people/").status_code == 200
    assert mei.post(f"{at}people/", {"people": "@lan"}).status_code == 302
    assert mei.post(f"{at}people/", {"people": "@lan"}).status_code == 422
    mei.post(f"{at}name/", {"name": "Kettles"})
    assert "Kettles" in as_member("lan").get(at).content.decode()
    mei.post(f"{at}mute/", {"value": "mute"})
    mei.post(f"{at}read/", {"number": "1"})
    assert mei.post(f"{at}leaving/")["location"] == "/conversations/"
    assert mei.get(at).status_code == 404


def test_blocks_and_privacy_are_set_on_a_page(village, as_member, talk_id, message):
    jun, mei_id = as_member("jun"), village.members["mei"].pk
    assert jun.get("/conversations/settings/").status_code == 200
    assert jun.post("/conversations/settings/", {"who": "x"}).status_code == 422
    jun.post("/conversations/settings/", {"who": "nobody"})
    jun.post(f"/conversations/blocks/{mei_id}/", {"value": "block"})
    assert Block.objects.count() == 1
    assert "Mei" in jun.get("/conversations/settings/").content.decode()
    refused = as_member("mei").post(f"/conversations/{talk_id}/messages/", {"body": "x"})
    assert refused.status_code == 403
    assert "对方不接收你的消息" in refused.content.decode()
    jun.post(f"/conversations/blocks/{mei_id}/", {"value": "lift"})
    assert not Block.objects.exists()
    assert jun.get("/conversations/count/").json() == {"unread": 1}


def test_programs_do_what_pages_do(village, as_member, talk_id, message):
    mei, jun = as_member("mei"), as_member("jun")
    json = {"content_type": "application/json"}
    (line,) = jun.get(API).json()["items"]
    assert (line["id"], line["unread"]) == (str(talk_id), 1)
    started = {"members": [str(village.members["jun"].pk)]}
    made = mei.post("/api/v1/communities/tea/conversations", started, **json)
    assert made.json() == {"id": str(talk_id)}
    group = {"members": [str(village.members[n].pk) for n in ("jun", "wei")], "name": "Club"}
    club = mei.post("/api/v1/communities/tea/conversations", group, **json).json()["id"]
    lan = {"members": [str(village.members["lan"].pk)]}
    assert mei.post(f"{API}/{club}/people", lan, **json).status_code == 204
    assert jun.delete(f"{API}/{club}/seat").status_code == 204
    sent = jun.post(
        f"{API}/{talk_id}/messages", {"body": "Hi"}, headers={"Idempotency-Key": "k"}, **json
    )
    again = jun.post(
        f"{API}/{talk_id}/messages", {"body": "Hi"}, headers={"Idempotency-Key": "k"}, **json
    )
    assert sent.json()["id"] == again.json()["id"]
    since = jun.get(f"{API}/{talk_id}/messages?since=1").json()
    assert [one["number"] for one in since["items"]] == [2]
    assert jun.get(f"{API}/{talk_id}/messages?around=1").status_code == 200
    own = f"{API}/messages/{sent.json()['id']}"
    assert jun.get(f"{own}/source").json() == {"body": "Hi"}
    assert jun.patch(own, {"body": "Ho"}, **json).json()["edited"]
    assert jun.delete(own).status_code == 204
    assert jun.post(f"{API}/messages/{message}/report", {"note": "x"}, **json).status_code == 204
    assert jun.put(f"{API}/{talk_id}/read", {"number": 2}, **json).status_code == 204
    assert jun.put(f"{API}/{talk_id}/muted").status_code == 204
    assert jun.delete(f"{API}/{talk_id}/muted").status_code == 204
    assert jun.post(f"{API}/{talk_id}/typing").status_code == 204
    blocked = f"/api/v1/blocks/{village.members['mei'].pk}"
    assert jun.put(blocked).status_code == 204
    assert jun.post(f"{API}/{talk_id}/typing").status_code == 204
    assert jun.delete(blocked).status_code == 204
    assert jun.get(f"{API}/x/messages").status_code == 404
