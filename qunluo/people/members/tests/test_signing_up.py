from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from qunluo.kernel import clock
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.models import Member, PendingSignUp, Session
from qunluo.people.members.tests.conftest import PASSWORD

WISH = {"email": "Hua@Example.org", "display_name": "阿华", "handle": "", "password": PASSWORD}


def ask(client, **changes):
    return client.post("/account/sign-up/?lang=en", WISH | changes)


def test_someone_signs_up_with_the_code_from_the_mail(client, village, posted):
    with posted() as post:
        answer = ask(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/account/sign-up/code/"
    assert not Member.objects.filter(email="hua@example.org").exists()
    answer = client.post("/account/sign-up/code/", {"code": post.code})
    assert answer.status_code == 302
    hua = Member.objects.get(email="hua@example.org")
    assert (hua.handle, hua.display_name) == ("阿华", "阿华")
    assert hua.email_proven_at is not None
    assert hua.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(hua.pk)
    names = list(StreamLine.objects.filter(actor_key=hua.actor_key).values_list("name", "audience"))
    assert names == [("members.signed_up", "staff"), ("members.signed_in", "staff")]
    assert not PendingSignUp.objects.exists()


def test_the_link_in_the_mail_does_nothing_until_the_button_is_pressed(client, village, posted):
    with posted() as post:
        ask(client)
    assert client.get(post.link).status_code == 200
    assert not Member.objects.filter(email="hua@example.org").exists()
    assert client.post(post.link).status_code == 302
    assert Member.objects.filter(email="hua@example.org").exists()
    assert client.post(post.link).status_code == 404


def test_a_known_address_gets_the_same_answer_and_another_mail(client, village, posted):
    with posted() as known:
        first = ask(client, email="mei@example.org")
    with posted() as unknown:
        second = ask(client, email="nobody@example.org")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert "already" in known.letter.subject
    assert unknown.code
    page = client.get("/account/sign-up/code/")
    assert page.status_code == 200
    assert Member.objects.filter(email="mei@example.org").count() == 1


def test_a_known_address_cannot_be_taken_over_by_guessing_the_code(client, village, posted):
    with posted():
        ask(client, email="mei@example.org")
    for guess in ("000000", "111111", "222222", "333333", "444444"):
        assert client.post("/account/sign-up/code/", {"code": guess}).status_code == 422
    answer = client.post("/account/sign-up/code/", {"code": "555555"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "_auth_user_id" not in client.session


def test_a_wish_runs_out_after_a_day(client, village, posted):
    with posted() as post:
        ask(client)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.post("/account/sign-up/code/", {"code": post.code}).status_code == 422
        assert client.post(post.link).status_code == 404
    assert not Member.objects.filter(email="hua@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "hua@"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890123"}, "password"),
        ({"password": "password123"}, "password"),
        ({"password": "hua@example.org"}, "password"),
        ({"display_name": "   "}, "display_name"),
        ({"handle": "MEI"}, "handle"),
        ({"handle": "管理员"}, "handle"),
        ({"handle": "мei"}, "handle"),
        ({"handle": "a"}, "handle"),
        ({"handle": "a b"}, "handle"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(client, village, changes, field):
    answer = ask(client, **changes)
    assert answer.status_code == 422
    assert f'name="{field}"' in answer.content.decode()
    assert not PendingSignUp.objects.exists()
    assert mail.outbox == []


def test_a_handle_is_proposed_from_the_name_and_is_free(client, village, posted):
    with posted() as post:
        ask(client, display_name="Mei")
    client.post("/account/sign-up/code/", {"code": post.code})
    handle = Member.objects.get(email="hua@example.org").handle
    assert handle.startswith("Mei")
    assert len(handle) == 7


def test_two_who_chose_one_handle_both_get_in(client, village, posted):
    with posted() as first:
        ask(client, handle="huahua")
    with posted() as second:
        ask(client, email="other@example.org", handle="HuaHua")
    client.post(first.link)
    client.logout()
    client.post(second.link)
    handles = set(Member.objects.filter(email__in=["hua@example.org", "other@example.org"])
                  .values_list("handle", flat=True))  # fmt: skip
    assert "huahua" in handles
    assert len(handles) == 2


def test_too_many_wishes_from_one_place_are_put_off(client, village):
    for number in range(20):
        assert ask(client, email=f"hua{number}@example.org").status_code == 302
    answer = ask(client)
    assert answer.status_code == 429
    assert PendingSignUp.objects.count() == 20


def test_one_address_is_not_flooded_with_mail(client, village, posted):
    with posted() as post:
        for _time in range(8):
            ask(client)
    assert len(post.letters) == 5


def test_without_mail_the_account_is_made_at_once(client, village, settings):
    settings.MAIL_PROVES_ADDRESS = False
    answer = ask(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    hua = Member.objects.get(email="hua@example.org")
    assert hua.email_proven_at is None
    assert Session.objects.filter(member=hua).count() == 1
    client.logout()
    assert ask(client).status_code == 422


def test_a_closed_installation_takes_nobody(client, village, settings):
    settings.SIGN_UP_IS_OPEN = False
    assert ask(client).status_code == 200
    assert not PendingSignUp.objects.exists()
