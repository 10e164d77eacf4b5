from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members import actions
from qunluo.people.members.models import AccessToken, MailProof, Member, Session
from qunluo.people.members.tests.conftest import PASSWORD
from qunluo.people.members.tests.test_signing_in import enter, is_in

PAGES = {
    "/account/": 6,
    "/account/security/": 9,
    "/account/tokens/": 5,
    "/account/security/password/": 4,
    "/account/security/email/": 4,
    "/account/security/app/removal/": 4,
    "/account/security/recovery-codes/": 4,
}
FRESH = "seven slow yellow bicycles"
PROFILE = {"display_name": "梅子", "handle": "梅子", "bio": "喜欢**岩茶**", "language": "en"}


@pytest.mark.parametrize(("address", "queries"), PAGES.items())
def test_pages_open_for_their_owner_in_few_queries(
    as_member, address, queries, django_assert_max_num_queries
):
    mei = as_member("mei")
    with django_assert_max_num_queries(queries):
        assert mei.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_pages_lead_strangers_to_sign_in(as_member, address):
    answer = as_member("").get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/?next=")


def test_mei_changes_her_profile(as_member, village):
    mei = as_member("mei")
    answer = mei.post("/account/", PROFILE | {"timezone": "Asia/Tokyo", "theme": "dark"})
    assert answer.status_code == 302
    kept = Member.objects.get(pk=village.members["mei"].pk)
    assert (kept.display_name, kept.handle, kept.timezone) == ("梅子", "梅子", "Asia/Tokyo")
    assert "Profile" in mei.get("/account/").content.decode()
    line = StreamLine.objects.get(name="members.profile_changed")
    assert line.facts == {"what": "display_name,handle,bio,language,timezone,theme"}


@pytest.mark.parametrize(
    "changes",
    [{"handle": "Jun"}, {"handle": "群主"}, {"display_name": " "}, {"timezone": "Mars/Base"},
     {"language": "fr"}, {"theme": "pink"}, {"bio": "x" * 2001}],
)  # fmt: skip
def test_a_profile_that_cannot_be_kept_changes_nothing(as_member, village, changes):
    mei = as_member("mei")
    assert mei.post("/account/", PROFILE | changes).status_code == 422
    kept = Member.objects.get(pk=village.members["mei"].pk)
    assert (kept.display_name, kept.handle, kept.bio) == ("Mei", "mei", "")


def test_the_case_of_ones_own_handle_may_change(as_member, village):
    assert as_member("mei").post("/account/", PROFILE | {"handle": "MEI"}).status_code == 302
    assert Member.objects.filter(handle="MEI").exists()


def test_a_changed_password_signs_other_devices_out(client, give_password, posted):
    mei = give_password()
    elsewhere = Client()
    enter(elsewhere)
    enter(client)
    key = client.session.session_key
    with posted() as post:
        answer = client.post(
            "/account/security/password/", {"present_password": PASSWORD, "new_password": FRESH}
        )
    assert answer.status_code == 302
    assert post.letter.to == ["mei@example.org"]
    assert is_in(client)
    assert client.session.session_key != key
    assert not is_in(elsewhere)
    assert elsewhere.get("/account/").status_code == 302
    assert Session.objects.filter(member=mei).count() == 1
    mei.refresh_from_db()
    assert mei.check_password(FRESH)


def test_a_wrong_present_password_changes_nothing(client, give_password):
    mei = give_password()
    enter(client)
    answer = client.post(
        "/account/security/password/", {"present_password": "no", "new_password": FRESH}
    )
    assert answer.status_code == 422
    mei.refresh_from_db()
    assert mei.check_password(PASSWORD)


def test_a_new_address_holds_once_its_mail_was_read(client, give_password, posted):
    mei = give_password()
    enter(client)
    with posted() as post:
        client.post(
            "/account/security/email/", {"email": "M2@example.org", "present_password": PASSWORD}
        )
    told, warned = post.letters
    assert (told.to, warned.to) == (["m2@example.org"], ["mei@example.org"])
    post.letters = [told]
    assert client.get(post.link).status_code == 200
    mei.refresh_from_db()
    assert mei.email == "mei@example.org"
    assert client.post(post.link).status_code == 302
    mei.refresh_from_db()
    assert mei.email == "m2@example.org"
    assert client.post(post.link).status_code == 404


def test_an_address_of_someone_else_is_not_given_away(client, give_password, posted):
    give_password()
    enter(client)
    with posted() as post:
        answer = client.post(
            "/account/security/email/", {"email": "jun@example.org", "present_password": PASSWORD}
        )
    assert answer.status_code == 302
    assert post.letter.to == ["jun@example.org"]
    assert "link" not in post.letter.body
    assert not MailProof.objects.exists()


def test_mei_sees_her_devices_and_ends_them(client, give_password, as_member):
    mei = give_password()
    elsewhere = Client()
    enter(elsewhere, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1")
    enter(client)
    page = client.get("/account/security/").content.decode()
    assert "Safari · iPhone" in page
    other = Session.objects.get(member=mei, device="Safari · iPhone")
    assert client.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert not is_in(elsewhere)
    assert is_in(client)


def test_nobody_ends_anothers_session(client, give_password):
    give_password()
    give_password("jun")
    jun = Client()
    enter(jun, "jun@example.org")
    theirs = Session.objects.get()
    enter(client)
    assert client.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert is_in(jun)


def test_signing_out_everywhere_else_keeps_this_one(client, give_password):
    mei = give_password()
    others = [Client() for _number in range(3)]
    for other in others:
        enter(other)
        cache.clear()
    enter(client)
    assert client.post("/account/sessions/end/").status_code == 302
    assert [is_in(other) for other in others] == [False] * 3
    assert is_in(client)
    assert Session.objects.filter(member=mei).count() == 1
    assert StreamLine.objects.get(name="members.sessions_ended").facts == {"count": 3}


def test_a_token_is_made_on_the_page_shown_once_and_revoked(as_member, village):
    mei = as_member("mei")
    answer = mei.post("/account/tokens/", {"name": "备份", "scopes": ["read"], "good_for_days": ""})
    assert answer["Cache-Control"] == "no-store"
    made = AccessToken.objects.get(member=village.members["mei"])
    assert made.expires_at is None
    shown = answer.content.decode()
    assert f"{made.prefix}_" in shown
    listed = mei.get("/account/tokens/").content.decode()
    assert made.prefix in listed
    assert f"{made.prefix}_" not in listed
    assert as_member("jun").post(f"/account/tokens/{made.pk}/revocation/").status_code == 404
    assert as_member("mei").post(f"/account/tokens/{made.pk}/revocation/").status_code == 302
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_a_token_without_scopes_is_not_made(as_member):
    answer = as_member("mei").post("/account/tokens/", {"name": "a", "good_for_days": "30"})
    assert answer.status_code == 422
    assert not AccessToken.objects.exists()


def test_the_switch_in_the_frame_changes_the_preference(as_member, village):
    mei = as_member("mei")
    assert mei.post("/display/", {"language": "en", "next": "/account/"}).status_code == 302
    assert Member.objects.get(pk=village.members["mei"].pk).language == "en"
    assert "Appearance" in mei.get("/account/").content.decode()
    with pytest.raises(Refusal, match="choice_unknown"):
        actions.choose_language(village.viewer("mei"), "fr")
    with pytest.raises(Refusal, match="sign_in_required"):
        actions.choose_language(village.viewer(""), "en")
