"""The inbox and its settings as pages and for programs."""

import json

import pytest

from qunluo.people.notices import queries
from qunluo.people.notices.models import Bundle, Choice, Device, Habit


@pytest.fixture
def told(talk):
    """Mei has one unread line; returns its id."""
    talk.replies("jun", talk.opens("mei"))
    return Bundle.objects.get(member__handle="mei").pk


def test_the_inbox_shows_what_is_unread_and_reading_the_page_changes_nothing(as_member, told):
    mei = as_member("mei")
    for _twice in range(2):
        text = mei.get("/inbox/").content.decode()
        assert "How to store puer?" in text
        assert "is-unread" in text
    assert 'data-bell="' in text
    assert mei.get("/inbox/count/").json() == {"unread": 1}


def test_an_empty_inbox_says_what_will_come(as_member, village):
    text = as_member("jun").get("/inbox/").content.decode()
    assert "还没有与你有关的消息" in text
    assert as_member("").get("/inbox/").status_code == 302


def test_the_bell_counts_on_every_page(as_member, told):
    text = as_member("mei").get("/c/tea/").content.decode()
    assert "<span data-bell-number>1</span>" in text
    assert "data-bell" not in as_member("").get("/c/tea/").content.decode()


def test_lines_are_marked_read_kept_and_all_read(as_member, told, talk):
    mei = as_member("mei")
    assert mei.post(f"/inbox/{told}/read/").url == "/inbox/"
    assert mei.get("/inbox/count/").json() == {"unread": 0}
    mei.post(f"/inbox/{told}/read/", {"keep": "1", "next": "/inbox/?kind=forum.reply"})
    assert mei.get("/inbox/count/").json() == {"unread": 1}
    mei.post("/inbox/read/", {"kind": "forum.mention"})
    assert mei.get("/inbox/count/").json() == {"unread": 1}
    mei.post("/inbox/read/")
    assert mei.get("/inbox/count/").json() == {"unread": 0}
    assert as_member("jun").post(f"/inbox/{told}/read/").status_code == 404


def test_the_inbox_is_filtered_by_kind(as_member, told, talk):
    talk.opens("jun", title="Another", body="@mei?")
    mei = as_member("mei")
    assert "Another" not in mei.get("/inbox/?kind=forum.reply").content.decode()
    assert "Another" in mei.get("/inbox/?kind=forum.mention").content.decode()
    assert "Another" in mei.get("/inbox/?kind=nonsense").content.decode()


def test_the_matrix_is_kept_and_decisions_cannot_be_switched_off(as_member, village):
    mei = as_member("mei")
    assert mei.get("/inbox/settings/").status_code == 200
    before = {row.name: row for row in queries.settings_sheet(village.viewer("mei")).kinds}
    news = before["forum.new_topic"]
    assert (news.inbox, news.email) == ("off", "digest")  # what following a space would bring
    sent = {"inbox:forum.reply": "now", "email:forum.reply": "now", "push:forum.reply": "now"}
    assert mei.post("/inbox/settings/kinds/", sent).status_code == 302
    sheet = queries.settings_sheet(village.viewer("mei"))
    rows = {row.name: row for row in sheet.kinds}
    reply, role = rows["forum.reply"], rows["communities.role_granted"]
    assert (reply.inbox, reply.email, reply.push) == ("now", "now", "now")
    assert (rows["forum.mention"].inbox, role.inbox) == ("off", "now")
    refused = mei.post("/inbox/settings/kinds/", {"email:forum.reply": "sometimes"})
    assert refused.status_code == 422


def test_quiet_hours_and_the_digest_are_kept(as_member, village):
    mei = as_member("mei")
    sent = {"digest": "weekly", "digest_hour": 7, "quiet_from": 23, "quiet_until": 6}
    assert mei.post("/inbox/settings/", sent).status_code == 302
    habit = Habit.objects.get()
    assert (habit.digest, habit.digest_hour, habit.quiet_from, habit.quiet_until) == (
        "weekly", 7, 23, 6,
    )  # fmt: skip
    assert mei.post("/inbox/settings/", {**sent, "digest_hour": 24}).status_code == 200
    assert Habit.objects.get().digest_hour == 7


def test_a_spaces_exception_is_for_those_who_may_read_it(as_member, village):
    home, quiet = village.community.pk, village.quiet.pk
    address = f"/inbox/settings/spaces/{home}/{quiet}/"
    assert as_member("mei").post(address, {"how": "off", "followed": "1"}).status_code == 302
    assert Choice.objects.filter(member__handle="mei").count() == 4
    text = as_member("mei").get("/inbox/settings/").content.decode()
    assert "Quiet" in text
    assert as_member("mei").post(address, {"how": "now"}).status_code == 302
    assert not Choice.objects.exists()
    assert as_member("zhu").post(address, {"how": "off"}).status_code == 404
    assert as_member("mei").post(address, {"how": "loud"}).status_code == 422


def test_a_refused_address_is_shown_and_can_be_tried_again(as_member, village, setting_up):
    member = village.members["mei"]
    habit = Habit.objects.create(
        member=member, mail_stopped="550 no", mail_stopped_at=member.joined_at
    )
    mei = as_member("mei")
    assert "550 no" in mei.get("/inbox/settings/").content.decode()
    mei.post("/inbox/settings/mail/")
    habit.refresh_from_db()
    assert habit.mail_stopped == ""
    assert mei.post("/inbox/settings/mail/").status_code == 409


def test_a_browser_is_added_and_removed(as_member, village):
    from cryptography.hazmat.primitives.asymmetric import ec

    from qunluo.people.notices.engine import sealing

    key = ec.generate_private_key(sealing.CURVE)
    sent = {
        "endpoint": "https://push.example.org/1",
        "p256dh": sealing.text_of(sealing.point_of(key)),
        "auth": sealing.text_of(b"0" * 16),
        "name": "Firefox",
    }
    mei = as_member("mei")
    made = mei.post("/inbox/devices/", sent).json()["id"]
    assert mei.post("/inbox/devices/", sent).json()["id"] == made
    assert as_member("jun").post(f"/inbox/devices/{made}/removal/").status_code == 404
    assert as_member("mei").post(f"/inbox/devices/{made}/removal/").status_code == 302
    assert not Device.objects.exists()
    assert mei.post("/inbox/devices/", {}).status_code == 404


def test_the_worker_comes_from_our_own_origin(client, db, settings, tmp_path, monkeypatch):
    from qunluo.people.notices.views import choosing

    (tmp_path / "push-worker.js").write_text("self.x = 1;")
    monkeypatch.setattr(choosing, "WORKER", tmp_path / "push-worker.js")
    answer = client.get("/push-worker.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")


def test_programs_read_and_settle(as_member, told):
    api = "/api/v1/inbox"
    mei = as_member("mei")
    (entry,) = mei.get(api).json()["items"]
    assert (entry["kind"], entry["unread"], entry["people"]) == ("forum.reply", 1, ["Jun"])
    assert entry["address"].startswith("http")
    assert mei.get(f"{api}/count").json() == {"unread": 1}
    assert mei.put(f"{api}/{entry['id']}/reading").status_code == 204
    assert mei.delete(f"{api}/{entry['id']}/reading").status_code == 204
    assert mei.put(f"{api}/reading").status_code == 204
    assert mei.get(f"{api}/count").json() == {"unread": 0}
    assert mei.put(f"{api}/x/reading").status_code == 404
    sent = {
        "choices": [{"kind": "forum.reply", "inbox": "now", "email": "off", "push": "off"}],
        "digest": "never",
    }
    done = mei.put(f"{api}/settings", json.dumps(sent), content_type="application/json")
    assert done.status_code == 204
    kept = mei.get(f"{api}/settings").json()
    assert kept["digest"] == "never"
    assert {"kind": "forum.reply", "inbox": "now", "email": "off", "push": "off"} in kept["choices"]
    assert as_member("").get(api).status_code == 401
