"""The pages by form, the API, and who hears a room."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from qunluo.kernel import clock
from qunluo.kernel.live.topics import may_hear
from qunluo.people.communities import actions as communities
from qunluo.people.members import queries as members
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Setup
from qunluo.talk.chat.models import Message, Room, Seat
from qunluo.talk.forum.models import Topic

C = "/c/tea/chat/"
A = "/api/v1/communities/tea/chat/"
WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 40 + b"webm" + b"A_OPUS" + b"\x01" * 200


def room_page(room_id: int) -> str:
    return f"{C}rooms/{room_id}/"


def test_visitors_read_open_rooms_and_members_all_of_theirs(as_member, room_id, quiet_id, say):
    say(room_id, "mei", "Hello **there**")
    visitor = as_member("")
    assert "Tea table" in visitor.get(C).content.decode()
    assert "Back yard" not in visitor.get(C).content.decode()
    page = visitor.get(room_page(room_id)).content.decode()
    assert "<strong>there</strong>" in page
    assert "登录" in page
    assert visitor.get(room_page(quiet_id)).status_code == 404
    assert "Back yard" in as_member("jun").get(C).content.decode()


def test_a_message_is_said_by_form_once(as_member, room_id):
    client = as_member("mei")
    words = {"body": "By form", "client": "page-1"}
    for _ in range(2):
        answer = client.post(f"{room_page(room_id)}messages/", words)
        assert (answer.status_code, answer["Location"]) == (302, f"{room_page(room_id)}#m-1")
    assert Message.objects.count() == 1
    refused = client.post(f"{room_page(room_id)}messages/", {"body": " ", "client": "page-2"})
    assert refused.status_code == 422
    assert "page-2" in refused.content.decode()


def test_first_words_are_offered_and_sent_with_a_click(as_member, room_id):
    actions_page = as_member("mei").get(room_page(room_id)).content.decode()
    assert "大家好" in actions_page
    client = as_member("mei")
    client.post(f"{room_page(room_id)}messages/", {"starter": "大家好 👋", "client": "s"})
    assert Message.objects.get().body_source == "大家好 👋"


def test_a_page_asks_a_fixed_number_of_questions(
    as_member, village, room_id, say, django_assert_max_num_queries
):
    first = say(room_id, "mei")
    client = as_member("jun")
    client.get(room_page(room_id))
    with django_assert_max_num_queries(45) as few:
        client.get(room_page(room_id))
    for number in range(20):
        made = say(room_id, ("mei", "lan", "wei")[number % 3], f"@jun {number}", answers=first)
        actions.react(village.viewer("jun"), made, "like")
    with django_assert_max_num_queries(len(few) + 3):
        client.get(room_page(room_id))


def test_one_goes_to_a_day_a_number_and_a_message(as_member, village, room_id, say):
    start = clock.now() - timedelta(days=3)
    with clock.at(start):
        old = say(room_id, "mei", "Old words")
    say(room_id, "mei", "New words")
    client = as_member("jun")
    answer = client.get(
        room_page(room_id), {"on": (clock.now() - timedelta(days=1)).date().isoformat()}
    )
    assert answer["Location"].endswith("?at=2#m-2")
    assert client.get(f"{C}messages/{old}/")["Location"].endswith("?at=1#m-1")
    assert client.get(room_page(room_id), {"on": "nonsense", "at": "x"}).status_code == 200
    for place in ("?before=2", "?after=1", "?at=1"):
        assert client.get(room_page(room_id) + place).status_code == 200


def test_everything_is_done_by_form_too(as_member, village, room_id, say):
    message_id = say(room_id, "mei", "Teh")
    jun, place = as_member("jun"), f"{C}messages/{message_id}/"
    assert "整理成话题" in jun.get(f"{place}options/").content.decode()
    for count in (1, 0):
        jun.post(f"{place}signs/", {"reaction": "like"})
        assert Message.objects.get().reactions.count() == count
    assert jun.get(f"{place}edit/").status_code == 404
    mei = as_member("mei")
    assert "Teh" in mei.get(f"{place}edit/").content.decode()
    assert mei.post(f"{place}edit/", {"body": ""}).status_code == 422
    assert mei.post(f"{place}edit/", {"body": "Tea"}).status_code == 302
    assert Message.objects.get().body_source == "Tea"
    mei.post(f"{place}recall/")
    assert Message.objects.get().removed_reason == "author"
    other = say(room_id, "mei", "Buy")
    place = f"{C}messages/{other}/"
    wei = as_member("wei")
    assert as_member("jun").get(f"{place}removal/").status_code == 403
    wei = as_member("wei")
    assert "Buy" in wei.get(f"{place}removal/").content.decode()
    assert wei.post(f"{place}removal/", {"reason": "none"}).status_code == 422
    assert wei.post(f"{place}removal/", {"reason": "spam"}).status_code == 302
    wei.post(f"{place}restoration/")
    assert Message.objects.get(pk=other).removed_at is None


def test_talk_becomes_a_topic_by_form(as_member, village, room_id, say):
    first = say(room_id, "jun", "Why bitter?")
    say(room_id, "mei", "Too hot", answers=first)
    client = as_member("mei")
    page = client.get(f"{C}messages/{first}/topic/").content.decode()
    assert len(re.findall(r"name=\"numbers\"[^>]* checked", page)) == 2
    sent = {"title": "Bitter", "space": village.forum.pk, "numbers": ["1", "2"]}
    assert client.post(f"{C}messages/{first}/topic/", {**sent, "numbers": []}).status_code == 422
    assert client.post(f"{C}messages/{first}/topic/", sent).status_code == 302
    assert Topic.objects.get().title == "Bitter"


def test_rooms_are_kept_by_form(as_member, village, room_id):
    assert as_member("mei").get(f"{C}rooms/new/").status_code == 403
    client = as_member("lan")
    assert client.get(f"{C}rooms/new/").status_code == 200
    taken = client.post(f"{C}rooms/new/", {"name": "Tea table"})
    assert taken.status_code == 422
    client.post(f"{C}rooms/new/", {"name": "Cellar", "space": village.quiet.pk, "slow_seconds": 30})
    made = Room.objects.get(name="Cellar")
    assert (made.space_id, made.slow_seconds) == (village.quiet.pk, 30)
    place = f"{room_page(made.pk)}settings/"
    assert "Cellar" in client.get(place).content.decode()
    client.post(place, {"name": "Cellar", "note": "Quiet, @mei", "is_closed": "on"})
    made.refresh_from_db()
    assert made.closed_at is not None
    assert "Quiet" in client.get(room_page(made.pk)).content.decode()
    assert client.post(place, {"name": ""}).status_code == 422
    client.post(f"{room_page(room_id)}mute/", {"value": "mute"})
    assert Seat.objects.get().is_muted
    client.post(f"{room_page(room_id)}read/", {"number": "7"})
    assert client.get(f"{room_page(room_id)}here/").status_code == 200


def picture() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return SimpleUploadedFile("cup.png", kept.getvalue())


def test_a_file_comes_with_a_form_and_is_for_the_room_s_readers(as_member, room_id, quiet_id):
    client = as_member("mei")
    client.post(f"{room_page(quiet_id)}messages/", {"client": "f", "file": picture()})
    file = Message.objects.get().file
    assert (file.kind, file.access, file.purpose) == ("image", "members", "chat")
    address = f"/files/{file.key}/"
    assert as_member("jun").get(address).status_code == 200
    assert as_member("zhu").get(address).status_code == 404
    assert as_member("").get(address).status_code == 404
    client = as_member("mei")
    client.post(f"{room_page(room_id)}messages/", {"client": "g", "file": picture()})
    assert as_member("").get(f"/files/{Message.objects.last().file.key}/").status_code == 200


def sent(client, method, path, body=None, **headers):
    call = getattr(client, method)
    if body is None:
        return call(A + path, headers=headers)
    return call(A + path, json.dumps(body), content_type="application/json", headers=headers)


def test_programs_read_and_speak(as_member, village, room_id):
    client = as_member("mei")
    (room,) = sent(client, "get", "rooms").json()
    assert (room["id"], room["name"], room["unread"]) == (str(room_id), "Tea table", 0)
    place = f"rooms/{room_id}/messages"
    assert sent(client, "post", place, {"body": "Hi"}).json()["code"] == "chat.no_client_id"
    first = sent(client, "post", place, {"body": "Hi"}, **{"Idempotency-Key": "k"})
    again = sent(client, "post", place, {"body": "Hi"}, **{"Idempotency-Key": "k"})
    assert (first.status_code, first.json()) == (201, again.json())
    message = first.json()
    assert (message["number"], message["author"]["name"], message["client"]) == (1, "Mei", "k")
    found = sent(client, "get", f"{place}?since=0").json()
    assert ([one["id"] for one in found["items"]], found["change"]) == ([message["id"]], 1)
    one = f"messages/{message['id']}"
    assert sent(client, "get", f"{one}/source").json() == {"body": "Hi"}
    assert sent(client, "patch", one, {"body": "Ho"}).json()["html"] == "<p>Ho</p>\n"
    jun = as_member("jun")
    assert sent(jun, "put", f"{one}/reactions/like").status_code == 204
    assert sent(jun, "get", one).json()["reactions"] == {"like": [village.members["jun"].pk]}
    assert sent(jun, "delete", f"{one}/reactions/like").status_code == 204
    assert sent(jun, "delete", one).status_code == 403
    assert sent(jun, "put", f"rooms/{room_id}/read", {"number": 1}).status_code == 204
    assert sent(jun, "put", f"rooms/{room_id}/muted").status_code == 204
    assert sent(jun, "delete", f"rooms/{room_id}/muted").status_code == 204
    assert sent(jun, "post", f"rooms/{room_id}/typing").status_code == 204
    assert [p["handle"] for p in sent(jun, "get", f"rooms/{room_id}/names?q=me").json()] == ["mei"]
    assert sent(as_member("wei"), "delete", f"{one}?reason=spam").status_code == 204
    assert sent(as_member("mei"), "delete", one).json()["code"] == "chat.message_gone"
    assert sent(as_member("mei"), "get", "rooms/x/messages").status_code == 404


def test_a_voice_message_is_sound_by_its_content(as_member, room_id):
    client, place = as_member("mei"), f"{A}rooms/{room_id}/files"

    def upload(name, content, purpose):
        file = SimpleUploadedFile(name, content)
        return client.post(f"{place}?purpose={purpose}", {"file": file})

    refused = upload("voice.weba", b"not sound at all", "voice")
    assert refused.json()["code"] == "files.kind_not_taken"
    video = WEBM.replace(b"A_OPUS", b"V_VP9A_OPUS")
    assert upload("voice.weba", video, "voice").json()["code"] == "files.kind_not_taken"
    kept = upload("voice.bin", WEBM, "voice").json()
    assert kept["kind"] == "audio"
    body = {"body": "", "file": kept["id"]}
    said = sent(client, "post", f"rooms/{room_id}/messages", body, **{"Idempotency-Key": "v"})
    assert said.json()["file"]["kind"] == "audio"
    # It is in a message now: no second one may carry it; nor may anybody else's.
    other = sent(client, "post", f"rooms/{room_id}/messages", body, **{"Idempotency-Key": "w"})
    assert other.status_code == 404
    assert upload("x.txt", b"words", "file").status_code == 201
    assert Message.objects.count() == 1


def test_too_many_messages_in_a_minute_are_refused(as_member, room_id):
    client = as_member("mei")
    place = f"rooms/{room_id}/messages"
    codes = [
        sent(client, "post", place, {"body": "x"}, **{"Idempotency-Key": f"n{n}"}).status_code
        for n in range(33)
    ]
    assert (codes[0], codes[-1]) == (201, 429)
    again = sent(client, "post", place, {"body": "x"}, **{"Idempotency-Key": "n0"})
    assert again.status_code == 201


@pytest.mark.parametrize(
    ("name", "open_room", "own_room"),
    [("", True, False), ("zhu", True, False), ("mei", True, True), ("lan", True, True)],
)
def test_one_hears_only_rooms_one_may_read(village, room_id, quiet_id, name, open_room, own_room):
    viewer = members.viewer_of(village.members[name]) if name else village.viewer("")
    assert may_hear(viewer, f"chat:{room_id}") is open_room
    assert may_hear(viewer, f"chat:{quiet_id}") is own_room
    for nonsense in ("chat:", "chat:x", "chat:99999", "chat:٣"):
        assert not may_hear(viewer, nonsense)


def test_who_leaves_hears_the_members_room_no_more(village, quiet_id):
    mei = members.viewer_of(village.members["mei"])
    assert may_hear(mei, f"chat:{quiet_id}")
    communities.leave(village.viewer("mei"))
    assert not may_hear(mei, f"chat:{quiet_id}")


def test_a_closed_room_keeps_its_place_at_the_end(village, room_id, quiet_id):
    lan = village.viewer("lan")
    actions.set_up_room(lan, room_id, Setup("Tea table", is_closed=True))
    assert [line.name for line in queries.room_lines(lan)] == ["Back yard", "Tea table"]
    assert reverse("chat:index", args=["tea"]) == C
