from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel import clock
from qunluo.people.members.engine import secrecy, totp
from qunluo.people.members.models import Authenticator, RecoveryCode
from qunluo.people.members.tests.conftest import PASSWORD
from qunluo.people.members.tests.test_signing_in import enter, is_in

NOON = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(second, code):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238 appendix B, last six digits
    moment = datetime.fromtimestamp(second, UTC)
    assert totp.code_at(secret, totp.step_of(moment)) == code


@given(drift=st.integers(-300, 300), second=st.integers(10**9, 2 * 10**9))
def test_a_code_is_good_around_its_time_and_never_twice(drift, second):
    secret = totp.new_secret()
    moment = datetime.fromtimestamp(second, UTC)
    step = totp.step_of(moment + timedelta(seconds=drift))
    code = totp.code_at(secret, step)
    near = abs(step - totp.step_of(moment)) <= 1
    accepted = totp.accepted_step(secret, code, moment=moment, after=0)
    if near:
        assert accepted is not None
        assert totp.accepted_step(secret, code, moment=moment, after=max(accepted, step)) is None
    elif accepted is not None:  # two steps may share a code, one in 10^6
        assert totp.code_at(secret, accepted) == code


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_what_is_sealed_opens_with_its_key_only(secret, key):
    sealed = secrecy.seal(secret, key=key)
    assert secrecy.unseal(sealed, key=key) == secret
    assert secrecy.unseal(sealed, key=key + "x") is None


@pytest.fixture
def second_factor(client, give_password):
    """Mei has two-step sign-in; gives her secret and her recovery codes."""
    mei = give_password()
    enter(client)
    with clock.at(NOON):
        client.post("/account/security/app/")
        page = client.get("/account/security/app/code/").content.decode()
        assert "<svg" in page
        assert "style=" not in page.split("<main", 1)[1]
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
        code = totp.code_at(secret, totp.step_of(clock.now()))
        page = client.post("/account/security/app/code/", {"code": code})
    assert page["Cache-Control"] == "no-store"
    codes = re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", page.content.decode())
    client.post("/account/sign-out/")
    assert Authenticator.objects.get(member=mei).secret != secret
    return secret, codes


def at(client, minutes, code):
    """Mei signs in at some minutes after noon with this code."""
    with clock.at(NOON + timedelta(minutes=minutes)):
        assert enter(client)["Location"] == "/account/sign-in/code/"
        assert not is_in(client)
        return client.post("/account/sign-in/code/", {"code": code}).status_code


def code_of(secret, minutes):
    return totp.code_at(secret, totp.step_of(NOON + timedelta(minutes=minutes)))


def test_signing_in_asks_for_the_code(client, second_factor):
    secret, codes = second_factor
    assert len(codes) == 10
    assert at(client, 5, code_of(secret, 5)) == 302
    assert is_in(client)


def test_a_code_that_was_used_is_refused(client, second_factor):
    secret, _codes = second_factor
    assert at(client, 5, code_of(secret, 5)) == 302
    client.post("/account/sign-out/")
    assert at(client, 5, code_of(secret, 5)) == 422
    assert not is_in(client)


def test_the_code_that_switched_it_on_is_used_up(client, second_factor):
    secret, _codes = second_factor
    assert at(client, 0, code_of(secret, 0)) == 422


def test_a_recovery_code_works_once_as_written_or_not(client, second_factor):
    _secret, codes = second_factor
    assert at(client, 20, codes[0].lower().replace("-", " ")) == 302
    client.post("/account/sign-out/")
    assert at(client, 40, codes[0]) == 422
    assert at(client, 60, codes[1]) == 302
    assert RecoveryCode.objects.filter(used_at=None).count() == 8


def test_guesses_run_out(client, second_factor):
    secret, _codes = second_factor
    answers = [at(client, 20, f"{n:06d}") for n in range(5)]
    assert answers == [422] * 5
    assert at(client, 20, code_of(secret, 20)) == 429
    assert at(client, 40, code_of(secret, 40)) == 302


def test_the_second_step_needs_the_first(client, second_factor):
    secret, _codes = second_factor
    answer = client.post("/account/sign-in/code/", {"code": code_of(secret, 5)})
    assert answer["Location"] == "/account/sign-in/"
    assert not is_in(client)


def test_switching_off_and_new_codes_ask_for_the_password(client, second_factor):
    secret, codes = second_factor
    at(client, 5, code_of(secret, 5))
    for page in ("app/removal", "recovery-codes"):
        answer = client.post(f"/account/security/{page}/", {"present_password": "wrong"})
        assert answer.status_code == 422
    assert RecoveryCode.objects.filter(used_at=None).count() == 10
    page = client.post("/account/security/recovery-codes/", {"present_password": PASSWORD})
    fresh = re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", page.content.decode())
    assert len(set(fresh) - set(codes)) == 10
    client.post("/account/security/app/removal/", {"present_password": PASSWORD})
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    client.post("/account/sign-out/")
    assert enter(client)["Location"] == "/"


def test_it_cannot_be_begun_again_while_it_is_on(client, second_factor):
    secret, _codes = second_factor
    at(client, 5, code_of(secret, 5))
    before = Authenticator.objects.get().secret
    assert client.post("/account/security/app/").status_code == 409
    assert Authenticator.objects.get().secret == before
