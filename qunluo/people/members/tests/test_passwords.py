from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from qunluo.kernel import clock
from qunluo.people.members.models import MailProof, Session
from qunluo.people.members.tests.conftest import PASSWORD
from qunluo.people.members.tests.test_signing_in import enter, is_in

FRESH = "seven slow yellow bicycles"


def test_a_lost_password_is_reset_once_by_the_link(client, give_password, posted):
    mei = give_password()
    elsewhere = Client()
    enter(elsewhere)
    with posted() as post:
        answer = client.post("/account/reset/", {"email": "MEI@example.org"})
    assert answer.status_code == 302
    assert client.get(post.link).status_code == 200
    with posted() as warned:
        assert client.post(post.link, {"new_password": FRESH}).status_code == 302
    assert warned.letter.to == ["mei@example.org"]
    assert not is_in(elsewhere)
    assert not Session.objects.exists()
    assert client.post(post.link, {"new_password": PASSWORD}).status_code == 404
    mei.refresh_from_db()
    assert mei.check_password(FRESH)
    assert enter(client, password=FRESH).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, village, posted):
    with posted() as post:
        answer = client.post("/account/reset/", {"email": "nobody@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/reset/?sent=1")
    assert post.letters == []
    assert not MailProof.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890", "mei@example.org"])
def test_a_weak_new_password_is_not_taken(client, give_password, posted, password):
    mei = give_password()
    with posted() as post:
        client.post("/account/reset/", {"email": "mei@example.org"})
    assert client.post(post.link, {"new_password": password}).status_code == 422
    mei.refresh_from_db()
    assert mei.check_password(PASSWORD)


def test_a_link_is_good_for_an_hour_and_only_the_newest(client, give_password, posted):
    give_password()
    with posted() as first:
        client.post("/account/reset/", {"email": "mei@example.org"})
    with posted() as second:
        client.post("/account/reset/", {"email": "mei@example.org"})
    assert client.post(first.link, {"new_password": FRESH}).status_code == 404
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert client.post(second.link, {"new_password": FRESH}).status_code == 404
