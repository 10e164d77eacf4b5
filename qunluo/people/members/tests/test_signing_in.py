from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as DjangoSession
from django.test import Client

from qunluo.kernel import clock
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.models import Session
from qunluo.people.members.tests.conftest import PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def enter(client, email="mei@example.org", password=PASSWORD, **more):
    headers = {key: more.pop(key) for key in ("REMOTE_ADDR", "HTTP_USER_AGENT") if key in more}
    return client.post(
        "/account/sign-in/", {"email": email, "password": password, **more}, **headers
    )


def is_in(client):
    return "_auth_user_id" in client.session


def test_mei_signs_in_and_out(client, give_password):
    mei = give_password()
    anonymous = client.session.session_key
    answer = enter(client, HTTP_USER_AGENT=CHROME)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    assert client.session.session_key != anonymous
    kept = Session.objects.get(member=mei)
    assert (kept.key, kept.device) == (client.session.session_key, "Chrome · Windows")
    line = StreamLine.objects.get(name="members.signed_in")
    assert (line.audience, line.facts) == ("staff", {"via": "password"})
    assert client.get("/account/sign-in/").status_code == 302
    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/").status_code == 302
    assert not is_in(client)
    assert not Session.objects.exists()
    assert not DjangoSession.objects.exists()


@pytest.mark.parametrize(
    ("email", "password"),
    [("mei@example.org", "wrong wrong wrong"), ("nobody@example.org", PASSWORD)],
)
def test_a_wrong_pair_and_an_unknown_address_are_told_the_same(
    client, give_password, email, password
):
    give_password()
    answer = enter(client, email, password)
    assert answer.status_code == 422
    assert "邮箱和密码对不上" in answer.content.decode()
    assert not is_in(client)
    assert not Session.objects.exists()


def test_placeholders_and_those_put_to_rest_do_not_sign_in(client, give_password, setting_up):
    mei = give_password()
    mei.is_active = False
    mei.save()
    assert enter(client).status_code == 422
    assert enter(client, "jun@example.org", "").status_code == 422


def test_the_sixth_wrong_try_from_one_place_waits(client, give_password):
    give_password()
    for _time in range(5):
        assert enter(client, password="wrong").status_code == 422
    answer = enter(client)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert not is_in(client)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert enter(client).status_code == 302


def test_strangers_cannot_lock_mei_out_of_her_own_browser(client, give_password):
    give_password()
    enter(client)
    client.post("/account/sign-out/")
    for number in range(30):
        enter(Client(), password="wrong", REMOTE_ADDR=f"10.0.0.{number}")
    elsewhere = enter(Client(), REMOTE_ADDR="10.0.1.1")
    assert elsewhere.status_code == 429
    assert enter(client, REMOTE_ADDR="10.0.0.1").status_code == 302


def test_a_mark_for_one_member_is_no_help_with_another(client, give_password):
    give_password()
    give_password("jun")
    enter(client)
    client.post("/account/sign-out/")
    answers = [enter(client, "jun@example.org", "wrong").status_code for _time in range(6)]
    assert answers == [422] * 5 + [429]


def test_one_network_address_gets_fifty_tries(client, village):
    answers = [enter(Client(), f"m{n}@example.org").status_code for n in range(51)]
    assert answers == [422] * 50 + [429]


@pytest.mark.parametrize(
    ("asked", "goal"),
    [
        ("/c/tea/", "/c/tea/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tx//evil.example", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_lands_only_on_own_addresses(client, give_password, asked, goal):
    give_password()
    answer = enter(client, next=asked)
    assert answer["Location"] == goal


def test_a_page_for_members_leads_to_sign_in_and_back(client, give_password):
    give_password()
    page = client.get("/account/")
    assert page["Location"] == "/account/sign-in/?next=%2Faccount%2F"


def test_sessions_are_touched_hourly_and_not_with_every_page(client, give_password):
    mei = give_password()
    enter(client)
    began = Session.objects.get(member=mei).seen_at
    client.get("/")
    assert Session.objects.get(member=mei).seen_at == began
    session = client.session
    session["touched_at"] -= 3601
    session.save()
    client.get("/")
    assert Session.objects.get(member=mei).seen_at > began


def test_proxies_are_believed_as_far_as_configured(client, give_password, settings):
    give_password()
    settings.TRUSTED_PROXIES = 1
    for number in range(8):
        client.post(
            "/account/sign-in/",
            {"email": "mei@example.org", "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 10.0.0.7",
        )
    answer = client.post(
        "/account/sign-in/",
        {"email": "mei@example.org", "password": PASSWORD},
        HTTP_X_FORWARDED_FOR="10.9.9.99, 10.0.0.7",
    )
    assert answer.status_code == 429
